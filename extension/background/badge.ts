import browser from 'webextension-polyfill';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';

const COLOURS = { error: '#c92a2a', warning: '#b35900' } as const;
/** Each document of a page says something every few seconds. */
const EVERY_MS = 1_000;

/** The numbers on the icons. */
export class Badges {
  readonly #dumpsOf: (tab: number) => Promise<readonly Dump[]>;
  /** Tabs whose number was just made, and whether it is to be made again. */
  readonly #recent = new Map<number, boolean>();

  /** @param dumpsOf Recordings of the documents that are in a tab now. */
  constructor(dumpsOf: (tab: number) => Promise<readonly Dump[]>) {
    this.#dumpsOf = dumpsOf;
  }

  /** Something of a tab has changed: its number follows, at once or soon. Never rejects. */
  async changed(tab: number): Promise<void> {
    if (this.#recent.has(tab)) {
      this.#recent.set(tab, true);
      return;
    }
    do {
      this.#recent.set(tab, false);
      await show(tab, await this.#dumpsOf(tab).catch(() => []));
      await new Promise((done) => setTimeout(done, EVERY_MS));
    } while (this.#recent.get(tab));
    this.#recent.delete(tab);
  }
}

/** Says on the icon how many problems there are in a tab. */
async function show(tabId: number, dumps: readonly Dump[]): Promise<void> {
  const problems = dumps
    .flatMap(({ trace, environment }) => [...diagnose(trace, environment)])
    .filter(({ severity }) => severity !== 'info');
  const grave = problems.some(({ severity }) => severity === 'error');
  const text = problems.length === 0 ? '' : problems.length > 9 ? '9+' : String(problems.length);
  try {
    await browser.action.setBadgeText({ tabId, text });
    await browser.action.setBadgeBackgroundColor({ tabId, color: COLOURS[grave ? 'error' : 'warning'] });
  } catch {
    // The tab is gone.
  }
}
