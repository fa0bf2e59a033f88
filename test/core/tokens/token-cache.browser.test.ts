import type { TokenCacheKey } from '../../../core/tokens/cache-key.ts';
import { TokenCache } from '../../../core/tokens/token-cache.ts';
import type { TokenCacheOptions } from '../../../core/tokens/token-cache.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { afterEach, beforeEach, deepEqual, describe, equal, it, ok } from '../../helpers/bdd.ts';
import { counting, feedback, nowSeconds, tokenFor } from './jwt.ts';

// A tab is a frame of the same origin that loads this very file: it has a realm, a database connection and
// locks of its own, and loses them when it is removed. The bundler keeps what an entry exports.
export { TokenCache };

const DATABASE = 'metered-call-tokens';
const STORE = 'tokens';
const ANN: TokenCacheKey = { server: 'wss://rms.metered.ca', room: 'lobby', user: 'ann' };
const BOB: TokenCacheKey = { ...ANN, user: 'bob' };
const KEY_OF_ANN = 'v1:["wss://rms.metered.ca","lobby","ann"]';

interface Tab {
  readonly frame: HTMLIFrameElement;
  readonly Cache: typeof TokenCache;
  close(): void;
}

/** A new tab; `before` is a script that it runs first. */
async function openTab(before = ''): Promise<Tab> {
  const frame = document.createElement('iframe');
  const opened = new Promise<typeof TokenCache>((resolve) => {
    (window as unknown as Record<string, unknown>)['tabOpened'] = resolve;
  });
  const load = `import { TokenCache } from ${JSON.stringify(import.meta.url)}; parent.tabOpened(TokenCache);`;
  frame.srcdoc = `<script>${before}</script><script type="module">${load}</script>`;
  document.body.append(frame);
  return { frame, Cache: await opened, close: () => frame.remove() };
}

const make = (tab: Tab, options: TokenCacheOptions, cacheKey = ANN): TokenCache =>
  new tab.Cache({ ...options, persistent: true, cacheKey });

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the request failed'));
  });

/** Looks into the database as another reader would. */
async function inStore<T>(work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await answer(opening);
  const result = await answer(work(database.transaction(STORE, 'readwrite').objectStore(STORE)));
  database.close();
  return result;
}

const stored = (key: string): Promise<unknown> => inStore((store) => store.get(key) as IDBRequest<unknown>);

/** Resolves when nobody holds the lock of a key any more: a closed tab's goes a moment after it. */
const unlocked = (key: string): Promise<void> =>
  navigator.locks.request(`metered-call-token:${key}`, () => undefined);

/** A tab has had a token, stored it and gone. */
async function visit(options: TokenCacheOptions, cacheKey = ANN): Promise<string> {
  const tab = await openTab();
  const cache = make(tab, options, cacheKey);
  const token = await cache.provider();
  await cache.release();
  tab.close();
  return token;
}

/** A write is asked for as soon as its token is handed out, so a transaction of another connection follows it. */
const written = (): Promise<unknown> => inStore((store) => store.count());

const never = { provider: () => Promise.reject(new Error('the provider was asked')) };

