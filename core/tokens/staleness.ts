import type { TokenTimes } from './claims.ts';

/** A token is not used in its last minute: connecting takes time, and the server closes at its expiry. */
export const EXPIRY_MARGIN_MS = 60_000;
/** Permissions and metadata inside a token age too. */
export const MAX_AGE_MS = 3_600_000;

export interface Clock {
  /** Milliseconds by this machine's clock. */
  readonly now: number;
  /** How far the server's clock is ahead of this machine's, in milliseconds; null before the first welcome. */
  readonly skew: number | null;
}

/**
 * Whether a token should be replaced: at the earliest of a minute before it expires, the expiry of the TURN
 * credentials inside, and an hour after it was minted or fetched. `fetchedAt` is by this machine's clock,
 * and one that lies ahead tells that the clock was set back meanwhile: nothing is known then.
 */
export function isStale(times: TokenTimes, fetchedAt: number, { now, skew }: Clock): boolean {
  const serverNow = now + (skew ?? 0);
  return (
    serverNow >= seconds(times.expiresAt) - EXPIRY_MARGIN_MS ||
    serverNow >= seconds(times.turnExpiresAt) ||
    serverNow >= seconds(times.issuedAt) + MAX_AGE_MS ||
    now >= fetchedAt + MAX_AGE_MS ||
    now < fetchedAt
  );
}

/**
 * What is known of a token's expiry. It is only `doubtful` while the server's clock is unknown: the machine's
 * own may be hours off. A token that expired before it was issued needs no clock.
 */
export function expiryOf(times: TokenTimes, { now, skew }: Clock): 'valid' | 'expired' | 'doubtful' {
  if (times.expiresAt === undefined) return 'valid';
  if (times.issuedAt !== undefined && times.expiresAt <= times.issuedAt) return 'expired';
  if (now + (skew ?? 0) < seconds(times.expiresAt)) return 'valid';
  return skew === null ? 'doubtful' : 'expired';
}

function seconds(time: number | undefined): number {
  return time === undefined ? Infinity : time * 1000;
}
