// The panel, in the developer tools or in a tab of its own: everything that is known of a page's calls.
import browser from 'webextension-polyfill';
import { DumpError } from '../../core/recorder/dump/dump-error.ts';
import { readDump } from '../../core/recorder/dump/read-dump.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { askBackground, Feed } from '../faces/feed.ts';
import { ProbeRuns } from '../faces/probe-runs.ts';
import { InspectedFeed, inspectedWindow } from '../faces/inspected-feed.ts';
import { saveRecording } from '../faces/report.ts';
import { useLanguage } from '../faces/use-language.ts';
import { renderer } from '../ui/dom.ts';
import type { Part } from '../verdict/assess.ts';
import type { FromFace } from '../hops/messages.ts';
import { tell, t } from '../words/words.ts';
import { isTopRecorded, sourcesOf } from './sources.ts';
import type { Ranked } from './sources.ts';
import { panelView } from './view.ts';
import type { PanelActions, PanelState, Source, ViewName } from './view.ts';

const ROUND_MS = 1_000;

class Panel implements PanelActions {
  readonly #tab: number;
  readonly #feed: Feed;
  readonly #probes: ProbeRuns;
  /** In the developer tools only. */
  readonly #inspected: InspectedFeed | undefined;
  readonly #render = renderer(document.querySelector('main') as Element);
  #view: ViewName = 'findings';
  #filter = '';
  #paused = false;
  #chosen: string | null = null;
  #sources: readonly Ranked[] = [];
  #imported: Source | null = null;
  #notice = '';

  constructor(tab: number) {
    this.#tab = tab;
    this.#feed = new Feed(tab);
    this.#probes = new ProbeRuns(tab, () => this.#draw());
    const inspected = inspectedWindow();
    this.#inspected = inspected && new InspectedFeed(inspected);
    // The options say it to everybody.
    browser.runtime.onMessage.addListener((message: unknown) => {
      if ((message as FromFace).type === 'forget') this.#forget();
    });
  }

  async run(): Promise<void> {
    this.#draw();
    for (;;) {
      if (!this.#paused && !this.#imported && !document.hidden) await this.#round().catch(() => undefined);
      await new Promise((done) => setTimeout(done, ROUND_MS));
    }
  }

  choose(page: string): void {
    this.#chosen = page;
    this.#draw();
  }

  open(view: ViewName): void {
    this.#view = view;
    this.#draw();
  }

  filter(text: string): void {
    this.#filter = text;
    this.#draw();
  }

  pause(): void {
    this.#paused = !this.#paused;
    this.#draw();
  }

  forgetEarlier(): void {
    void this.#feed.forgetEarlier().then(() => this.#round());
  }

  reload(): void {
    // A site that is watched has the recorder in it anyway, and in all of its frames.
    if (this.#isWatched || !this.#inspected) void browser.tabs.reload(this.#tab);
    else void this.#inspected.reload();
  }

  save(): void {
    const source = this.#shown;
    if (source) void saveRecording(source.part);
  }

  live(): void {
    this.#imported = null;
    this.#notice = '';
    this.#draw();
  }

  show(stream: string): void {
    const page = this.#shown?.part.page;
    if (page !== undefined) void askBackground({ type: 'highlight', tab: this.#tab, page, stream });
  }

  async openFile(file: File): Promise<void> {
    this.#say(t('panel.reading', { name: file.name }));
    // Reading a large file takes a moment in which nothing is drawn.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    try {
      const dump = await readDump(file);
      const { trace, environment } = dump;
      const part: Part = {
        origin: environment.origin || file.name,
        top: true,
        dump,
        findings: diagnose(trace, environment),
      };
      const when = new Date(trace.until).toLocaleString();
      this.#imported = { key: 'file', label: t('panel.imported', { origin: part.origin, when }), part };
      this.#say('');
    } catch (err) {
      this.#say(tell('dump', err instanceof DumpError ? err.code : 'damaged'));
    }
  }

  get #shown(): Source | undefined {
    return this.#imported ?? this.#sources.find(({ key }) => key === this.#chosen) ?? this.#sources[0];
  }

  #say(notice: string): void {
    this.#notice = notice;
    this.#draw();
  }

  get #isWatched(): boolean {
    return isTopRecorded(this.#feed.pages);
  }

  #forget(): void {
    this.#feed.forget();
    this.#inspected?.forget();
    this.#sources = [];
    this.#draw();
  }

  async #round(): Promise<void> {
    await this.#feed.refresh();
    const looks = !this.#isWatched && this.#inspected;
    if (looks) await looks.refresh();
    this.#sources = sourcesOf(this.#feed.pages, looks ? looks.pages : []);
    this.#draw();
  }

  #draw(): void {
    const state: PanelState = {
      view: this.#view,
      filter: this.#filter,
      paused: this.#paused,
      notice: this.#notice === '' && this.#feed.closed ? t('panel.closed') : this.#notice,
      sources: this.#sources,
      hasEarlier: this.#sources.some(({ ago }) => ago > 0),
      shown: this.#shown,
      imported: this.#imported !== null,
      dropped: this.#feed.dropped,
      canReload: this.#tab >= 0 && !this.#feed.closed,
      reloadRecords: this.#inspected !== undefined,
      probes: this.#probes,
    };
    this.#render(panelView(state, this));
  }
}

/** The tab that the developer tools are open for, or the one that the address names. */
function tabOf(): number {
  const named = new URLSearchParams(location.search).get('tab');
  if (named !== null) return Number(named);
  return inspectedWindow()?.tabId ?? -1;
}

await useLanguage();
void new Panel(tabOf()).run();
