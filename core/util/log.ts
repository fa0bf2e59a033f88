export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the engine writes. `ctx` holds plain values only and never a credential. */
export interface Logger {
  debug(msg: string, ctx?: Record<string, unknown>): void;
  info(msg: string, ctx?: Record<string, unknown>): void;
  warn(msg: string, ctx?: Record<string, unknown>): void;
  error(msg: string, ctx?: Record<string, unknown>): void;
}

const nothing = (): void => undefined;

/** Drops every line. The default. */
export const NoopLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function toConsole(level: LogLevel) {
  return (msg: string, ctx?: Record<string, unknown>): void => {
    const line = `[metered-call] ${msg}`;
    // eslint-disable-next-line no-console -- writing to the console is what this logger is for
    if (ctx === undefined) console[level](line);
    // eslint-disable-next-line no-console
    else console[level](line, ctx);
  };
}

/** Writes to the console, one method a level, for development and for transcripts. */
export const ConsoleLogger: Logger = {
  debug: toConsole('debug'),
  info: toConsole('info'),
  warn: toConsole('warn'),
  error: toConsole('error'),
};
