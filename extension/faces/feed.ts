import browser from 'webextension-polyfill';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { FromFace, PageView, TabView } from '../hops/messages.ts';
import { merge, newestSample } from '../recordings/merge.ts';
import { parseDump } from '../recordings/parse-dump.ts';

/** One recorded document, as a face shows it. */
export interface RecordedPage extends Omit<PageView, 'since' | 'dump'> {
  readonly dump: Dump | undefined;
}

export const askBackground = (message: FromFace): Promise<unknown> => browser.runtime.sendMessage(message);

/** What the background holds of a tab, kept up to date piece by piece. */
export class Feed {
  readonly #tab: number;
  #pages: readonly RecordedPage[] = [];
  #dropped = 0;
  #refused = 0;
  #closed = false;
  #begun = false;

  constructor(tab: number) {
    this.#tab = tab;
  }

  get pages(): readonly RecordedPage[] {
    return this.#pages;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Documents that are there and found no place. */
  get refused(): number {
    return this.#refused;
  }

  /** The tab is: what there was last stays. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Asks the page for what is new, and takes what has come since the last time. */
  async refresh(): Promise<void> {
    await askBackground({ type: 'refresh', tab: this.#tab, all: !this.#begun });
    this.#begun = true;
    const held = new Map(this.#pages.map((page) => [page.page, page]));
    const have = Object.fromEntries(
      this.#pages.flatMap(({ page, dump }) => (dump ? [[page, newestSample(dump)]] : [])),
    );
    const view = (await askBackground({ type: 'tab', tab: this.#tab, have })) as TabView | null;
    this.#closed = view === null;
    if (!view) return;
    this.#dropped = view.dropped;
    this.#refused = view.refused;
    this.#pages = view.pages.map(({ dump: text, ...page }) => {
      // It may have been forgotten.
      if (text === '') return { ...page, dump: undefined };
      const before = held.get(page.page)?.dump;
      const now = parseDump(text);
      return { ...page, dump: now ? merge(before, now) : before };
    });
  }

  /** Everything is to be forgotten, what a closed tab has left as well. */
  forget(): void {
    this.#pages = [];
  }

  async forgetEarlier(): Promise<void> {
    await askBackground({ type: 'forget-earlier', tab: this.#tab });
  }
}
