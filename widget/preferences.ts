import { isRecord } from '../core/util/is-record.ts';

const KEY = 'metered-call.preferences';
const MAX_LENGTH = 512;

/** What a person chose on this site; kept in its local storage. */
export interface Preferences {
  readonly camera?: string;
  readonly microphone?: string;
  readonly speaker?: string;
  readonly noiseSuppression?: boolean;
  readonly voiceIsolation?: boolean;
  readonly shortcuts?: boolean;
  /** Action to key, where it differs from the default. */
  readonly keys?: Readonly<Record<string, string>>;
}

export function readPreferences(): Preferences {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return isRecord(raw) ? clean(raw) : {};
  } catch {
    // Storage is forbidden here, or holds something else.
    return {};
  }
}

export function writePreferences(change: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }));
  } catch {
    // It is forgotten with the page then.
  }
}

function clean(raw: Record<string, unknown>): Preferences {
  const entries = Object.entries(raw).filter(([name, value]) => {
    if (name === 'keys') return isRecord(value) && Object.values(value).every(isText);
    return /^(camera|microphone|speaker)$/.test(name) ? isText(value) : typeof value === 'boolean';
  });
  return Object.fromEntries(entries);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= MAX_LENGTH;
