import { createStore, get, set } from 'idb-keyval';
import { ConsoleLogger } from '../util/log.ts';
import type { LogLevel, Logger } from '../util/log.ts';
import { scrub } from '../util/scrub.ts';

/** Lines, and characters of one. */
const MAX_LINES = 1_000;
const MAX_LINE = 500;
/** Milliseconds between a line and its storing. */
const SAVE_AFTER_MS = 500;
const DATABASE = 'metered-call-transcript';

export interface TranscriptOptions {
  /** Where each line goes as well. Default the console; null for nowhere. */
  readonly logger?: Logger | null;
  /** Under which name it is kept; pages of one origin with the same name share one. Default `default`. */
  readonly name?: string;
}

/** A logger that remembers. */
export interface Transcript extends Logger {
  /** Oldest first, those from before a reload included. Each begins with its time and level. */
  lines(): Promise<readonly string[]>;
  /** Resolves when everything so far is stored, or cannot be. */
  flush(): Promise<void>;
}

/**
 * A logger whose last lines outlive a reload of the page, scrubbed of secrets. Where the browser stores nothing they live
 * as long as the page. Nothing here throws or rejects.
 */
export function createTranscript({
  logger = ConsoleLogger,
  name = 'default',
}: TranscriptOptions = {}): Transcript {
  const store = quietly(() => createStore(DATABASE, 'lines'));
  const own: string[] = [];
  const read = async (): Promise<unknown> => (store ? get<unknown>(name, store) : undefined);
  const earlier = read().then(
    (kept) => (Array.isArray(kept) ? kept.filter((line) => typeof line === 'string').slice(-MAX_LINES) : []),
    () => [],
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();

  const all = async (): Promise<string[]> => [...(await earlier), ...own].slice(-MAX_LINES);
  const save = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(async () => store && set(name, await all(), store)).catch(() => undefined);
    return saving;
  };
  const log =
    (level: LogLevel) =>
    (message: string, context?: Record<string, unknown>): void => {
      logger?.[level](message, context);
      const rest = context === undefined ? '' : ` ${quietly(() => JSON.stringify(context)) ?? ''}`;
      own.push(scrub(`${new Date().toISOString()} ${level} ${message}${rest}`).slice(0, MAX_LINE));
      if (own.length > MAX_LINES) own.shift();
      timer ??= setTimeout(() => void save(), SAVE_AFTER_MS);
    };

  // The last words before a reload matter most, and their timer may never fire.
  if (typeof addEventListener === 'function') addEventListener('pagehide', () => void save());

  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    lines: all,
    flush: save,
  };
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
