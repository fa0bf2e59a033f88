import { isRecord } from '../util/is-record.ts';
import type { ClientFrame, ErrorCode } from './frames.ts';
import { isChannelName, isPeerId, isRequestId, isReservedChannel } from './names.ts';

export type ParsedClientFrame =
  { ok: true; frame: ClientFrame } | { ok: false; code: ErrorCode; message: string; requestId?: string };

/**
 * A text frame from a client as a ClientFrame, or the error the server answers with. Never throws.
 * The error carries the frame's `requestId` wherever one could be read.
 */
export function parseClientFrame(text: string): ParsedClientFrame {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse('malformed_message', 'The frame is not JSON.');
  }
  if (!isRecord(raw)) return refuse('malformed_message', 'The frame is not a JSON object.');

  const givenId = raw['requestId'];
  if (givenId !== undefined && !isRequestId(givenId)) {
    return refuse('malformed_message', 'requestId must be a string of 1 to 128 characters.');
  }
  const id = givenId === undefined ? {} : { requestId: givenId };
  switch (raw['type']) {
    case 'ping':
      return { ok: true, frame: { type: 'ping' } };
    case 'subscribe': {
      const channel = raw['channel'];
      if (!isChannelName(channel))
        return refuse('invalid_channel', 'The channel name is not valid.', givenId);
      if (isReservedChannel(channel))
        return refuse('channel_reserved', 'The channel name has a reserved prefix.', givenId);
      const include = raw['includeSenderMetadata'];
      if (include !== undefined && typeof include !== 'boolean') {
        return refuse('malformed_message', 'includeSenderMetadata must be a boolean.', givenId);
      }
      return {
        ok: true,
        frame: { type: 'subscribe', channel, ...(include ? { includeSenderMetadata: true } : {}), ...id },
      };
    }
    case 'unsubscribe': {
      const channel = raw['channel'];
      if (!isChannelName(channel))
        return refuse('invalid_channel', 'The channel name is not valid.', givenId);
      return { ok: true, frame: { type: 'unsubscribe', channel, ...id } };
    }
    case 'publish': {
      const channel = raw['channel'];
      if (!isChannelName(channel))
        return refuse('invalid_channel', 'The channel name is not valid.', givenId);
      if (isReservedChannel(channel))
        return refuse('channel_reserved', 'The channel name has a reserved prefix.', givenId);
      if (!('data' in raw)) return refuse('missing_data', 'A publish needs data.', givenId);
      return { ok: true, frame: { type: 'publish', channel, data: raw['data'], ...id } };
    }
    case 'send': {
      const to = raw['to'];
      if (!isPeerId(to)) return refuse('invalid_peer_id', 'The peer id is not valid.', givenId);
      if (!('data' in raw)) return refuse('missing_data', 'A send needs data.', givenId);
      return { ok: true, frame: { type: 'send', to, data: raw['data'], ...id } };
    }
    default:
      return typeof raw['type'] === 'string'
        ? refuse('unknown_type', 'The frame has an unknown type.', givenId)
        : refuse('malformed_message', 'The frame has no type.', givenId);
  }
}

function refuse(code: ErrorCode, message: string, requestId?: string): ParsedClientFrame {
  return { ok: false, code, message, ...(requestId === undefined ? {} : { requestId }) };
}
