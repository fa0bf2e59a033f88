import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { inspect } from 'node:util';
import { TokenCache } from '../../../core/tokens/token-cache.ts';
import type { TokenCacheOptions } from '../../../core/tokens/token-cache.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { counting, feedback, jwt, nowSeconds, tokenFor } from './jwt.ts';

/** A provider that brings these in turn, the last one for ever. */
function bringing(...tokens: string[]): () => Promise<string> {
  return () => Promise.resolve((tokens.length > 1 ? tokens.shift() : tokens[0]) ?? '');
}

const welcome = (cache: TokenCache, serverTime = nowSeconds()): void =>
  feedback(cache.provider).welcomed({ serverTime, expiresAt: null });

test('a token is handed out again while it is good', async () => {
  const source = counting();
  const { provider } = new TokenCache(source);
  assert.equal(await provider(), await provider());
  assert.equal(source.calls, 1);
});

test('a token in its last minute is not handed out again', async () => {
  const source = bringing(tokenFor('a', { exp: nowSeconds() + 59 }), tokenFor('b'));
  const { provider } = new TokenCache({ provider: source });
  assert.notEqual(await provider(), await provider());
});

test("the welcome's clock counts, not this machine's", async () => {
  const source = counting();
  const cache = new TokenCache(source);
  await cache.provider();
  welcome(cache, nowSeconds() + 545);
  await cache.provider();
  assert.equal(source.calls, 2);
});

test('a server whose clock contradicts the token it accepted is not believed', async () => {
  const source = counting();
  const cache = new TokenCache(source);
  for (const serverTime of [nowSeconds() + 100_000, Date.now(), NaN, Infinity]) {
    await cache.provider();
    welcome(cache, serverTime);
  }
  await cache.provider();
  assert.equal(source.calls, 1);
});

test('calls at the same time share one call of the provider', async () => {
  const source = counting();
  const { provider } = new TokenCache(source);
  const tokens = await Promise.all([provider(), provider(), provider()]);
  assert.equal(new Set(tokens).size, 1);
  assert.equal(source.calls, 1);
});

test('a failure is shared too, and the next call asks again', async () => {
  let calls = 0;
  const { provider } = new TokenCache({
    provider: () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new RangeError('no')) : Promise.resolve(tokenFor('a'));
    },
  });
  const both = await Promise.allSettled([provider(), provider()]);
  assert.deepEqual(
    both.map((one) => one.status),
    ['rejected', 'rejected'],
  );
  assert.equal(await provider(), tokenFor('a'));
  assert.equal(calls, 2);
});

test('a provider that never answers is not waited for by later attempts, and its late answer not kept', async (t) => {
  const clock = t.mock.method(performance, 'now', () => 0);
  const answers: ((token: string) => void)[] = [];
  const { provider } = new TokenCache({ provider: () => new Promise((resolve) => answers.push(resolve)) });
  const first = provider();
  clock.mock.mockImplementation(() => 10_000);
  const second = provider();
  await Promise.resolve();
  assert.equal(answers.length, 2);
  answers[1]?.(tokenFor('second'));
  assert.equal(await second, tokenFor('second'));
  answers[0]?.(tokenFor('first'));
  assert.equal(await first, tokenFor('first'));
  assert.equal(await provider(), tokenFor('second'));
});

for (const code of [4001, 4002, 4003]) {
  test(`after ${code} the token is never handed out again`, async () => {
    const source = counting();
    const cache = new TokenCache(source);
    const refused = await cache.provider();
    feedback(cache.provider).closed(code);
    assert.notEqual(await cache.provider(), refused);
    assert.equal(source.calls, 2);
  });
}

for (const code of [1000, 1001, 1006, 1008, 4000, 4010, 4011, 4012, 4020]) {
  test(`after ${code} the token is kept`, async () => {
    const source = counting();
    const cache = new TokenCache(source);
    const token = await cache.provider();
    feedback(cache.provider).closed(code);
    assert.equal(await cache.provider(), token);
  });
}

test('a provider that returns a refused token is told so, also after another one in between', async () => {
  const [a, b] = [tokenFor('a'), tokenFor('b')];
  const cache = new TokenCache({ provider: bringing(a, a, b, a, b, tokenFor('c')) });
  const refused = { name: 'StaleTokenError', code: 'token_stale', reason: 'refused' };
  assert.equal(await cache.provider(), a);
  feedback(cache.provider).closed(4002);
  await assert.rejects(cache.provider(), refused);
  assert.equal(await cache.provider(), b);
  feedback(cache.provider).closed(4001);
  await assert.rejects(cache.provider(), refused);
  await assert.rejects(cache.provider(), refused);
  assert.equal(await cache.provider(), tokenFor('c'));
});

const EXPIRED = { name: 'StaleTokenError', code: 'token_stale', reason: 'expired' };

test('a provider that returns an expired token is told so', async () => {
  const cache = new TokenCache({
    provider: bringing(tokenFor('a'), tokenFor('b', { iat: nowSeconds() - 700, exp: nowSeconds() - 100 })),
  });
  await cache.provider();
  welcome(cache);
  feedback(cache.provider).closed(4002);
  await assert.rejects(cache.provider(), EXPIRED);
  await assert.rejects(cache.provider(), EXPIRED);
});

