import { isRecord } from '../util/is-record.ts';
import { scrub } from '../util/scrub.ts';
import { MAX_SDP_LENGTH, MAX_TEXT } from './bounds.ts';
import type { CandidateTrace, ErrorTrace, IceServerTrace } from './trace.ts';

/** What somebody else chose, as short text without secrets. */
export function cleanText(value: unknown, max = MAX_TEXT): string {
  return typeof value === 'string' ? scrub(value.slice(0, max * 4)).slice(0, max) : '';
}

/** Scheme, host and path: credentials travel in the rest. */
export function cleanUrl(url: string): string {
  return cleanText(
    url
      .slice(0, 2_048)
      .replace(/[?#].*$/s, '')
      .replace(/\/\/[^/]*@/, '//'),
  );
}

/** SDP without ICE passwords and usernames (RFC 8839) and SRTP keys (RFC 4568). */
export function cleanSdp(sdp: string): string {
  return sdp
    .slice(0, MAX_SDP_LENGTH)
    .replace(/^(a=ice-(?:pwd|ufrag):)[^\r\n]*/gm, '$1[removed]')
    .replace(/( ufrag )\S+/g, '$1[removed]')
    .replace(/^(a=crypto:\S+ \S+ inline:)[^\r\n]*/gm, '$1[removed]');
}

/** The session's id in the `o=` line (RFC 8866): random, so it tells connections apart. */
export function sessionId(sdp: string): string | undefined {
  return /^o=\S+ (\d{1,32}) /m.exec(sdp)?.[1];
}

export function cleanError(thrown: unknown): ErrorTrace {
  const { name, message, constraint, code } = (
    typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) }
  ) as Record<string, unknown>;
  return {
    name: cleanText(name, 64) || 'Error',
    message: cleanText(message),
    ...(typeof constraint === 'string' ? { constraint: cleanText(constraint, 64) } : {}),
    // A DOMException's code is a number of another age.
    ...(typeof code === 'string' ? { code: cleanText(code, 64) } : {}),
  };
}

/** RTCIceServer without its credentials. */
export function cleanIceServer(server: unknown): IceServerTrace {
  const { urls, url, username, credential } = isRecord(server) ? server : {};
  const list: unknown[] = Array.isArray(urls) ? urls : [urls ?? url];
  // coturn's use-auth-secret: `<unix seconds>[:name]`.
  const expiry = typeof username === 'string' ? /^(\d{10})(?::|$)/.exec(username)?.[1] : undefined;
  return {
    urls: list.filter((entry) => typeof entry === 'string').map((entry) => cleanText(entry)),
    hasCredential: typeof credential === 'string' && credential !== '',
    ...(expiry === undefined ? {} : { expiresAt: Number(expiry) * 1_000 }),
  };
}

const TYPES: readonly string[] = ['host', 'srflx', 'prflx', 'relay'];

/** Reads a candidate line (RFC 8839 section 5.1); what else the browser says of it comes from `from`. */
export function candidateTrace(
  from: Pick<RTCIceCandidateInit, 'candidate' | 'sdpMid'> & { relayProtocol?: unknown; url?: unknown },
): CandidateTrace | null {
  const line = from.candidate ?? '';
  if (line === '') return null;
  const words = line.replace(/^a=/, '').slice(0, 1_000).split(' ');
  const type = words[words.indexOf('typ') + 1] ?? '';
  const port = Number(words[5]);
  return {
    type: TYPES.includes(type) ? (type as CandidateTrace['type']) : 'unknown',
    protocol: (words[2] ?? '').toLowerCase().slice(0, 16),
    ...(words[4] ? { address: words[4].slice(0, 64) } : {}),
    ...(Number.isInteger(port) ? { port } : {}),
    mid: typeof from.sdpMid === 'string' ? from.sdpMid.slice(0, 64) : null,
    ...(typeof from.relayProtocol === 'string' ? { relayProtocol: from.relayProtocol.slice(0, 16) } : {}),
    ...(typeof from.url === 'string' && from.url !== '' ? { url: cleanText(from.url) } : {}),
  };
}
