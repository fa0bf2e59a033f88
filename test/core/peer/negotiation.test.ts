import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRestartDelay } from '../../../core/peer/ice-restart.ts';
import { isPolite, judgeDescription } from '../../../core/peer/negotiation.ts';
import type { NegotiationAction } from '../../../core/peer/negotiation.ts';

const ROWS: [
  type: 'offer' | 'answer',
  state: RTCSignalingState,
  polite: NegotiationAction,
  impolite: NegotiationAction,
][] = [
  ['offer', 'stable', 'apply', 'apply'],
  ['offer', 'have-local-offer', 'apply', 'ignore-offer'],
  ['offer', 'have-remote-offer', 'apply', 'apply'],
  ['offer', 'have-remote-pranswer', 'apply', 'ignore-offer'],
  ['offer', 'closed', 'drop', 'drop'],
  ['answer', 'stable', 'drop', 'drop'],
  ['answer', 'have-local-offer', 'apply', 'apply'],
  ['answer', 'have-remote-offer', 'drop', 'drop'],
  ['answer', 'have-remote-pranswer', 'apply', 'apply'],
  ['answer', 'closed', 'drop', 'drop'],
];

for (const [type, state, polite, impolite] of ROWS) {
  test(`${type} in ${state}: polite ${polite}, impolite ${impolite}`, () => {
    assert.equal(judgeDescription(type, state, true), polite);
    assert.equal(judgeDescription(type, state, false), impolite);
  });
}

test('exactly one of two peers is polite', () => {
  for (const [a, b] of [
    ['a', 'b'],
    ['peer-9', 'peer-10'],
    ['B', 'a'],
    ['x', 'x1'],
  ] as const) {
    assert.notEqual(isPolite(a, b), isPolite(b, a), `${a} and ${b}`);
  }
});

test('the restart ladder has nine rungs', () => {
  const delays = Array.from({ length: 10 }, (_rung, attempt) => nextRestartDelay(attempt));
  assert.deepEqual(delays, [0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, null]);
});
