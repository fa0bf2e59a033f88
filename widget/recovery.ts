import { NoopLogger } from '../core/util/log.ts';
import type { Logger } from '../core/util/log.ts';

/** The way back to the call server, as far as it has come. */
export interface Recovery {
  /** 1 for the first. */
  readonly attempt: number;
  /** When the next attempt is made, in milliseconds since the epoch. */
  readonly nextAt: number;
}

/** The engine tells of its attempts in its log: what passes through is looked at, and goes on to the page's own. */
export function watchRecovery(logger: Logger | null, told: (recovery: Recovery) => void): Logger {
  const to = logger ?? NoopLogger;
  return {
    debug: (msg, ctx) => to.debug(msg, ctx),
    warn: (msg, ctx) => to.warn(msg, ctx),
    error: (msg, ctx) => to.error(msg, ctx),
    info(msg, ctx) {
      to.info(msg, ctx);
      const { attempt, delayMs } = ctx ?? {};
      if (msg === 'reconnecting' && typeof attempt === 'number' && typeof delayMs === 'number')
        told({ attempt, nextAt: Date.now() + delayMs });
    },
  };
}
