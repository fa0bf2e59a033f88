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

test('a hostile pattern is matched in linear space, not by backtracking', () => {
  assert.equal(matchesChannelPattern('*a'.repeat(60) + 'b', 'a'.repeat(250)), false);
});

test('one matching pattern of several is enough', () => {
  assert.equal(matchesAnyPattern(['x', 'room-*'], 'room-1'), true);
  assert.equal(matchesAnyPattern([], 'room-1'), false);
});
