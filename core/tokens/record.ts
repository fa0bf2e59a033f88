import { isRecord } from '../util/is-record.ts';
import type { TokenCacheKey } from './cache-key.ts';
import { readTimes } from './claims.ts';
import type { TokenTimes } from './claims.ts';

/** A token as the cache keeps it. */
export interface CachedToken {
  readonly token: string;
  readonly times: TokenTimes;
  /** Milliseconds since 1970 by this machine's clock. */
  readonly fetchedAt: number;
}

/** A token as it lies in the database; docs/tokens.md describes it for other readers. */
export interface TokenRecord extends TokenCacheKey {
  version: 1;
  token: string;
  fetchedAt: number;
}

export function toRecord(key: TokenCacheKey, { token, fetchedAt }: CachedToken): TokenRecord {
  return { version: 1, server: key.server, room: key.room, user: key.user, token, fetchedAt };
}

/**
 * The token in a record, or null for anything but a sound record of exactly this key. Whatever runs in the
 * origin can write the database, so nothing in it is taken on trust.
 */
export function fromRecord(value: unknown, key: TokenCacheKey): CachedToken | null {
  if (!isRecord(value) || value['version'] !== 1) return null;
  if (value['server'] !== key.server || value['room'] !== key.room || value['user'] !== key.user) return null;
  const { token, fetchedAt } = value;
  if (typeof token !== 'string' || typeof fetchedAt !== 'number' || !Number.isFinite(fetchedAt)) return null;
  const times = readTimes(token);
  return times && { token, times, fetchedAt };
}
