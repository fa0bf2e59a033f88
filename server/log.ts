import { destination, pino } from 'pino';
import type { Logger, LogLevel } from '../core/util/log.ts';
import { scrub } from '../core/util/scrub.ts';

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * One JSON line an event on stderr, so that stdout keeps what the server was asked to print. Secrets
 * are taken out of every text on its way.
 * @param level `debug` to `error`, or `silent`; anything else means `warn`
 */
export function createLogger(level: string | undefined): Logger {
  const lines = pino(
    { level: level !== undefined && LEVELS.includes(level) ? level : 'warn', base: null },
    destination({ dest: 2, sync: true }),
  );
  const write =
    (at: LogLevel) =>
    (msg: string, ctx: Record<string, unknown> = {}): void =>
      lines[at](scrubFields(ctx), scrub(msg));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function scrubFields(ctx: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(ctx).map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
  );
}
