// The panel, in the developer tools or in a tab of its own: everything that is known of a page's calls.
import browser from 'webextension-polyfill';
import { DumpError } from '../../core/recorder/dump/dump-error.ts';
import { readDump } from '../../core/recorder/dump/read-dump.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { askBackground, Feed } from '../faces/feed.ts';
import type { RecordedPage } from '../faces/feed.ts';
import { ProbeRuns } from '../faces/probe-runs.ts';
import { InspectedFeed, inspectedWindow } from '../faces/inspected-feed.ts';
import { saveRecording } from '../faces/report.ts';
import { useLanguage } from '../faces/use-language.ts';
import { renderer } from '../ui/dom.ts';
import type { Part } from '../verdict/assess.ts';
import { tell, t } from '../words/words.ts';
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
    return this.#feed.pages.some(({ ago, dump }) => ago === 0 && dump);
  }

  async #round(): Promise<void> {
    await this.#feed.refresh();
    const sources = this.#feed.pages.flatMap((page) => sourceOf(page, true));
    if (!this.#isWatched && this.#inspected) {
      await this.#inspected.refresh();
      sources.push(...this.#inspected.pages.flatMap((page) => sourceOf(page, false)));
    }
    // The page in front comes first, and in it the documents in which something happens.
    this.#sources = sources.sort(
      (a, b) => a.ago - b.ago || weight(b.part) - weight(a.part) || a.frame - b.frame,
    );
    this.#draw();
  }

  #draw(): void {
    const state: PanelState = {
      view: this.#view,
      filter: this.#filter,
      paused: this.#paused,
      notice: this.#notice,
      sources: this.#sources,
      hasEarlier: this.#sources.some(({ ago }) => ago > 0),
      shown: this.#shown,
      imported: this.#imported !== null,
      dropped: this.#feed.dropped,
      canReload: this.#tab >= 0,
      reloadRecords: this.#inspected !== undefined,
      probes: this.#probes,
    };
    this.#render(panelView(state, this));
  }
}

type Ranked = Source & { readonly ago: number; readonly frame: number };

/** @param hasRelay It can be asked to show where something is. */
function sourceOf({ page, frame, ago, dump }: RecordedPage, hasRelay: boolean): Ranked[] {
  if (!dump) return [];
  const { trace, environment } = dump;
  const { origin } = environment;
  const label = ago > 0 ? t('panel.earlier', { origin, ago }) : t('panel.document', { origin, frame });
  const findings = diagnose(trace, environment);
  const part: Part = { ...(hasRelay ? { page } : {}), origin, top: frame === 0, dump, findings };
  return [{ key: page, label, part, ago, frame }];
}

const weight = ({ dump }: Part): number => dump.trace.connections.length + dump.trace.captures.length;

/** The tab that the developer tools are open for, or the one that the address names. */
function tabOf(): number {
  const named = new URLSearchParams(location.search).get('tab');
  if (named !== null) return Number(named);
  return inspectedWindow()?.tabId ?? -1;
}

await useLanguage();
void new Panel(tabOf()).run();
