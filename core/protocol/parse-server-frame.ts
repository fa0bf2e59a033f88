import { isRecord } from '../util/is-record.ts';
import type { Metadata, PresencePeer, ServerFrame } from './frames.ts';

export type ParsedServerFrame = { ok: true; frame: ServerFrame } | { ok: false; reason: string };

const refuse = (reason: string): ParsedServerFrame => ({ ok: false, reason });

/** A text frame from the server as a ServerFrame; never throws, and keeps only known fields. */
export function parseServerFrame(text: string): ParsedServerFrame {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse('not JSON');
  }
  if (!isRecord(raw) || typeof raw['type'] !== 'string') return refuse('no type');
  switch (raw['type']) {
    case 'welcome':
      return parseWelcome(raw);
    case 'ack':
      if (typeof raw['requestId'] !== 'string') return refuse('ack without requestId');
      return { ok: true, frame: { type: 'ack', requestId: raw['requestId'] } };
    case 'error':
      return parseError(raw);
    case 'message':
      return parseMessage(raw);
    case 'direct':
      return parseDirect(raw);
    case 'presence':
      return parsePresence(raw);
    case 'going_away': {
      const retryAfterMs = raw['retryAfterMs'];
      if (typeof retryAfterMs !== 'number' || !(retryAfterMs >= 0))
        return refuse('going_away without retryAfterMs');
      return { ok: true, frame: { type: 'going_away', retryAfterMs } };
    }
    case 'pong':
      return { ok: true, frame: { type: 'pong' } };
    default:
      return refuse('unknown type');
  }
}

function parseWelcome(raw: Metadata): ParsedServerFrame {
  const { peerId, expiresAt, serverTime, maxMessageSize, metadata } = raw;
  if (typeof peerId !== 'string' || peerId === '') return refuse('welcome without peerId');
  if (expiresAt !== null && typeof expiresAt !== 'number') return refuse('welcome without expiresAt');
  if (typeof serverTime !== 'number') return refuse('welcome without serverTime');
  if (typeof maxMessageSize !== 'number' || !(maxMessageSize > 0))
    return refuse('welcome without maxMessageSize');
  return {
    ok: true,
    frame: {
      type: 'welcome',
      peerId,
      expiresAt,
      serverTime,
      maxMessageSize,
      ...(isRecord(metadata) ? { metadata } : {}),
    },
  };
}

function parseError(raw: Metadata): ParsedServerFrame {
  const { code, message, requestId } = raw;
  if (typeof code !== 'string') return refuse('error without code');
  return {
    ok: true,
    frame: {
      type: 'error',
      code,
      ...(typeof message === 'string' ? { message } : {}),
      ...(typeof requestId === 'string' ? { requestId } : {}),
    },
  };
}

function parseMessage(raw: Metadata): ParsedServerFrame {
  const { channel, from, data, fromMetadata } = raw;
  if (typeof channel !== 'string' || typeof from !== 'string')
    return refuse('message without channel or from');
  return { ok: true, frame: { type: 'message', channel, from, data, ...senderMetadata(fromMetadata) } };
}

function parseDirect(raw: Metadata): ParsedServerFrame {
  const { from, data, fromMetadata } = raw;
  if (typeof from !== 'string') return refuse('direct without from');
  return { ok: true, frame: { type: 'direct', from, data, ...senderMetadata(fromMetadata) } };
}

function senderMetadata(value: unknown): { fromMetadata?: Metadata } {
  return isRecord(value) ? { fromMetadata: value } : {};
}

function parsePresence(raw: Metadata): ParsedServerFrame {
  const { channel } = raw;
  const joined = parsePresencePeers(raw['joined']);
  const left = parsePresencePeers(raw['left']);
  if (typeof channel !== 'string' || !joined || !left)
    return refuse('presence without channel, joined or left');
  return { ok: true, frame: { type: 'presence', channel, joined, left } };
}

/** One bad entry is left out; the others still count. */
function parsePresencePeers(value: unknown): PresencePeer[] | null {
  if (!Array.isArray(value)) return null;
  const peers: PresencePeer[] = [];
  for (const entry of value) {
    if (!isRecord(entry) || typeof entry['peerId'] !== 'string' || entry['peerId'] === '') continue;
    const { metadata, reason } = entry;
    peers.push({
      peerId: entry['peerId'],
      ...(isRecord(metadata) ? { metadata } : {}),
      ...(reason === 'kicked' || reason === 'expired' ? { reason } : {}),
    });
  }
  return peers;
}
