import { PROTOCOL_PATH } from '../protocol/limits.ts';
import type { Credential } from './credentials.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origin of a signalling server, without a trailing slash.
 * @throws TypeError unless it is `wss:` (or `ws:` to a loopback host) with no path, query or hash.
 */
export function signallingOrigin(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError('url must be an absolute wss: URL');
  }
  const secure = parsed.protocol === 'wss:';
  if (!secure && !(parsed.protocol === 'ws:' && LOOPBACK.has(parsed.hostname))) {
    throw new TypeError('url must use wss: (ws: is for localhost, 127.0.0.1 and [::1] only)');
  }
  const extra =
    parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '';
  if (extra || parsed.password !== '') {
    throw new TypeError('url must be an origin: no path, query, hash or credentials');
  }
  return `${parsed.protocol}//${parsed.host}`;
}

/** The URL to open. It carries the credential: never log it. */
export function connectUrl(origin: string, credential: Credential): string {
  const parameter = credential.kind === 'key' ? 'key' : 'token';
  return `${origin}${PROTOCOL_PATH}?${parameter}=${encodeURIComponent(credential.value)}`;
}
