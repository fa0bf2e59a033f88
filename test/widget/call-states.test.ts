import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInCall, nextState, TRANSITIONS } from '../../widget/call-states.ts';
import type { CallState, CallStep } from '../../widget/call-states.ts';

const walk = (from: CallState, ...steps: CallStep[]): CallState | null =>
  steps.reduce<CallState | null>((state, step) => state && nextState(state, step), from);

test('a call goes from the lobby into the room and out again', () => {
  assert.equal(walk('idle', 'show-lobby', 'join', 'joined', 'leave', 'left'), 'closed');
});

test('a dropped connection comes back into the same call', () => {
  assert.equal(walk('joined', 'drop'), 'reconnecting');
  assert.equal(walk('joined', 'drop', 'joined'), 'joined');
});

test('after an end or a failure one may join again', () => {
  assert.equal(nextState('closed', 'join'), 'joining');
  assert.equal(nextState('failed', 'join'), 'joining');
  assert.equal(walk('failed', 'reset', 'show-lobby'), 'lobby');
});

test('joining can be given up', () => {
  assert.equal(walk('joining', 'leave', 'left'), 'closed');
});

test('a goodbye is not interrupted by whatever arrives late', () => {
  for (const step of ['joined', 'drop', 'fail', 'join', 'show-lobby'] as const) {
    assert.equal(nextState('leaving', step), null, step);
  }
});

test('the lobby cannot be shown over a call', () => {
  for (const state of Object.keys(TRANSITIONS) as CallState[]) {
    if (isInCall(state)) assert.equal(nextState(state, 'show-lobby'), null, state);
  }
});

test('every state can be reached and left', () => {
  const reached = new Set(Object.values(TRANSITIONS).flatMap((steps) => Object.values(steps)));
  for (const state of Object.keys(TRANSITIONS) as CallState[]) {
    assert.ok(reached.has(state), `${state} is never reached`);
    assert.ok(Object.keys(TRANSITIONS[state]).length > 0, `${state} is never left`);
  }
});
