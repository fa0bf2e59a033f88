import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BackplaneError } from '../../server/backplane/backplane.ts';
import type { RedisLink } from '../../server/backplane/redis/link.ts';
import { SharedCounts } from '../../server/backplane/redis/shared-counts.ts';

/** A Redis that knows one count and can be taken away: then nothing it was asked is ever answered. */
function countsOn(redis: { spent: number; away: boolean; unnoticed?: boolean }) {
  const link = {
    run: (_script: string, _keys: string[], [quota, wanted]: [number, number]) => {
      if (redis.away) return new Promise(() => undefined);
      const taken = Math.max(0, Math.min(quota - redis.spent, wanted));
      redis.spent += taken;
      return Promise.resolve(taken);
    },
    command: (name: string, _key: string, value: string) => {
      if (redis.away) return Promise.reject(new Error('away'));
      if (name === 'INCRBY') redis.spent += Number(value);
      return Promise.resolve(redis.spent);
    },
  } as unknown as RedisLink;
  const available = (): boolean => !redis.away || redis.unnoticed === true;
  return new SharedCounts({ link, prefix: 'p', node: 'n', available, elsewhere: () => 0 });
}

describe('a quota while Redis is away', () => {
  it('lets a hundredth of it pass at once, then nothing, and counts it afterwards', async () => {
    const redis = { spent: 0, away: false };
    const counts = countsOn(redis);
    assert.equal(await counts.spend('t', 'm', 500), true);
    redis.away = true;
    for (let i = 0; i < 5; i++) assert.equal(counts.spend('t', 'm', 500), true, 'without a wait');
    const startedAt = performance.now();
    await assert.rejects(async () => counts.spend('t', 'm', 500), BackplaneError);
    assert.ok(performance.now() - startedAt < 1_000);
    redis.away = false;
    await counts.tellMessages();
    assert.equal(redis.spent, 6);
    redis.away = true;
    assert.equal(counts.spend('t', 'm', 500), true, 'as much again the next time');
  });

  it('does so too where its absence is not known yet, once it has not answered', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const counts = countsOn({ spent: 0, away: true, unnoticed: true });
    const asked = counts.spend('t', 'm', 100);
    t.mock.timers.tick(2_000);
    assert.equal(await asked, true);
    const again = counts.spend('t', 'm', 100);
    t.mock.timers.tick(2_000);
    await assert.rejects(async () => again, BackplaneError);
  });

  it('that was spent before stays spent, in that month', async () => {
    const redis = { spent: 100, away: false };
    const counts = countsOn(redis);
    assert.equal(await counts.spend('t', 'm', 100), false);
    redis.away = true;
    assert.equal(await counts.spend('t', 'm', 100), false);
    assert.equal(await counts.spend('t', 'next', 100), true);
  });

  it('takes back what led nowhere, reserved or not', async () => {
    const redis = { spent: 0, away: false };
    const counts = countsOn(redis);
    assert.equal(await counts.spend('t', 'm', 2), true);
    counts.unspend('t', 'm');
    assert.equal(await counts.spent('t', 'm'), 0);
    for (const left of [true, true, false]) assert.equal(await counts.spend('t', 'm', 2), left);
    assert.equal(counts.spend('free', 'm', undefined), true);
    counts.unspend('free', 'm');
    await counts.tellMessages();
    assert.equal(redis.spent, 2);
  });
});
