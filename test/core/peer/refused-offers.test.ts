import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { RefusedOffers } from '../../../core/peer/refused-offers.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

test('what is not permitted is never tried again by itself', () => {
  const again = mock.fn();
  const offers = new RefusedOffers(again);
  offers.refused('action_not_permitted');
  mock.timers.tick(3_600_000);
  assert.equal(again.mock.callCount(), 0);
  assert.equal(offers.standing, true);
});

test('what a passing trouble refused is tried again, later each time, until an offer was answered', () => {
  const at: number[] = [];
  let now = 0;
  const offers = new RefusedOffers(() => {
    offers.lift();
    at.push(now);
    offers.refused('backend_error');
  });
  offers.refused('backend_error');
  for (; now < 200_000; now += 1_000) mock.timers.tick(1_000);
  assert.deepEqual(at, [4_000, 14_000, 34_000, 74_000, 134_000, 194_000]);
  offers.answered();
  offers.refused('backend_error');
  const before = at.length;
  mock.timers.tick(5_000);
  assert.equal(at.length, before + 1);
});

test('a change lifts it, and nothing is tried later', () => {
  const again = mock.fn();
  const offers = new RefusedOffers(again);
  assert.equal(offers.lift(), false);
  offers.refused('internal_error');
  assert.equal(offers.lift(), true);
  assert.equal(offers.standing, false);
  mock.timers.tick(3_600_000);
  assert.equal(again.mock.callCount(), 0);
});
