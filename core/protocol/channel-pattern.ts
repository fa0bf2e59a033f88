/**
 * Channel patterns of keys and tokens: `*` matches within one `/` segment, `**` matches anything.
 * Matching is done without a regular expression, so that no pattern can make it slow.
 */
export function matchesChannelPattern(pattern: string, channel: string): boolean {
  // The places in the pattern that the text read so far can stand at (a set of states, no backtracking).
  let places = closure(pattern, new Set([0]));
  for (const char of channel) {
    const next = new Set<number>();
    for (const at of places) {
      if (isDoubleStar(pattern, at)) next.add(at);
      else if (pattern[at] === '*') {
        if (char !== '/') next.add(at);
      } else if (pattern.startsWith(char, at)) next.add(at + char.length);
    }
    if (next.size === 0) return false;
    places = closure(pattern, next);
  }
  return places.has(pattern.length);
}

export function matchesAnyPattern(patterns: readonly string[], channel: string): boolean {
  return patterns.some((pattern) => matchesChannelPattern(pattern, channel));
}

function isDoubleStar(pattern: string, at: number): boolean {
  return pattern[at] === '*' && pattern[at + 1] === '*';
}

/** A wildcard may match nothing, so the place behind it counts too. */
function closure(pattern: string, places: Set<number>): Set<number> {
  for (const at of places) {
    if (isDoubleStar(pattern, at)) places.add(at + 2);
    else if (pattern[at] === '*') places.add(at + 1);
  }
  return places;
}
