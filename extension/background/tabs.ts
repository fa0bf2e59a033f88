import { clear, createStore, del, entries, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import browser from 'webextension-polyfill';
import { TabStore } from '../recordings/store.ts';
import type { KeptTab } from '../recordings/store.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How often what has changed is written down: a worker may be put to sleep at any time. */
const KEEP_EVERY_MS = 5_000;

interface Entry {
  readonly store: TabStore;
  readonly private: boolean;
  keptAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

type Kept = KeptTab & { readonly at: number };

let opened: UseStore | undefined;
const database = (): UseStore => (opened ??= createStore('call-doctor', 'tabs'));

/** The recordings of all tabs. What private windows did stays in memory. */
export class Tabs {
  /** Tabs are numbered anew by each run of the browser. */
  readonly #run: Promise<string>;
  readonly #tabs = new Map<number, Promise<Entry>>();

  constructor(run: Promise<string>) {
    this.#run = run;
  }

  async of(tab: number): Promise<TabStore> {
    let entry = this.#tabs.get(tab);
    if (!entry) this.#tabs.set(tab, (entry = this.#load(tab)));
    return (await entry).store;
  }

  /** Something of the tab has changed: it is written down, soon. */
  async changed(tab: number): Promise<void> {
    const entry = await this.#tabs.get(tab);
    if (!entry || entry.private || entry.timer !== undefined) return;
    const wait = Math.max(0, entry.keptAt + KEEP_EVERY_MS - Date.now());
    entry.timer = setTimeout(() => void this.#keep(tab, entry), wait);
  }

  /** The tab is closed. */
  async forget(tab: number): Promise<void> {
    const entry = await this.#tabs.get(tab)?.catch(() => undefined);
    clearTimeout(entry?.timer);
    this.#tabs.delete(tab);
    await del(await this.#key(tab), database()).catch(() => undefined);
  }

  async forgetAll(): Promise<void> {
    for (const tab of [...this.#tabs.keys()]) await this.forget(tab);
    await clear(database()).catch(() => undefined);
  }

  /** Removes what other runs of the browser, or days, have left. */
  async tidy(): Promise<void> {
    const run = await this.#run;
    const all = await entries<string, Kept>(database()).catch(() => []);
    for (const [key, { at }] of all)
      if (!key.startsWith(`${run}:`) || Date.now() - at > DAY_MS)
        await del(key, database()).catch(() => undefined);
  }

  async #load(tab: number): Promise<Entry> {
    const { incognito } = await browser.tabs.get(tab).catch(() => ({ incognito: true }));
    const kept = incognito
      ? undefined
      : await get<Kept>(await this.#key(tab), database()).catch(() => undefined);
    const store = kept ? TabStore.from(kept) : new TabStore();
    return { store, private: incognito, keptAt: 0, timer: undefined };
  }

  async #keep(tab: number, entry: Entry): Promise<void> {
    const at = Date.now();
    entry.timer = undefined;
    entry.keptAt = at;
    const kept: Kept = { ...entry.store.keep(at - DAY_MS), at };
    // A full disk or a profile without storage costs what a sleeping worker forgets, and nothing else.
    await set(await this.#key(tab), kept, database()).catch(() => undefined);
  }

  async #key(tab: number): Promise<string> {
    return `${await this.#run}:${tab}`;
  }
}