function suite(): void {
  const cleanUp = async (): Promise<void> => {
    for (const frame of document.querySelectorAll('iframe')) frame.remove();
    await unlocked(KEY_OF_ANN);
    await answer(indexedDB.deleteDatabase(DATABASE));
  };
  beforeEach(cleanUp);
  afterEach(cleanUp);

  it('a token outlives its page', async () => {
    const token = await visit(counting());
    equal(await make(await openTab(), never).provider(), token);
  });

  it('a tab that is closed without a word leaves its token and its lease', async () => {
    const first = await openTab();
    const token = await make(first, counting()).provider();
    await written();
    first.close();
    await unlocked(KEY_OF_ANN);
    equal(await make(await openTab(), never).provider(), token);
  });

  it('a record is what the documentation says', async () => {
    const begun = Date.now();
    const token = await visit(counting());
    const record = (await stored(KEY_OF_ANN)) as Record<string, unknown>;
    const { fetchedAt, ...rest } = record;
    deepEqual(rest, { version: 1, ...ANN, token });
    ok(typeof fetchedAt === 'number' && fetchedAt >= begun && fetchedAt <= Date.now());
    deepEqual(await inStore((store) => store.getAllKeys()), [KEY_OF_ANN]);
  });

  it('a cache that is not persistent stores nothing', async () => {
    const tab = await openTab();
    await new tab.Cache({ ...counting(), cacheKey: ANN }).provider();
    equal(await inStore((store) => store.count()), 0);
  });

  for (const [part, key] of Object.entries({
    user: BOB,
    room: { ...ANN, room: 'hall' },
    server: { ...ANN, server: 'wss://elsewhere' },
  })) {
    it(`nobody gets the token of another ${part}`, async () => {
      const token = await visit(counting('ann'));
      const other = counting('other');
      const cache = make(await openTab(), other, key);
      ok((await cache.provider()) !== token);
      equal(other.calls, 1);
      await cache.release();
      equal(await inStore((store) => store.count()), 2);
      equal(await make(await openTab(), never).provider(), token);
    });
  }

  it("a record that was copied under another user's key is refused and removed", async () => {
    await visit(counting('bob'), BOB);
    const record = await stored('v1:["wss://rms.metered.ca","lobby","bob"]');
    await inStore((store) => store.put(record, KEY_OF_ANN));
    const provider = (): Promise<string> => Promise.reject(new Error('offline'));
    const cache = make(await openTab(), { provider });
    const outcome = await cache.provider().catch((err: Error) => err.message);
    ok(outcome.includes('offline'), outcome);
    equal(await stored(KEY_OF_ANN), undefined);
  });

  it('a corrupted or outdated record is replaced', async () => {
    const now = Date.now();
    const sound = { version: 1, ...ANN, token: tokenFor('peer'), fetchedAt: now };
    const bad: unknown[] = [
      null,
      'text',
      new Blob(['x']),
      new Map([['token', sound.token]]),
      { ...sound, version: 2 },
      { ...sound, token: 'opaque' },
      { ...sound, token: tokenFor('peer', { exp: nowSeconds() + 30 }) },
      { ...sound, fetchedAt: now - 3_600_000 },
      { ...sound, fetchedAt: now + 3_600_000 },
    ];
    for (const record of bad) {
      await inStore((store) => store.put(record, KEY_OF_ANN));
      const token = await visit(counting('fresh'));
      equal(((await stored(KEY_OF_ANN)) as { token: string }).token, token);
    }
  });

  it('two caches of a page: the second has a token of its own, in memory only', async () => {
    const tab = await openTab();
    const [source, other] = [counting('first'), counting('second')];
    const [first, second] = [make(tab, source), make(tab, other)];
    const token = await first.provider();
    const own = await second.provider();
    ok(own !== token);
    equal(await second.provider(), own);
    equal(await first.provider(), token);
    deepEqual([source.calls, other.calls], [1, 1]);
    await second.release();
    equal(((await stored(KEY_OF_ANN)) as { token: string }).token, token);
  });

  it('another tab has a token of its own for as long as the first is open', async () => {
    const [first, second] = [await openTab(), await openTab()];
    const token = await make(first, counting('first')).provider();
    const own = await make(second, counting('second')).provider();
    ok(own !== token);
    await written();
    first.close();
    second.close();
    await unlocked(KEY_OF_ANN);
    equal(await make(await openTab(), never).provider(), token);
  });

  it('another tab that is refused leaves the stored token alone', async () => {
    const [first, second] = [await openTab(), await openTab()];
    const token = await make(first, counting('first')).provider();
    const cache = make(second, counting('second'));
    await cache.provider();
    feedback(cache.provider).closed(4002);
    await cache.release();
    equal(((await stored(KEY_OF_ANN)) as { token: string }).token, token);
  });

  it('a lease that comes free is taken at the next welcome, and the token stored', async () => {
    const tab = await openTab();
    const [first, second] = [make(tab, counting('first')), make(tab, counting('second'))];
    await first.provider();
    const own = await second.provider();
    await first.release();
    feedback(second.provider).welcomed({ serverTime: nowSeconds(), expiresAt: null });
    equal(await second.provider(), own);
    await second.release();
    equal(((await stored(KEY_OF_ANN)) as { token: string }).token, own);
  });

  it('a refused token is gone from the store', async () => {
    const token = await visit(counting());
    const cache = make(await openTab(), counting('fresh'));
    equal(await cache.provider(), token);
    feedback(cache.provider).closed(4002);
    await cache.release();
    equal(await stored(KEY_OF_ANN), undefined);
  });

  it('clear() removes the token, whichever tab leases it, and only that', async () => {
    await visit(counting('bob'), BOB);
    await make(await openTab(), counting()).provider();
    const other = make(await openTab(), counting());
    equal(await other.clear(), true);
    deepEqual(await inStore((store) => store.getAllKeys()), ['v1:["wss://rms.metered.ca","lobby","bob"]']);
  });

  it('clear() gives the lease back', async () => {
    const tab = await openTab();
    const cache = make(tab, counting());
    await cache.provider();
    await cache.clear();
    await unlocked(KEY_OF_ANN);
  });

  it('clearAll() removes every token', async () => {
    await visit(counting('bob'), BOB);
    const tab = await openTab();
    const cache = make(tab, counting());
    await cache.provider();
    equal(await tab.Cache.clearAll(), true);
    await cache.release();
    equal(await inStore((store) => store.count()), 0);
  });

  it('a write that waits for its lease while clearAll() is called is not made', async () => {
    const tab = await openTab();
    const [first, second] = [make(tab, counting('first')), make(tab, counting('second'))];
    await first.provider();
    await second.provider();
    await first.release();
    feedback(second.provider).welcomed({ serverTime: nowSeconds(), expiresAt: null });
    equal(await tab.Cache.clearAll(), true);
    await second.release();
    equal(await inStore((store) => store.count()), 0);
  });

  it('a token that arrives after clearAll() is not stored', async () => {
    const tab = await openTab();
    let arrive = (_token: string): void => undefined;
    let late: Promise<string> | undefined;
    const slowCache = await new Promise<TokenCache>((asked) => {
      const slow = make(tab, { provider: () => new Promise((resolve) => [(arrive = resolve), asked(slow)]) });
      late = slow.provider();
    });
    equal(await tab.Cache.clearAll(), true);
    arrive(tokenFor('late'));
    await late;
    await slowCache.release();
    equal(await inStore((store) => store.count()), 0);
  });

  const broken = {
    'without IndexedDB': `Object.defineProperty(window, 'indexedDB', { value: undefined })`,
    'whose IndexedDB throws': `IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }`,
    'without Web Locks': 'delete Navigator.prototype.locks',
    'whose Web Locks refuse': `LockManager.prototype.request = () => Promise.reject(new DOMException('no', 'SecurityError'))`,
  };

  async function staysInMemory(tab: Tab): Promise<TokenCache> {
    const lines: string[] = [];
    const logger = { ...NoopLogger, warn: (line: string) => void lines.push(line) };
    const source = counting();
    const cache = make(tab, { ...source, logger });
    const token = await cache.provider();
    equal(await cache.provider(), token);
    feedback(cache.provider).welcomed({ serverTime: nowSeconds(), expiresAt: null });
    feedback(cache.provider).closed(4002);
    ok((await cache.provider()) !== token);
    await cache.release();
    equal(source.calls, 2);
    equal(lines.length, 1);
    return cache;
  }

  for (const [name, script] of Object.entries(broken)) {
    it(`in a page ${name} the token stays in memory`, async () => {
      const tab = await openTab(script);
      await staysInMemory(tab);
      equal(await inStore((store) => store.count()), 0);
    });
  }

  it('where IndexedDB refuses, clearing says that something may be left', async () => {
    const tab = await openTab(broken['whose IndexedDB throws']);
    equal(await make(tab, counting()).clear(), false);
    equal(await tab.Cache.clearAll(), false);
  });

  it('a database without the store is left alone', async () => {
    (await answer(indexedDB.open(DATABASE))).close();
    await staysInMemory(await openTab());
  });

  it('a database that does not open holds nobody up for long', async () => {
    const opening = indexedDB.open(DATABASE);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await answer(opening);
    // A deletion waits for this connection, and whoever opens the database waits for the deletion.
    const deletion = indexedDB.deleteDatabase(DATABASE);
    try {
      await staysInMemory(await openTab());
    } finally {
      database.close();
      await answer(deletion);
    }
  });
}

if ('describe' in globalThis) describe('TokenCache in the browser', suite);
