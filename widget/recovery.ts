import { NoopLogger } from '../core/util/log.ts';
import type { Logger } from '../core/util/log.ts';

/** The way back, as far as it has come: to the call server, or to people whose path is lost. */
export interface Recovery {
  /** 1 for the first. */
  readonly attempt: number;
  /** How many there are before it is given up; null where nobody needs to know, since they last for long. */
  readonly attempts: number | null;
  /** When that attempt is made, in milliseconds since the epoch. */
  readonly nextAt: number;
  /** Whose path is lost; none: the call server is away. */
  readonly names: readonly string[];
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
        told({ attempt, attempts: null, nextAt: Date.now() + delayMs, names: [] });
    },
  };
}

/** Of several lost paths one banner tells: how far the most tried one has come, and whose they are. */
export function lostPaths(
  paths: readonly { readonly name: string; readonly recovery: Omit<Recovery, 'names'> }[],
): Recovery | null {
  const [first] = [...paths].sort((a, b) => b.recovery.attempt - a.recovery.attempt);
  return first ? { ...first.recovery, names: paths.map(({ name }) => name) } : null;
}
