import { TabStore } from '../recordings/store.ts';
import type { Forgotten, Kept, Shelf } from './shelf.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How often what has changed is written down: a worker may be put to sleep at any time. */
const KEEP_EVERY_MS = 5_000;

interface Entry {
  readonly store: TabStore;
  readonly private: boolean;
  keptAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The recordings of all tabs, none older than a day. What private windows did stays in memory. */
export class Tabs {
  /** Tabs are numbered anew by each run of the browser. */
  readonly #run: Promise<string>;
  readonly #shelf: Shelf;
  readonly #forgotten: Forgotten;
  /** Recordings that began before are not taken. */
  #notBefore: Promise<number>;
  readonly #isPrivate: (tab: number) => Promise<boolean>;
  readonly #tabs = new Map<number, Promise<Entry>>();

  constructor(
    run: Promise<string>,
    shelf: Shelf,
    forgotten: Forgotten,
    isPrivate: (tab: number) => Promise<boolean>,
  ) {
    this.#run = run;
    this.#shelf = shelf;
    this.#forgotten = forgotten;
    this.#notBefore = forgotten.read().catch(() => 0);
    this.#isPrivate = isPrivate;
  }

  async of(tab: number): Promise<TabStore> {
    let entry = this.#tabs.get(tab);
    if (!entry) this.#tabs.set(tab, (entry = this.#load(tab)));
    const { store } = await entry;
    store.letGo(Date.now() - DAY_MS);
    return store;
  }

  /** Something of the tab has changed: it is brought within its bounds and written down, soon. */
  async changed(tab: number): Promise<void> {
    const entry = await this.#tabs.get(tab);
    if (!entry || entry.timer !== undefined) return;
    const wait = Math.max(0, entry.keptAt + KEEP_EVERY_MS - Date.now());
    entry.timer = setTimeout(() => void this.#keep(tab, entry), wait);
  }

  /** The tab is closed. */
  async forget(tab: number): Promise<void> {
    const entry = await this.#tabs.get(tab)?.catch(() => undefined);
    clearTimeout(entry?.timer);
    this.#tabs.delete(tab);
    await this.#shelf.remove(await this.#key(tab)).catch(() => undefined);
  }

  /** @param at Now. What pages have recorded themselves until then is not taken from them later either. */
  async forgetAll(at: number): Promise<void> {
    this.#notBefore = Promise.resolve(at);
    await this.#forgotten.write(at).catch(() => undefined);
    // First: a tab that is read from now on has nothing.
    await this.#shelf.clear().catch(() => undefined);
    for (const tab of [...this.#tabs.keys()]) await this.forget(tab);
  }

  /** Removes what other runs of the browser, or days, have left. */
  async tidy(): Promise<void> {
    const run = await this.#run;
    for (const key of await this.#shelf.keys().catch(() => [])) {
      const kept = key.startsWith(`${run}:`) ? await this.#kept(key) : undefined;
      if (!kept) await this.#shelf.remove(key).catch(() => undefined);
    }
  }

  /** What was written down within the last day. */
  async #kept(key: string): Promise<Kept | undefined> {
    const kept = await this.#shelf.get(key).catch(() => undefined);
    return kept && Date.now() - kept.at <= DAY_MS ? kept : undefined;
  }

  async #load(tab: number): Promise<Entry> {
    const hidden = await this.#isPrivate(tab);
    const kept = hidden ? undefined : await this.#kept(await this.#key(tab));
    const notBefore = await this.#notBefore;
    const store = kept ? TabStore.from(kept, notBefore) : new TabStore(notBefore);
    return { store, private: hidden, keptAt: 0, timer: undefined };
  }

  async #keep(tab: number, entry: Entry): Promise<void> {
    const at = Date.now();
    entry.timer = undefined;
    entry.keptAt = at;
    const kept: Kept = { ...entry.store.keep(at - DAY_MS), at };
    // A full disk or a profile without storage costs what a sleeping worker forgets, and nothing else.
    if (!entry.private) await this.#shelf.set(await this.#key(tab), kept).catch(() => undefined);
  }

  async #key(tab: number): Promise<string> {
    return `${await this.#run}:${tab}`;
  }
}
