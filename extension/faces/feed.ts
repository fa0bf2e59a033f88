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

  /** Asks the page for what is new, and takes what has come since the last time. */
  async refresh(): Promise<void> {
    await askBackground({ type: 'refresh', tab: this.#tab, all: !this.#begun });
    this.#begun = true;
    const held = new Map(this.#pages.map((page) => [page.page, page]));
    const have = Object.fromEntries(
      this.#pages.flatMap(({ page, dump }) => (dump ? [[page, newestSample(dump)]] : [])),
    );
    const view = (await askBackground({ type: 'tab', tab: this.#tab, have })) as TabView;
    this.#dropped = view.dropped;
    this.#pages = view.pages.map(({ dump: text, ...page }) => {
      const before = held.get(page.page)?.dump;
      const now = text === '' ? undefined : parseDump(text);
      return { ...page, dump: now ? merge(before, now) : before };
    });
  }

  async forgetEarlier(): Promise<void> {
    await askBackground({ type: 'forget-earlier', tab: this.#tab });
  }
}
