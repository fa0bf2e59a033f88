import { isRecord } from '../util/is-record.ts';
import { cleanText } from './clean.ts';
import { digest } from './digest.ts';
import type { TokenEvent } from './trace.ts';

const MAX_TOKEN_LENGTH = 16_384;
const MAX_NAMES = 32;

export type TokenFacts = Omit<TokenEvent, 'at' | 'client' | 'type' | 'error'>;

/** What may be said of a JWT: which one it is, and what it allows. Its signature is nobody's business here. */
export function tokenFacts(token: string): TokenFacts {
  const facts = { digest: digest(token) };
  if (token.length > MAX_TOKEN_LENGTH) return facts;
  const [header, claims] = token.split('.', 2).map(decode);
  if (!header || !claims) return facts;
  const metadata = claims['metadata'];
  const servers = isRecord(metadata) ? metadata['iceServers'] : undefined;
  return {
    ...facts,
    ...(typeof header['kid'] === 'string' ? { kid: cleanText(header['kid'], 64) } : {}),
    ...time('issuedAt', claims['iat']),
    ...time('expiresAt', claims['exp']),
    ...names('channels', claims['channels']),
    ...names('permissions', claims['permissions']),
    ...(Array.isArray(servers) ? { turn: hasTurn(servers) } : {}),
  };
}

/** Whose token it is; the whole token where it does not say. */
export function tokenSubject(token: string): string {
  const { sub } = decode(token.split('.')[1] ?? '') ?? {};
  return typeof sub === 'string' ? sub : token;
}

/** Whether RTCIceServers hold a relay. */
export function hasTurn(servers: readonly unknown[]): boolean {
  return servers.some(
    (server) => isRecord(server) && /(^|[",[])turns?:/i.test(JSON.stringify(server['urls'] ?? '')),
  );
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const time = (key: 'issuedAt' | 'expiresAt', seconds: unknown): TokenFacts | undefined =>
  typeof seconds === 'number' && Number.isFinite(seconds) ? { [key]: seconds * 1_000 } : undefined;

const names = (key: 'channels' | 'permissions', list: unknown): TokenFacts | undefined =>
  Array.isArray(list) ? { [key]: list.slice(0, MAX_NAMES).map((name) => cleanText(name, 256)) } : undefined;
