import type { ReconnectOptions } from '../signalling/reconnect-policy.ts';

/** The same while of trying as half a minute a hundred times. */
const EVERY_3_S: ReconnectOptions = { maxDelayMs: 3_000, maxAttempts: 1_000 };

/**
 * A call that is under way wants the server back sooner than the service's general half minute: the server is asked for
 * every 3 s. An application that says how long the delays are has them as it says.
 */
export function reconnectInCalls(given: ReconnectOptions | false | undefined): ReconnectOptions | false {
  if (given === false) return false;
  const { initialDelayMs, multiplier, maxDelayMs } = given ?? {};
  return (initialDelayMs ?? multiplier ?? maxDelayMs) === undefined
    ? { ...EVERY_3_S, ...given }
    : { ...given };
}
