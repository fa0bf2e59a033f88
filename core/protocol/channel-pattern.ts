const WORD = 32;

/** A pattern as sets of places, a bit each: the place before each of its parts, and the one behind the last. */
interface Places {
  /** Places that a character leads on from. */
  readonly literals: ReadonlyMap<string, Uint32Array>;
  /** Places before a `**`: any character leads back to them. */
  readonly anything: Uint32Array;
  /** Places before a wildcard of either kind: within a segment a character leads back to them. */
  readonly wildcards: Uint32Array;
  /** Number of the place behind everything. */
  readonly end: number;
}

/**
 * Channel patterns of keys and tokens: `*` matches within one `/` segment, `**` matches anything.
 * All places that the text read so far can stand at move together, a word of them in one step, so that no pattern
 * can make matching slow.
 * @param onStep called for each step
 */
export function matchesChannelPattern(pattern: string, channel: string, onStep?: () => void): boolean {
  const firstStar = pattern.indexOf('*');
  if (firstStar < 0) return pattern === channel;
  if (!channel.startsWith(pattern.slice(0, firstStar))) return false;
  const { literals, anything, wildcards, end } = placesOf(pattern);
  const places = new Uint32Array(anything.length);
  places[0] = 1;
  passWildcards(places, wildcards);
  for (const char of channel) {
    const leadOn = literals.get(char);
    const leadBack = char === '/' ? anything : wildcards;
    let carry = 0;
    let left = 0;
    for (let word = 0; word < places.length; word++) {
      onStep?.();
      const at = places[word] ?? 0;
      const hit = at & (leadOn?.[word] ?? 0);
      const next = (hit << 1) | carry | (at & (leadBack[word] ?? 0));
      carry = hit >>> (WORD - 1);
      places[word] = next;
      left |= next;
    }
    if (left === 0) return false;
    passWildcards(places, wildcards);
  }
  return hasBit(places, end);
}

export function matchesAnyPattern(patterns: readonly string[], channel: string): boolean {
  return patterns.some((pattern) => matchesChannelPattern(pattern, channel));
}

/** A wildcard may match nothing, so the place behind it counts too. No two of them stand side by side. */
function passWildcards(places: Uint32Array, wildcards: Uint32Array): void {
  let carry = 0;
  for (let word = 0; word < places.length; word++) {
    const at = places[word] ?? 0;
    const before = at & (wildcards[word] ?? 0);
    places[word] = at | (before << 1) | carry;
    carry = before >>> (WORD - 1);
  }
}

function placesOf(pattern: string): Places {
  // Two stars and more are one wildcard: what `**` is beside matches no less by its side.
  const parts = pattern.match(/\*+|[^*]/gu) ?? [];
  const words = Math.floor(parts.length / WORD) + 1;
  const literals = new Map<string, Uint32Array>();
  const anything = new Uint32Array(words);
  const wildcards = new Uint32Array(words);
  for (const [place, part] of parts.entries()) {
    if (part.startsWith('*')) {
      setBit(wildcards, place);
      if (part.length > 1) setBit(anything, place);
    } else {
      const set = literals.get(part) ?? new Uint32Array(words);
      literals.set(part, set);
      setBit(set, place);
    }
  }
  return { literals, anything, wildcards, end: parts.length };
}

function setBit(set: Uint32Array, bit: number): void {
  const word = Math.floor(bit / WORD);
  set[word] = (set[word] ?? 0) | (1 << (bit % WORD));
}

function hasBit(set: Uint32Array, bit: number): boolean {
  return (((set[Math.floor(bit / WORD)] ?? 0) >>> (bit % WORD)) & 1) === 1;
}
