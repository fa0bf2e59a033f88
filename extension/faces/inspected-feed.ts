import browser from 'webextension-polyfill';
import { parseAnswer, readExpression } from '../hops/inspected-window.ts';
import { merge } from '../recordings/merge.ts';
import { parseDump } from '../recordings/parse-dump.ts';
import type { RecordedPage } from './feed.ts';

/** Samples come once a second, and so does whoever asks. */
const NEW_SAMPLES = 20;
const ALL_SAMPLES = 3_600;

type InspectedWindow = typeof browser.devtools.inspectedWindow;

/** The way to the page that the developer tools are open for, or undefined anywhere else. */
export function inspectedWindow(): InspectedWindow | undefined {
  const { devtools } = browser as { devtools?: typeof browser.devtools };
  return devtools?.inspectedWindow;
}

/** Recordings of a page that was reloaded with the recorder: they are read by the developer tools, without any permission. */
export class InspectedFeed {
  readonly #inspectedWindow: InspectedWindow;
  #pages: readonly RecordedPage[] = [];

  constructor(window: InspectedWindow) {
    this.#inspectedWindow = window;
  }

  get pages(): readonly RecordedPage[] {
    return this.#pages;
  }

  /** Loads the page again, and the recorder before any of its scripts; for this one load. */
  async reload(): Promise<void> {
    const hook = await fetch(browser.runtime.getURL('hook.js'));
    this.#pages = [];
    this.#inspectedWindow.reload({ injectedScript: await hook.text() });
  }

  async refresh(): Promise<void> {
    const samples = this.#pages.length > 0 ? NEW_SAMPLES : ALL_SAMPLES;
    const answer: unknown = await this.#inspectedWindow.eval(readExpression(samples));
    const held = new Map(this.#pages.map((page) => [page.page, page.dump]));
    this.#pages = parseAnswer(answer).flatMap((text, frame): RecordedPage[] => {
      const now = parseDump(text);
      if (!now) return [];
      const page = `inspected ${frame} ${now.trace.startedAt}`;
      const { origin } = now.environment;
      const dump = merge(held.get(page), now);
      return [{ page, frame, origin, at: now.trace.until, ago: 0, there: null, dump }];
    });
  }
}
