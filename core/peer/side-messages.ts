import type { RtcSignal } from '../protocol/frames.ts';
import { isPeerId } from '../protocol/names.ts';
import { parseSignal } from '../protocol/signals.ts';
import { isRecord } from '../util/is-record.ts';
import { parseBlobMessage } from './blob-messages.ts';
import type { BlobMessage } from './blob-messages.ts';
import { parseWants } from './video-wants.ts';
import type { WantsMessage } from './video-wants.ts';

/** What a peer of ours says of itself when the side channel opens. Hostile input at the receiver. */
export interface PeerHello {
  readonly version: number;
  readonly capabilities: readonly string[];
  /** Self-declared, so unverified. At most 128 characters. */
  readonly displayName?: string;
}

/** What a peer of ours sends by choice: `none` where it has no such device or track. */
export interface PeerHealth {
  readonly microphone: 'on' | 'off' | 'none';
  readonly camera: 'on' | 'off' | 'none';
  readonly screen: 'on' | 'none';
  /** Codes of what its own doctor finds wrong with its devices, such as `camera-black`; at most 8. */
  readonly findings?: readonly string[];
}

/** A signal or track metadata, as it came out of a direct message. */
export type PeerSignal =
  | { kind: 'signal'; signal: RtcSignal }
  | { kind: 'track-metadata'; trackId: string; metadata: Record<string, unknown> | undefined };

/** How the application sent it: to all, or to one. */
export type DataKind = 'broadcast' | 'direct';

/** What a peer says it has had by way of the server: so many since that mark, the last of them with this digest. */
export interface Receipt {
  readonly mark: string | null;
  readonly had: number;
  readonly digest: number;
}

/** The messages of the side channel: JSON text, one object each, `t` first. */
export type SideMessage =
  | ({ t: 'hello' } & PeerHello)
  | ({ t: 'health' } & PeerHealth)
  | BlobMessage
  | WantsMessage
  /** Leaving on purpose. */
  | { t: 'bye' }
  /** The sender's signalling connection is away. */
  | { t: 'offline' }
  /** It is back, and subscribed, under this id. */
  | { t: 'online'; id: string }
  /** Prove the id: send this nonce by way of the server to the id `to`. */
  | { t: 'challenge'; nonce: string; to: string }
  /** An RTC signal or track metadata that would otherwise go by way of the server. */
  | { t: 'signal'; payload: unknown }
  /** From here on the sender's data comes this way; copies of it that come by way of the server do not count. */
  | { t: 'route'; via: 'peer'; e: number }
  /** From here on it comes by way of the server again, once the fence has come that way. */
  | { t: 'route'; via: 'server'; e: number; fence: string | null }
  /** Agreed, and what of the sender's data has come by way of the server. */
  | ({ t: 'route-ack'; e: number } & Receipt)
  | { t: 'data'; n: number; kind: DataKind; data: unknown }
  /** All data up to number `n` has been handed to the application. */
  | { t: 'ack'; n: number };

/** Characters of one message: a full application payload and what is around it. */
export const MAX_SIDE_MESSAGE_LENGTH = 69_632;

const MAX_NAME_LENGTH = 128;
const MAX_CAPABILITIES = 32;
const MAX_NONCE_LENGTH = 64;
const MAX_FINDINGS = 8;

/** A side-channel text as a message, or undefined. Never throws; keeps only known fields. */
export function parseSideMessage(text: string): SideMessage | undefined {
  if (text.length > MAX_SIDE_MESSAGE_LENGTH) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(raw)) return undefined;
  switch (raw['t']) {
    case 'hello':
      return parseHello(raw);
    case 'health':
      return parseHealth(raw);
    case 'blob':
      return parseBlobMessage(raw);
    case 'wants':
      return parseWants(raw);
    case 'bye':
      return { t: 'bye' };
    case 'offline':
      return { t: 'offline' };
    case 'online':
      return isPeerId(raw['id']) ? { t: 'online', id: raw['id'] } : undefined;
    case 'challenge':
      return isNonce(raw['nonce']) && isPeerId(raw['to'])
        ? { t: 'challenge', nonce: raw['nonce'], to: raw['to'] }
        : undefined;
    case 'signal':
      return { t: 'signal', payload: raw['payload'] };
    case 'route':
      return parseRoute(raw);
    case 'route-ack':
      return parseRouteAck(raw);
    case 'data': {
      const { n, kind } = raw;
      if (!isCount(n) || (kind !== 'broadcast' && kind !== 'direct') || !('data' in raw)) return undefined;
      return { t: 'data', n, kind, data: raw['data'] };
    }
    case 'ack':
      return isCount(raw['n']) ? { t: 'ack', n: raw['n'] } : undefined;
    default:
      return undefined;
  }
}

/** The payload of a `signal` message, if it is one we act on. */
export function parseSideSignal(payload: unknown): PeerSignal | undefined {
  const parsed = parseSignal(payload);
  return parsed.kind === 'signal' || parsed.kind === 'track-metadata' ? parsed : undefined;
}

function parseHello(raw: Record<string, unknown>): SideMessage | undefined {
  const { version, capabilities, displayName } = raw;
  if (!isCount(version) || version < 1) return undefined;
  if (!Array.isArray(capabilities) || capabilities.length > MAX_CAPABILITIES) return undefined;
  const known = capabilities.filter((name): name is string => typeof name === 'string' && name.length <= 32);
  const name = typeof displayName === 'string' ? displayName.trim().slice(0, MAX_NAME_LENGTH) : '';
  return { t: 'hello', version, capabilities: known, ...(name === '' ? {} : { displayName: name }) };
}

function parseHealth({
  microphone,
  camera,
  screen,
  findings,
}: Record<string, unknown>): SideMessage | undefined {
  const known = (value: unknown): value is 'on' | 'off' | 'none' =>
    value === 'on' || value === 'off' || value === 'none';
  if (!known(microphone) || !known(camera) || !(screen === 'on' || screen === 'none')) return undefined;
  const codes = Array.isArray(findings) ? findings.slice(0, MAX_FINDINGS).filter(isCode) : [];
  return { t: 'health', microphone, camera, screen, ...(codes.length > 0 ? { findings: codes } : {}) };
}

function parseRouteAck({ e, mark, had, digest }: Record<string, unknown>): SideMessage | undefined {
  if (!isCount(e) || !isCount(had) || !isCount(digest) || !(mark === null || isNonce(mark))) return undefined;
  return { t: 'route-ack', e, mark, had, digest };
}

function parseRoute({ via, e, fence }: Record<string, unknown>): SideMessage | undefined {
  if (!isCount(e)) return undefined;
  if (via === 'peer') return { t: 'route', via, e };
  if (via === 'server' && (fence === null || isNonce(fence))) return { t: 'route', via, e, fence };
  return undefined;
}

const isCode = (value: unknown): value is string => typeof value === 'string' && /^[a-z-]{1,40}$/.test(value);

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isNonce(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NONCE_LENGTH;
}
