import { utf8ByteLength } from '../core/util/utf8.ts';

/**
 * `value` as JSON, or undefined where it cannot be written: nesting that JSON.parse accepts can
 * exhaust the stack of JSON.stringify.
 */
export function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Bytes of UTF-8 that `value` takes as JSON, or undefined where it cannot be written. */
export function jsonByteLength(value: unknown): number | undefined {
  const json = toJson(value);
  return json === undefined ? undefined : utf8ByteLength(json);
}
