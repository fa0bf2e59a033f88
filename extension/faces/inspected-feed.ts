import browser from 'webextension-polyfill';
import { parseAnswer, readExpression } from '../hops/inspected-window.ts';
import { merge } from '../recordings/merge.ts';
import { parseDump } from '../recordings/parse-dump.ts';
import type { RecordedPage } from './feed.ts';

/** Samples come once a second, and so does whoever asks, unless nobody looks. */
const SAMPLES_A_SECOND = 1;
const OVERLAP = 5;

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
  /** When they were read for the last time. */
  #readAt = 0;
  /** Recordings that began before were to be forgotten. */
  #notBefore = 0;

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
    const held = new Map(this.#pages.map((page) => [page.page, page.dump]));
    const at = Date.now();
    const samples = Math.ceil(((at - this.#readAt) / 1_000) * SAMPLES_A_SECOND) + OVERLAP;
    const answer: unknown = await this.#inspectedWindow.eval(readExpression(samples, [...held.keys()]));
    this.#readAt = at;
    this.#pages = parseAnswer(answer).flatMap(({ id, dump: text }, frame): RecordedPage[] => {
      const now = parseDump(text);
      if (!now || now.trace.startedAt < this.#notBefore) return [];
      const { origin } = now.environment;
      const dump = merge(held.get(id), now);
      const read = { page: id, frame, origin, at: now.trace.until, dump };
      return [{ ...read, ago: 0, there: null, late: false }];
    });
  }

  /** What was recorded until now is not shown any more. The page has it for as long as it is open. */
  forget(): void {
    this.#pages = [];
    this.#notBefore = Date.now();
  }
}
