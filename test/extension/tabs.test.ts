import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Forgotten, Kept, Shelf } from '../../extension/background/shelf.ts';
import { Tabs } from '../../extension/background/tabs.ts';
import { RECORDED, startedAt } from './helpers/recorded-call.ts';

const DAY = 24 * 60 * 60 * 1_000;
const ID = '00000000000000000000000000000001';
const source = { page: ID, frame: 0, origin: 'https://call.example', since: 1 };

class MemoryShelf implements Shelf {
  readonly held = new Map<string, Kept>();
  get = (key: string): Promise<Kept | undefined> => Promise.resolve(this.held.get(key));
  keys = (): Promise<readonly string[]> => Promise.resolve([...this.held.keys()]);
  set(key: string, kept: Kept): Promise<void> {
    this.held.set(key, kept);
    return Promise.resolve();
  }
  remove(key: string): Promise<void> {
    this.held.delete(key);
    return Promise.resolve();
  }
  clear(): Promise<void> {
    this.held.clear();
    return Promise.resolve();
  }
}

/** What the browser remembers for as long as it runs. */
class Memory implements Forgotten {
  at = 0;
  read = (): Promise<number> => Promise.resolve(this.at);
  write(at: number): Promise<void> {
    this.at = at;
    return Promise.resolve();
  }
}

const tabsOn = (shelf: Shelf, isPrivate = false, memory = new Memory()): Tabs =>
  new Tabs(Promise.resolve('run'), shelf, memory, () => Promise.resolve(isPrivate));
/** A tab as it was written down, so long ago. */
const kept = (ago: number): Kept => {
  const at = Date.now() - ago;
  return { at, dropped: 0, navigations: [[{ ...source, at, dump: '' }]] };
};
/** What was asked for is done in a timer of its own. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
const pagesOf = async (tabs: Tabs, tab: number): Promise<number> =>
  (await tabs.of(tab)).view({}, new Map()).pages.length;

describe('the recordings of all tabs', () => {
  it('are written down, and read by the next worker', async () => {
    const shelf = new MemoryShelf();
    const tabs = tabsOn(shelf);
    (await tabs.of(1)).begin(source, Date.now());
    await tabs.changed(1);
    await settle();
    assert.deepEqual([...shelf.held.keys()], ['run:1']);
    assert.equal(await pagesOf(tabsOn(shelf), 1), 1);
  });

  it('of private windows are bounded like others, and written nowhere', async () => {
    const shelf = new MemoryShelf();
    const tabs = tabsOn(shelf, true);
    const store = await tabs.of(1);
    let bounded = 0;
    const keep = store.keep.bind(store);
    store.keep = (oldest) => {
      bounded += 1;
      return keep(oldest);
    };
    store.begin(source, Date.now());
    await tabs.changed(1);
    await settle();
    assert.equal(bounded, 1);
    assert.equal(shelf.held.size, 0);
  });

  it('are at most a day old, whoever reads them', async () => {
    const shelf = new MemoryShelf();
    shelf.held.set('run:1', kept(DAY + 1_000));
    shelf.held.set('run:2', kept(DAY - 60_000));
    const tabs = tabsOn(shelf);
    assert.deepEqual([await pagesOf(tabs, 1), await pagesOf(tabs, 2)], [0, 1]);
    // Something may have been written since, and the page be older.
    shelf.held.set('run:3', { ...kept(DAY + 1_000), at: Date.now() });
    assert.equal(await pagesOf(tabs, 3), 0);
  });

  it('do not get older than that in memory', async () => {
    const tabs = tabsOn(new MemoryShelf());
    (await tabs.of(1)).begin(source, Date.now() - DAY - 1_000);
    assert.equal(await pagesOf(tabs, 1), 0);
  });

  it('do not come back from the pages that have them, once they were to be forgotten', async () => {
    const shelf = new MemoryShelf();
    const memory = new Memory();
    const tabs = tabsOn(shelf, false, memory);
    const { startedAt: began } = RECORDED.trace;
    (await tabs.of(1)).begin(source, Date.now());
    await tabs.changed(1);
    await settle();
    await tabs.forgetAll(began + 1_000);
    assert.equal(shelf.held.size, 0);
    // Nor where the worker was ended meanwhile.
    for (const later of [tabs, tabsOn(shelf, false, memory)]) {
      const store = await later.of(1);
      assert.equal(store.record(ID, writeOwn(RECORDED), Date.now()), 'unknown');
      store.begin(source, Date.now());
      assert.equal(store.record(ID, writeOwn(RECORDED), Date.now()), 'outdated');
      assert.equal(store.record(ID, writeOwn(startedAt(began + 2_000)), Date.now()), 'kept');
    }
  });

  it('leave nothing of other runs of the browser, nor of other days', async () => {
    const shelf = new MemoryShelf();
    shelf.held.set('before:1', kept(0));
    shelf.held.set('run:1', kept(DAY + 1_000));
    shelf.held.set('run:2', kept(0));
    await tabsOn(shelf).tidy();
    assert.deepEqual([...shelf.held.keys()], ['run:2']);
  });
});
