import type { Action, Metadata } from '../core/protocol/frames.ts';
import { isRecord } from '../core/util/is-record.ts';
import { jsonByteLength } from './json-size.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERNS } from './limits.ts';

/** What a token may carry, wherever it comes from: checks of single claims. */

export const ACTIONS: readonly Action[] = ['publish', 'subscribe', 'presence', 'send'];

export function isPatternList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_PATTERNS &&
    value.every((p) => typeof p === 'string' && p.length > 0 && p.length <= MAX_PATTERN_LENGTH)
  );
}

export function isActionList(value: unknown): value is Action[] {
  return (
    Array.isArray(value) && value.length <= 16 && value.every((action) => ACTIONS.includes(action as Action))
  );
}

export function isMetadata(value: unknown, maxBytes: number): value is Metadata | undefined {
  if (value === undefined) return true;
  return isRecord(value) && (jsonByteLength(value) ?? Infinity) <= maxBytes;
}
