// The popup: what is wrong in the tab in front.
import browser from 'webextension-polyfill';
import { askBackground, Feed } from '../faces/feed.ts';
import type { RecordedPage } from '../faces/feed.ts';
import { lookAt, runsScripts } from '../faces/look.ts';
import { reportText, saveRecording } from '../faces/report.ts';
import { forgetSites, isGranted, isSameSite, requestSites } from '../faces/sites.ts';
import { ProbeRuns } from '../faces/probe-runs.ts';
import { CachedTokens } from '../faces/cached-tokens.ts';
import { useLanguage } from '../faces/use-language.ts';
import type { Inspected } from '../hops/inspected.ts';
import { renderer } from '../ui/dom.ts';
import { assess } from '../verdict/assess.ts';
import type { Assessment } from '../verdict/assess.ts';
import { headlineOf } from './headline.ts';
import { popupView } from './view.ts';
import type { PopupActions, PopupState } from './view.ts';

const ROUND_MS = 1_000;
const COPIED_MS = 2_000;
/** A look makes a page write down what its own recorders have. */
const LOOK_EVERY_MS = 3_000;

class Popup implements PopupActions {
  readonly #tab: number;
  #url: string;
  readonly #feed: Feed;
  readonly #tokens: CachedTokens;
  readonly #probes: ProbeRuns;
  readonly #render = renderer(document.querySelector('main') as Element);
  #assessment: Assessment | null = null;
  #granted = false;
  #looked: readonly Inspected[] | null = null;
  #lookedAt = -Infinity;
  /** Origins of frames in the page that are granted. */
  #grantedFrames: ReadonlySet<string> = new Set();
  #copied = false;

  constructor(tab: number, url: string) {
    this.#tab = tab;
    this.#url = url;
    this.#feed = new Feed(tab);
    this.#tokens = new CachedTokens(tab, () => this.#draw());
    this.#probes = new ProbeRuns(tab, () => this.#draw());
  }

  async run(): Promise<void> {
    this.#draw();
    void this.#tokens.read();
    for (;;) {
      await this.#round().catch(() => undefined);
      await new Promise((done) => setTimeout(done, ROUND_MS));
    }
  }

  watch(): void {
    this.#ask([this.#url]);
  }

  watchFrames(): void {
    this.#ask(this.#assessment?.unseen ?? []);
  }

  #ask(sites: readonly string[]): void {
    // First of all: a browser asks nobody who has awaited something.
    void requestSites(sites)
      .then(() => askBackground({ type: 'register' }))
      .then(() => this.#round())
      .catch(() => undefined);
  }

  unwatch(): void {
    void forgetSites([this.#url, ...this.#grantedFrames]).then(() => this.#round());
  }

  reload(): void {
    void browser.tabs.reload(this.#tab);
  }

  watchNow(): void {
    void askBackground({ type: 'watch-now', tab: this.#tab }).then(() => this.#round());
  }

  copy(): void {
    if (!this.#assessment) return;
    const text = reportText(headlineOf(this.#assessment), this.#assessment.parts);
    void navigator.clipboard.writeText(text).then(() => {
      this.#copied = true;
      this.#draw();
      setTimeout(() => {
        this.#copied = false;
        this.#draw();
      }, COPIED_MS);
    });
  }

  save(): void {
    const parts = this.#assessment?.parts ?? [];
    const full = parts.filter(
      ({ dump }) => dump.trace.connections.length > 0 || dump.trace.captures.length > 0,
    );
    for (const part of full.length > 0 ? full : parts.slice(0, 1)) void saveRecording(part);
  }

  fullView(): void {
    const url = browser.runtime.getURL(`panel.html?tab=${this.#tab}`);
    // In a window of its own: a page behind another tab is hidden, and shows no fault of its pictures any more.
    void browser.windows.create({ url, width: 1100, height: 800 }).then(() => window.close());
  }

  options(): void {
    void browser.runtime.openOptionsPage().then(() => window.close());
  }

  async #round(): Promise<void> {
    const { url = '' } = await browser.tabs.get(this.#tab);
    await this.#feed.refresh().catch(() => undefined);
    const granted = await isGranted(url);
    const recorded = await this.#withScriptless(this.#feed.pages.filter(({ ago }) => ago === 0));
    // Of a page that is recorded a look tells nothing more.
    const isRecorded = granted && recorded.some(({ frame, dump }) => frame === 0 && dump);
    const inspected = isRecorded ? [] : await this.#look();
    const frames = new Set(
      [...recorded.map(({ there }) => there), ...(inspected ?? [])].flatMap(
        (document) => document?.frames ?? [],
      ),
    );
    for (const { origin } of recorded) frames.add(origin);
    const grantedFrames = await Promise.all(
      [...frames].map(async (origin) => ((await isGranted(origin)) ? origin : [])),
    );
    this.#url = url;
    this.#granted = granted;
    this.#grantedFrames = new Set(grantedFrames.flat());
    this.#assessment = assess({
      granted,
      inspected,
      recorded,
      refused: this.#feed.refused,
      grantedFrames: this.#grantedFrames,
      now: Date.now(),
    });
    this.#draw();
  }

  /** Frames in which nothing can be recorded say nothing, and need not. */
  async #withScriptless(pages: readonly RecordedPage[]): Promise<readonly RecordedPage[]> {
    return Promise.all(
      pages.map(async (page) => {
        const { frame, there, dump } = page;
        if (dump || !there || there.scriptless || (await runsScripts(this.#tab, frame))) return page;
        return { ...page, there: { ...there, scriptless: true } };
      }),
    );
  }

  async #look(): Promise<readonly Inspected[] | null> {
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#looked = await lookAt(this.#tab);
      this.#lookedAt = performance.now();
    }
    return this.#looked;
  }

  #draw(): void {
    const state: PopupState = {
      assessment: this.#assessment,
      granted: this.#granted,
      frames: [...this.#grantedFrames].some((origin) => !isSameSite(origin, this.#url)),
      copied: this.#copied,
      tokens: this.#tokens,
      probes: this.#probes,
    };
    this.#render(popupView(state, this));
  }
}

await useLanguage();
const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
if (tab?.id !== undefined) void new Popup(tab.id, tab.url ?? '').run();
