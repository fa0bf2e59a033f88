import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, sideOf, type Planned } from './plan.ts';

const first = (count: number, options: Parameters<typeof plan>[0]): Planned[] => {
  const steps = plan(options);
  return Array.from({ length: count }, () => steps.next().value);
};

test('the same seed plans the same, another one something else', () => {
  const options = { seats: 6, cuts: true };
  assert.deepEqual(first(300, { ...options, seed: 7 }), first(300, { ...options, seed: 7 }));
  assert.notDeepEqual(first(300, { ...options, seed: 7 }), first(300, { ...options, seed: 8 }));
});

test('everything that can happen does, and no path is cut where none can be', () => {
  const kinds = (cuts: boolean): string[] =>
    [...new Set(first(2_000, { seed: 1, seats: 6, cuts }).map(({ step }) => step.do))].sort();
  assert.deepEqual(kinds(true), ['camera', 'cut', 'drop', 'join', 'leave', 'mute', 'share']);
  assert.deepEqual(kinds(false), ['camera', 'drop', 'join', 'leave', 'mute', 'share']);
});

test('only who is there does anything, at least three are, and nobody joins from behind a cut', () => {
  const here = new Set<number>();
  let now = 0;
  const cutUntil = [-Infinity, -Infinity];
  for (const { afterMs, step } of first(5_000, { seed: 3, seats: 6, cuts: true })) {
    now += afterMs;
    if (step.do === 'cut') {
      cutUntil[step.side] = now + step.forMs;
      continue;
    }
    if (step.do === 'join') {
      assert.ok(!here.has(step.seat) && now > (cutUntil[sideOf(step.seat)] ?? 0), `${now} ms`);
      here.add(step.seat);
    } else assert.ok(here.has(step.seat), `seat ${step.seat} at ${now} ms: ${step.do}`);
    if (step.do === 'leave') {
      here.delete(step.seat);
      assert.ok(here.size >= 3);
    }
  }
});