test('before the first welcome as well, if it is the same one again', async () => {
  const old = tokenFor('a', { iat: nowSeconds() - 700, exp: nowSeconds() - 100 });
  const cache = new TokenCache({ provider: bringing(old) });
  await assert.rejects(cache.provider(), EXPIRED);
  await assert.rejects(cache.provider(), EXPIRED);
});

test('where the clock is hours ahead, a second new token goes to the server, whose clock then counts', async () => {
  const late = (sub: string): string =>
    tokenFor(sub, { iat: nowSeconds() - 7_200, exp: nowSeconds() - 6_600 });
  const lines: string[] = [];
  const logger = { ...NoopLogger, warn: (line: string) => void lines.push(line) };
  const cache = new TokenCache({ provider: bringing(late('a'), late('b'), late('c')), logger });
  await assert.rejects(cache.provider(), EXPIRED);
  assert.equal(await cache.provider(), late('b'));
  assert.equal(lines.length, 1);
  welcome(cache, nowSeconds() - 7_200);
  assert.equal(await cache.provider(), late('b'));
});

test('a token above 16 KB is handed through and not kept', async () => {
  let calls = 0;
  const big = tokenFor('a').padEnd(16_385, 's');
  const cache = new TokenCache({
    provider: () => {
      calls += 1;
      return Promise.resolve(big);
    },
  });
  assert.equal(await cache.provider(), big);
  assert.equal(await cache.provider(), big);
  assert.equal(calls, 2);
  assert.deepEqual(cache.toJSON(), { persistent: false, cached: false });
  feedback(cache.provider).closed(4002);
  await assert.rejects(cache.provider(), { name: 'StaleTokenError' });
});

test('what is no JWT is handed through and not kept', async () => {
  const { provider } = new TokenCache({ provider: bringing('one', 'two') });
  assert.deepEqual([await provider(), await provider()], ['one', 'two']);
  const none = new TokenCache({ provider: () => Promise.resolve(undefined as unknown as string) });
  assert.equal(await none.provider(), undefined);
});

test('clear() forgets, and a call that was under way brings nothing back', async () => {
  const answers: ((token: string) => void)[] = [];
  const cache = new TokenCache({ provider: () => new Promise((resolve) => answers.push(resolve)) });
  const before = cache.provider();
  assert.equal(await cache.clear(), true);
  const after = cache.provider();
  answers[0]?.(tokenFor('ann'));
  answers[1]?.(tokenFor('bob'));
  assert.equal(await before, tokenFor('ann'));
  assert.equal(await after, tokenFor('bob'));
  assert.equal(await cache.provider(), tokenFor('bob'));
});

test('clearAll() makes every cache forget, calls under way included', async () => {
  const source = counting();
  const cache = new TokenCache(source);
  await cache.provider();
  let answer = (_token: string): void => undefined;
  const slow = new TokenCache({ provider: () => new Promise((resolve) => (answer = resolve)) });
  const before = slow.provider();
  assert.equal(await TokenCache.clearAll(), true);
  answer(tokenFor('slow'));
  await before;
  assert.deepEqual(slow.toJSON(), { persistent: false, cached: false });
  assert.deepEqual(cache.toJSON(), { persistent: false, cached: false });
  await cache.provider();
  assert.equal(source.calls, 2);
});

test('the token is in nothing that the cache says', async () => {
  const token = tokenFor('secret-peer');
  const lines: unknown[] = [];
  const write = (...line: unknown[]): void => void lines.push(line);
  const logger = { debug: write, info: write, warn: write, error: write };
  const cacheKey = { server: 's', room: 'r', user: 'u' };
  const cache = new TokenCache({ provider: bringing(token), persistent: true, cacheKey, logger });
  await cache.provider();
  welcome(cache);
  feedback(cache.provider).closed(4002);
  const error = await cache.provider().catch((err: Error) => err);
  const failing = new TokenCache({ provider: () => Promise.reject(new Error(`no use: ${token}`)) });
  const scrubbed = await failing.provider().catch((err: Error) => err);
  const shown = (value: unknown): string =>
    inspect(value, { depth: 9, showHidden: true }) + JSON.stringify(value);
  const said = [cache, cache.provider, error, scrubbed, lines].map(shown).join('');
  assert.match(said, /no use: /);
  for (const part of token.split('.')) assert.equal(said.includes(part), false, part);
});

test('where nothing can be stored, a persistent cache keeps its token in memory and says so once', async () => {
  const warn = mock.fn();
  const source = counting();
  const cacheKey = { server: 's', room: 'r', user: 'u' };
  const cache = new TokenCache({ ...source, persistent: true, cacheKey, logger: { ...NoopLogger, warn } });
  const token = await cache.provider();
  welcome(cache);
  assert.equal(await cache.provider(), token);
  feedback(cache.provider).closed(4002);
  assert.notEqual(await cache.provider(), token);
  await cache.release();
  assert.equal(await cache.clear(), true);
  assert.equal(warn.mock.callCount(), 1);
});

const UNFIT: Readonly<Record<string, unknown>> = {
  'without a provider': {},
  'with a provider that is no function': { provider: jwt({}) },
  'that is persistent without a key': { provider: bringing(''), persistent: true },
  'that is persistent without a user': {
    provider: bringing(''),
    persistent: true,
    cacheKey: { server: 's', room: 'r' },
  },
};

for (const [name, options] of Object.entries(UNFIT)) {
  test(`a cache ${name} is a TypeError`, () => {
    assert.throws(() => new TokenCache(options as TokenCacheOptions), TypeError);
  });
}
