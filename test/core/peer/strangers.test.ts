import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Strangers } from '../../../core/peer/strangers.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

/** Strangers of whom one is held, and when it was admitted. */
function held({ wordDue }: { wordDue: () => boolean }) {
  const admitted: string[] = [];
  const strangers: Strangers = new Strangers((peerId) => {
    strangers.take(peerId);
    admitted.push(peerId);
  }, wordDue);
  strangers.hold({ peerId: 'new' });
  return { strangers, admitted };
}

test('a stranger waits 3 s', () => {
  const { admitted } = held({ wordDue: () => false });
  mock.timers.tick(2_999);
  assert.deepEqual(admitted, []);
  mock.timers.tick(1);
  assert.deepEqual(admitted, ['new']);
});

test('it waits on while one of ours has gone without a word over a connection that lives', () => {
  let due = true;
  const { strangers, admitted } = held({ wordDue: () => due });
  mock.timers.tick(3_000);
  mock.timers.tick(3_000);
  assert.equal(strangers.has('new'), true);
  due = false;
  mock.timers.tick(3_000);
  assert.deepEqual(admitted, ['new']);
});

test('but 12 s at most, and not at all once it is taken', () => {
  const { admitted } = held({ wordDue: () => true });
  const proven = held({ wordDue: () => true });
  mock.timers.tick(3_000);
  proven.strangers.take('new');
  for (let turn = 2; turn <= 4; turn += 1) {
    assert.deepEqual(admitted, []);
    mock.timers.tick(3_000);
  }
  assert.deepEqual(admitted, ['new']);
  assert.deepEqual(proven.admitted, []);
});
