import { MAX_CHANNEL_LENGTH, MAX_PEER_ID_LENGTH, MAX_REQUEST_ID_LENGTH } from './limits.ts';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const RESERVED_CHANNEL = /^_(metered|internal|system)\//i;

export function isChannelName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= MAX_CHANNEL_LENGTH &&
    !CONTROL.test(value)
  );
}

/** Channels under these prefixes belong to the service itself. */
export function isReservedChannel(channel: string): boolean {
  return RESERVED_CHANNEL.test(channel);
}

export function isPeerId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_PEER_ID_LENGTH && PRINTABLE_ASCII.test(value);
}

export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_REQUEST_ID_LENGTH;
}
