import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Allowance } from '../../../core/util/allowance.ts';

test('so many at once, then so many a second, and never more than that at once', () => {
  let now = 0;
  const allowance = new Allowance(2, 3, () => now);
  const taken = (): number => Array.from({ length: 10 }, () => allowance.take()).filter(Boolean).length;
  assert.equal(taken(), 3);
  now += 499;
  assert.equal(taken(), 0);
  now += 1;
  assert.equal(taken(), 1);
  now += 60_000;
  assert.equal(taken(), 3);
});
