import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenTimes } from '../../../core/tokens/claims.ts';
import { expiryOf, isStale } from '../../../core/tokens/staleness.ts';

/** Seconds; every case below is relative to this moment, at which the token was fetched. */
const T = 1_800_000_000;
const HOUR = 3_600;

interface Case {
  readonly times: TokenTimes;
  /** The last second at which the token is fresh, counted from T. */
  readonly lastFresh: number;
  /** Seconds the server's clock is ahead. */
  readonly skew?: number;
}

const CASES: Readonly<Record<string, Case>> = {
  'a minute before it expires': { times: { expiresAt: T + 600 }, lastFresh: 539 },
  'an hour after it was fetched': { times: { expiresAt: T + 86_400 }, lastFresh: HOUR - 1 },
  'an hour after it was fetched, where it names no times': { times: {}, lastFresh: HOUR - 1 },
  'an hour after it was minted': {
    times: { expiresAt: T + 86_400, issuedAt: T - 600 },
    lastFresh: HOUR - 601,
  },
  'never later for a minting time that lies ahead': {
    times: { expiresAt: T + 86_400, issuedAt: T + 5_000 },
    lastFresh: HOUR - 1,
  },
  'when its TURN credentials expire': {
    times: { expiresAt: T + 900, turnExpiresAt: T + 300 },
    lastFresh: 299,
  },
  'at its own expiry if the TURN credentials last longer': {
    times: { expiresAt: T + 600, turnExpiresAt: T + 900 },
    lastFresh: 539,
  },
  'earlier if the server is ahead': { times: { expiresAt: T + 600 }, skew: 100, lastFresh: 439 },
  'later if the server is behind': { times: { expiresAt: T + 600 }, skew: -100, lastFresh: 639 },
  'an hour after fetching, however far the server is behind': {
    times: { expiresAt: T + 600 },
    skew: -1_000_000,
    lastFresh: HOUR - 1,
  },
};

for (const [name, { times, lastFresh, skew }] of Object.entries(CASES)) {
  test(`a token is stale ${name}`, () => {
    const stale = (second: number): boolean =>
      isStale(times, T * 1000, {
        now: (T + second) * 1000,
        skew: skew === undefined ? null : skew * 1000,
      });
    assert.equal(stale(lastFresh), false);
    assert.equal(stale(lastFresh + 1), true);
  });
}

test('a token that was fetched in the future is stale: the clock was set back', () => {
  assert.equal(isStale({}, T * 1000 + 1, { now: T * 1000, skew: null }), true);
});

const EXPIRY: readonly [string, TokenTimes, number | null, ReturnType<typeof expiryOf>][] = [
  ['a token without expiry', {}, 0, 'valid'],
  ['a token of the next second', { expiresAt: T + 1 }, 0, 'valid'],
  ['a token of this second', { expiresAt: T }, 0, 'expired'],
  ['a token of this second by an unproven clock', { expiresAt: T }, null, 'doubtful'],
  ['a token that the server has outlived', { expiresAt: T + 100 }, 100_000, 'expired'],
  ['a token that only a wrong clock has outlived', { expiresAt: T - 100 }, -101_000, 'valid'],
  ['a token that ended as it began', { expiresAt: T + 10, issuedAt: T + 10 }, null, 'expired'],
];

for (const [name, times, skew, expected] of EXPIRY) {
  test(`${name} is ${expected}`, () => assert.equal(expiryOf(times, { now: T * 1000, skew }), expected));
}
