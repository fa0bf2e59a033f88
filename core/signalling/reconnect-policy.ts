import { WsCloseCode, isTerminalCloseCode } from '../protocol/close-codes.ts';

export interface ReconnectOptions {
  /** Milliseconds before the first attempt. Default 500. */
  initialDelayMs?: number;
  /** Growth of the delay from attempt to attempt. Default 2. */
  multiplier?: number;
  /** Milliseconds the delay never exceeds. Default 30 000. */
  maxDelayMs?: number;
  /** Fraction by which the delay is spread either way. Default 0.2. */
  jitterRatio?: number;
  /** Attempts before giving up. Default 100; Infinity never gives up. */
  maxAttempts?: number;
}

export const DEFAULT_RECONNECT: Required<ReconnectOptions> = {
  initialDelayMs: 500,
  multiplier: 2,
  maxDelayMs: 30_000,
  jitterRatio: 0.2,
  maxAttempts: 100,
};

/** First delay after close code 4010: a slot has to become free, hurrying cannot help. */
const CONNECTION_LIMIT_DELAY_MS = 30_000;
/**
 * While nothing at all comes through, attempts cost nobody but ourselves; every one may be the first that works. A
 * minute at the first pace, three at the second, then patience again.
 */
const CUT_OFF_PACES = [
  { attempts: 120, maxDelayMs: 500 },
  { attempts: 210, maxDelayMs: 2_000 },
] as const;
/** A server may ask for patience, not for silence. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface ReconnectContext {
  /** 1 for the first attempt after the drop. */
  attempt: number;
  /** Code of the close that this attempt answers; null when the token provider failed. */
  closeCode: number | null;
  /** Milliseconds asked for by `going_away`, if it did. */
  retryAfterMs: number | null;
  /** Everything else that used the network is lost as well: it is the path, not the server. */
  cutOff?: boolean;
  /** Uniform in [0, 1). */
  random: number;
}

/** Milliseconds until the next attempt, or null when there must be none. */
export function nextReconnectDelay(
  options: Required<ReconnectOptions>,
  context: ReconnectContext,
): number | null {
  const { attempt, closeCode, retryAfterMs, cutOff = false, random } = context;
  if (closeCode !== null && isTerminalCloseCode(closeCode)) return null;
  if (attempt > options.maxAttempts) return null;
  const pace = cutOff ? CUT_OFF_PACES.find(({ attempts }) => attempt <= attempts) : undefined;
  const maxDelayMs = pace ? Math.max(options.initialDelayMs, pace.maxDelayMs) : Infinity;
  const backoff = Math.min(
    options.initialDelayMs * options.multiplier ** (attempt - 1),
    options.maxDelayMs,
    maxDelayMs,
  );
  if (retryAfterMs !== null) {
    // Never earlier than asked; spread behind it, so that a restarted server is not met by all at once.
    return Math.floor(Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) + backoff * options.jitterRatio * random);
  }
  if (closeCode === WsCloseCode.OverConcurrentLimit) {
    return Math.floor(Math.max(backoff, CONNECTION_LIMIT_DELAY_MS) * (1 + options.jitterRatio * random));
  }
  return Math.max(0, Math.floor(backoff * (1 + options.jitterRatio * (random * 2 - 1))));
}

/** @throws TypeError for knobs that would make a reconnect loop without a delay. */
export function reconnectOptions(
  given: ReconnectOptions | false | undefined,
): Required<ReconnectOptions> | null {
  if (given === false) return null;
  const options = { ...DEFAULT_RECONNECT, ...given };
  const check = (name: keyof ReconnectOptions, valid: (value: number) => boolean, rule: string): void => {
    const value: unknown = options[name];
    if (typeof value !== 'number' || !valid(value)) throw new TypeError(`reconnect.${name} must be ${rule}`);
  };
  const delay = (value: number): boolean => Number.isFinite(value) && value >= 0;
  check('initialDelayMs', delay, 'a finite number of at least 0');
  check('maxDelayMs', delay, 'a finite number of at least 0');
  check('multiplier', (value) => Number.isFinite(value) && value >= 1, 'a finite number of at least 1');
  check('jitterRatio', (value) => value >= 0 && value <= 1, 'between 0 and 1');
  check(
    'maxAttempts',
    (value) => value === Infinity || (Number.isInteger(value) && value > 0),
    'an integer above 0, or Infinity',
  );
  return options;
}
