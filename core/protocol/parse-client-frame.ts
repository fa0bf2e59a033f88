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
    return { ok: false, code: 'malformed_message', message: 'The frame is not JSON.' };
  }
  if (!isRecord(raw))
    return { ok: false, code: 'malformed_message', message: 'The frame is not a JSON object.' };

  const givenId = raw['requestId'];
  if (givenId !== undefined && !isRequestId(givenId)) {
    return {
      ok: false,
      code: 'malformed_message',
      message: 'requestId must be a string of 1 to 128 characters.',
    };
  }
  const id = givenId === undefined ? {} : { requestId: givenId };
  const refuse = (code: ErrorCode, message: string): ParsedClientFrame => ({
    ok: false,
    code,
    message,
    ...id,
  });

  switch (raw['type']) {
    case 'ping':
      return { ok: true, frame: { type: 'ping' } };
    case 'subscribe': {
      const channel = raw['channel'];
      if (!isChannelName(channel)) return refuse('invalid_channel', 'The channel name is not valid.');
      if (isReservedChannel(channel))
        return refuse('channel_reserved', 'The channel name has a reserved prefix.');
      const include = raw['includeSenderMetadata'];
      if (include !== undefined && typeof include !== 'boolean') {
        return refuse('malformed_message', 'includeSenderMetadata must be a boolean.');
      }
      return {
        ok: true,
        frame: { type: 'subscribe', channel, ...(include ? { includeSenderMetadata: true } : {}), ...id },
      };
    }
    case 'unsubscribe': {
      const channel = raw['channel'];
      if (!isChannelName(channel)) return refuse('invalid_channel', 'The channel name is not valid.');
      return { ok: true, frame: { type: 'unsubscribe', channel, ...id } };
    }
    case 'publish': {
      const channel = raw['channel'];
      if (!isChannelName(channel)) return refuse('invalid_channel', 'The channel name is not valid.');
      if (isReservedChannel(channel))
        return refuse('channel_reserved', 'The channel name has a reserved prefix.');
      if (!('data' in raw)) return refuse('missing_data', 'A publish needs data.');
      return { ok: true, frame: { type: 'publish', channel, data: raw['data'], ...id } };
    }
    case 'send': {
      const to = raw['to'];
      if (!isPeerId(to)) return refuse('invalid_peer_id', 'The peer id is not valid.');
      if (!('data' in raw)) return refuse('missing_data', 'A send needs data.');
      return { ok: true, frame: { type: 'send', to, data: raw['data'], ...id } };
    }
    default:
      return typeof raw['type'] === 'string'
        ? refuse('unknown_type', 'The frame has an unknown type.')
        : refuse('malformed_message', 'The frame has no type.');
  }
}
