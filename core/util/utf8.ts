let encoder: TextEncoder | undefined;

/** Length of `text` in bytes of UTF-8. */
export function utf8ByteLength(text: string): number {
  encoder ??= new TextEncoder();
  return encoder.encode(text).length;
}
