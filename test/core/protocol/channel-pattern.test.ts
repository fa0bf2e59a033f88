import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesAnyPattern, matchesChannelPattern } from '../../../core/protocol/channel-pattern.ts';

const ROWS: [pattern: string, channel: string, matches: boolean][] = [
  ['room', 'room', true],
  ['room', 'room2', false],
  ['room-*', 'room-', true],
  ['room-*', 'room-42', true],
  ['room-*', 'room-42/chat', false],
  ['app_x/*', 'app_x/lobby', true],
  ['app_x/*', 'app_x/a/b', false],
  ['app_x/**', 'app_x/a/b', true],
  ['**', 'anything/at all', true],
  ['*', 'one', true],
  ['*', 'one/two', false],
  ['*/chat', 'room/chat', true],
  ['*/chat', 'chat', false],
  ['a*b*c', 'a1b2c', true],
  ['a*b*c', 'a1b2', false],
  ['***', 'a/b', true],
  ['ro.m', 'room', false],
  ['*-🎈', 'party-🎈', true],
  ['room', '', false],
];

for (const [pattern, channel, matches] of ROWS) {
  test(`pattern ${pattern} ${matches ? 'admits' : 'does not admit'} ${JSON.stringify(channel)}`, () => {
    assert.equal(matchesChannelPattern(pattern, channel), matches);
  });
}

test('patterns match as they did when each place was tried by itself', () => {
  const next = chance(7);
  const pick = (from: readonly string[], longest: number): string =>
    Array.from({ length: next() % (longest + 1) }, () => from[next() % from.length]).join('');
  let matched = 0;
  for (let i = 0; i < 40_000; i++) {
    // Few letters, so that many match; halves of a character beyond the plane, which no sender has to send.
    const pattern = pick(['a', 'b', '/', '*', '*', '**', '🎈', '\ud83c', '\udf88'], i % 10 === 0 ? 80 : 9);
    const channel = pick(['a', 'a', 'b', '/', '🎈', '\ud83c', '\udf88'], i % 10 === 0 ? 80 : 7);
    const expected = matchesSlowly(pattern, channel);
    assert.equal(matchesChannelPattern(pattern, channel), expected, JSON.stringify([pattern, channel]));
    if (expected) matched += 1;
  }
  assert.ok(matched > 2_000, `${matched} matched`);
});

for (const [pattern, channel] of [
  ['*a'.repeat(127) + 'b', 'a'.repeat(256)],
  ['**a' + '*a'.repeat(126) + 'b', 'a'.repeat(255) + '/'],
  ['**' + 'a/*'.repeat(80) + 'b', 'a/'.repeat(126) + 'zzb'],
] as const) {
  test(`a hostile pattern such as ${pattern.slice(0, 12)}… takes nine steps a character at most`, () => {
    let steps = 0;
    const matches = matchesChannelPattern(pattern, channel, () => (steps += 1));
    assert.equal(matches, matchesSlowly(pattern, channel));
    assert.ok(steps > 0 && steps <= 9 * channel.length, `${steps} steps`);
  });
}

test('one matching pattern of several is enough', () => {
  assert.equal(matchesAnyPattern(['x', 'room-*'], 'room-1'), true);
  assert.equal(matchesAnyPattern([], 'room-1'), false);
});

/** What the matching did at first: a set of places, each tried by itself. */
function matchesSlowly(pattern: string, channel: string): boolean {
  const isDoubleStar = (at: number): boolean => pattern[at] === '*' && pattern[at + 1] === '*';
  const closure = (places: Set<number>): Set<number> => {
    for (const at of places) {
      if (isDoubleStar(at)) places.add(at + 2);
      else if (pattern[at] === '*') places.add(at + 1);
    }
    return places;
  };
  let places = closure(new Set([0]));
  for (const char of channel) {
    const next = new Set<number>();
    for (const at of places) {
      if (isDoubleStar(at)) next.add(at);
      else if (pattern[at] === '*') {
        if (char !== '/') next.add(at);
      } else if (pattern.startsWith(char, at)) next.add(at + char.length);
    }
    if (next.size === 0) return false;
    places = closure(next);
  }
  return places.has(pattern.length);
}

/** The same numbers for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
}
