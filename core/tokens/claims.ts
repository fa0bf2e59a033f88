import { decodeJwt } from 'jose/jwt/decode';
import { isRecord } from '../util/is-record.ts';

/** Nothing longer is cached: a request URL of that size hardly reaches a server. */
export const MAX_TOKEN_LENGTH = 16_384;

/** What the cache reads in a token; each in Unix seconds by the server's clock, where the token says it. */
export interface TokenTimes {
  readonly expiresAt?: number;
  readonly issuedAt?: number;
  /** When the first of the TURN credentials inside expires. */
  readonly turnExpiresAt?: number;
}

/**
 * The times in a token, or null where it is too long or no JWT. Its signature is not verified: that is the
 * server's business.
 */
export function readTimes(token: string): TokenTimes | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  try {
    const { exp, iat, metadata } = decodeJwt(token);
    return {
      ...present('expiresAt', exp),
      ...present('issuedAt', iat),
      ...present('turnExpiresAt', turnExpiry(metadata)),
    };
  } catch {
    return null;
  }
}

function present<K extends keyof TokenTimes>(key: K, value: unknown): Pick<TokenTimes, K> {
  // The claims are whatever somebody signed; a type says nothing about them.
  return (Number.isFinite(value) ? { [key]: value } : {}) as Pick<TokenTimes, K>;
}

/**
 * The earliest expiry of time-limited TURN credentials: coturn's `<unix expiry>[:name]`
 * (draft-uberti-behave-turn-rest). Exactly ten digits, so that a numeric account name is not taken for a date.
 */
function turnExpiry(metadata: unknown): number | undefined {
  const servers: unknown = isRecord(metadata) ? metadata['iceServers'] : undefined;
  if (!Array.isArray(servers)) return undefined;
  const expiries = servers.flatMap((server: unknown) => {
    const username = isRecord(server) ? server['username'] : undefined;
    const match = typeof username === 'string' ? /^(\d{10})(?::|$)/.exec(username) : null;
    return match ? [Number(match[1])] : [];
  });
  return expiries.length > 0 ? Math.min(...expiries) : undefined;
}
