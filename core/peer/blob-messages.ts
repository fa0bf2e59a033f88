/**
 * Blobs between two of our own peers. What is said about them goes over the side channel, as below; the
 * chunks go over a channel of their own, so that no message waits behind them. Ids are the sender's, rising.
 */
export type BlobMessage = { t: 'blob'; id: number } & (
  | { op: 'offer'; size: number; name: string; type: string }
  /** The sender gives up. */
  | { op: 'cancel'; code: BlobEnd }
  | { op: 'accept' }
  /** So many bytes have been checked; all of them: the receiver has the blob. */
  | { op: 'ack'; received: number }
  /** The receiver does not want it, or no longer. */
  | { op: 'decline'; code: BlobEnd }
);

/** Why the other side ended a transfer. */
export type BlobEnd = (typeof ENDS)[number];

/** Bytes of the largest blob that is sent or taken. */
export const MAX_BLOB_BYTES = 1_073_741_824;
/** Bytes of one frame on the blob channel, of its head (id, index, SHA-256) and of the chunk that follows. */
export const FRAME_BYTES = 65_536;
const HEAD_BYTES = 40;
export const CHUNK_BYTES = FRAME_BYTES - HEAD_BYTES;
/** Transfers that may be under way from one peer to another. */
export const MAX_TRANSFERS_PER_PEER = 8;

const ENDS = ['refused', 'busy', 'aborted', 'corrupted', 'too_large', 'link_lost'] as const;
const MAX_ID = 0xffff_ffff;
const MAX_NAME_LENGTH = 255;

/** A side-channel object whose `t` is `blob` as a message, or undefined. Keeps only known fields. */
export function parseBlobMessage(raw: Record<string, unknown>): BlobMessage | undefined {
  const { op, id, size, name, type, code, received } = raw;
  if (!isCount(id, MAX_ID)) return undefined;
  const t = 'blob';
  switch (op) {
    case 'offer':
      // A size above what is taken is an answer's business, not a malformed message.
      if (!isCount(size) || typeof name !== 'string' || typeof type !== 'string') return undefined;
      return { t, id, op, size, name: cleanName(name), type: cleanType(type) };
    case 'accept':
      return { t, id, op };
    case 'ack':
      return isCount(received) ? { t, id, op, received } : undefined;
    case 'cancel':
    case 'decline':
      return ENDS.includes(code as BlobEnd) ? { t, id, op, code: code as BlobEnd } : undefined;
    default:
      return undefined;
  }
}

/** Text that is one line, has no path, and cannot turn the direction of what is around it. */
export function cleanName(name: string): string {
  const bounded = name.slice(-4 * MAX_NAME_LENGTH).replace(/^.*[\\/]/s, '');
  return bounded
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim();
}

/** A media type without its parameters; empty where it is none. */
export function cleanType(type: string): string {
  return /^\s*([\w.+-]{1,63}\/[\w.+-]{1,63})\s*(?:;|$)/.exec(type)?.[1]?.toLowerCase() ?? '';
}

/**
 * The type that a received Blob itself carries: opened by its URL, one that a browser would run as a document
 * of this page's origin must not be what a peer says it is.
 */
export function inertType(type: string): string {
  const inert =
    /^(?:(?:image|audio|video|font)\/[\w.-]+|text\/(?:plain|csv|markdown)|application\/(?:json|pdf|zip|gzip|(?:x-|vnd\.)[\w.-]+))$/;
  return inert.test(type) ? type : 'application/octet-stream';
}

/** @throws what `crypto.subtle` throws. */
export async function buildFrame(id: number, index: number, chunk: ArrayBuffer): Promise<ArrayBuffer> {
  const frame = new Uint8Array(HEAD_BYTES + chunk.byteLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, id);
  view.setUint32(4, index);
  frame.set(new Uint8Array(await sha256(chunk)), 8);
  frame.set(new Uint8Array(chunk), HEAD_BYTES);
  return frame.buffer;
}

/** A frame's head and chunk, the hash not yet compared; undefined for anything else. */
export function parseFrame(data: unknown): { id: number; index: number; frame: ArrayBuffer } | undefined {
  if (!(data instanceof ArrayBuffer) || data.byteLength <= HEAD_BYTES || data.byteLength > FRAME_BYTES)
    return undefined;
  const view = new DataView(data);
  return { id: view.getUint32(0), index: view.getUint32(4), frame: data };
}

export function chunkLength(frame: ArrayBuffer): number {
  return frame.byteLength - HEAD_BYTES;
}

/** The chunk of a frame, or undefined where it is not what the frame's hash says. */
export async function verifiedChunk(frame: ArrayBuffer): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunk = new Uint8Array(frame, HEAD_BYTES);
  const told = new Uint8Array(frame, 8, 32);
  const found = new Uint8Array(await sha256(chunk));
  return found.every((byte, at) => byte === told[at]) ? chunk : undefined;
}

/** Where a page has no secure context there is no `crypto.subtle`, and no blob is sent or taken. */
export function canHash(): boolean {
  return (globalThis.crypto?.subtle as SubtleCrypto | undefined) !== undefined;
}

function sha256(data: BufferSource): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', data);
}

function isCount(value: unknown, max: number = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;
}
