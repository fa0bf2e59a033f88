const MAX_NAME_LENGTH = 64;

export interface KnownName {
  readonly name: string;
  readonly verified: boolean;
}

interface Named {
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly hello?: { readonly displayName?: unknown } | null;
}

/** The token's name, else what the other side says of itself, else null. */
export function knownName(remote: Named): KnownName | null {
  const vouched = cleanName(remote.metadata?.displayName);
  if (vouched) return { name: vouched, verified: true };
  const said = cleanName(remote.hello?.displayName);
  return said ? { name: said, verified: false } : null;
}

/** One line of at most 64 characters, without what could reorder the text around it. */
export function cleanName(value: unknown): string {
  if (typeof value !== 'string') return '';
  const oneLine = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => (c === '\u200d' ? c : ' '));
  return [...oneLine.replace(/\s+/g, ' ').trim()].slice(0, MAX_NAME_LENGTH).join('').trim();
}

const letters = /[\p{L}\p{N}]/u;

/** One or two letters for the avatar. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => letters.test(word));
  const first = words[0];
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) => [...(word ?? '')].find((c) => letters.test(c)) ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A hue from 0 to 359 that stays the same for an id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash >>> 0) % 360;
}
