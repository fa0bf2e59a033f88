import { isRecord } from '../../core/util/is-record.ts';

/** What may be said of a token that a page keeps. */
export interface CachedToken {
  readonly site: string;
  readonly server: string;
  readonly room: string;
  /** It is none that can be read: what it allows is not known. */
  readonly opaque: boolean;
  readonly kid?: string;
  readonly channels?: readonly string[];
  readonly permissions?: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** A relay is inside. */
  readonly turn: boolean;
}

const MAX_TOKENS = 50;
const MAX_NAMES = 32;
const MAX_TEXT = 300;

/** The answer of the script that read them, or none. */
export function parseCachedTokens(text: unknown): readonly CachedToken[] {
  if (typeof text !== 'string') return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.slice(0, MAX_TOKENS).filter(isRecord).map(readOne) : [];
  } catch {
    return [];
  }
}

function readOne(record: Record<string, unknown>): CachedToken {
  const { kid, expiresAt, opaque, turn } = record;
  return {
    site: textOf(record['site']),
    server: textOf(record['server']),
    room: textOf(record['room']),
    opaque: opaque === true,
    ...(typeof kid === 'string' ? { kid: textOf(kid) } : {}),
    ...names('channels', record['channels']),
    ...names('permissions', record['permissions']),
    ...(typeof expiresAt === 'number' && Number.isFinite(expiresAt) ? { expiresAt } : {}),
    turn: turn === true,
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');

const names = (key: 'channels' | 'permissions', list: unknown): Partial<CachedToken> =>
  Array.isArray(list) ? { [key]: list.slice(0, MAX_NAMES).map(textOf) } : {};
