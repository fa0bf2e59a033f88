import { DumpError } from './dump-error.ts';

/** Bytes of a dump's text, unpacked: an hour of ten connections has some tens of megabytes. */
export const MAX_DUMP_BYTES = 256 * 1024 * 1024;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export function gzip(text: string): Promise<Blob> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(packed, { headers: { 'Content-Type': 'application/gzip' } }).blob();
}

/** @throws DumpError `damaged`, or `too_large` as soon as it is clear: few bytes can hold very many. */
export async function gunzip(bytes: Blob): Promise<string> {
  const reader = bytes.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > MAX_DUMP_BYTES) throw new DumpError('too_large', 'The dump is too large to be read.');
      parts.push(decoder.decode(value, { stream: true }));
    }
  } catch (err) {
    if (err instanceof DumpError) {
      void reader.cancel().catch(() => undefined);
      throw err;
    }
    throw new DumpError('damaged', 'The dump is packed, and cannot be unpacked.');
  }
  return parts.join('') + decoder.decode();
}
