import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { HookKind, PageView, TabView } from '../hops/messages.ts';
import type { Gaps } from './merge.ts';
import { gapsAfter, halve, merge, since } from './merge.ts';
import { parseDump } from './parse-dump.ts';

/** Characters of everything that is held of a tab. */
export const MAX_TAB = 20_000_000;
export const MAX_NAVIGATIONS = 3;
/** A page whose parts never fit together is not asked for everything all the time. */
const ASK_EVERY_MS = 2_000;
/** It may have let go of what is missing itself. */
const MAX_ASKS = 5;
/** Documents of one navigation. */
const MAX_PAGES = 60;

/** One document. */
interface Page {
  readonly page: string;
  readonly frame: number;
  readonly hook: HookKind;
  at: number;
  frames: readonly string[];
  dump: Dump | undefined;
  /** Characters of the dump when it was last written. */
  size: number;
  /** When everything was asked for the last time. */
  askedAt: number;
  /** How often, for what is missing now. */
  asks: number;
  gaps: Gaps;
}

/** What became of a part of a recording. */
export type Recorded =
  | 'kept'
  /** Something between it and what is held is missing, and should be asked for. */
  | 'incomplete'
  /** The document is not known: it has to say first what it is. */
  | 'unknown';

/** A tab as it is kept when the worker sleeps. */
export interface KeptTab {
  readonly navigations: readonly (readonly PageView[])[];
  readonly dropped: number;
}

export interface PageSource {
  readonly page: string;
  readonly frame: number;
}

/** What is held of one tab: the newest three navigations, each with its documents. */
export class TabStore {
  /** Oldest first; each begins with its top document. */
  readonly #navigations: Map<string, Page>[] = [];
  #dropped = 0;

  static from({ navigations, dropped }: KeptTab): TabStore {
    const store = new TabStore();
    store.#dropped = dropped;
    for (const pages of navigations) {
      const kept = pages.map((page) => ({
        ...page,
        dump: parseDump(page.dump),
        size: page.dump.length,
        askedAt: 0,
        asks: 0,
        gaps: new Map<string, number>(),
      }));
      store.#navigations.push(new Map(kept.map((page) => [page.page, page])));
    }
    return store;
  }

  /** A document has begun or came back. A top document begins a navigation. */
  begin({ page, frame }: PageSource, hook: HookKind, frames: readonly string[], at: number): void {
    const known = this.#find(page);
    if (known) known.frames = frames;
    if (frame === 0) {
      const index = this.#navigations.findIndex((pages) => pages.has(page));
      const navigation = index < 0 ? new Map<string, Page>() : this.#navigations.splice(index, 1)[0];
      this.#navigations.push(navigation ?? new Map<string, Page>());
    }
    if (known) return;
    if (this.#navigations.length === 0) this.#navigations.push(new Map());
    const current = this.#navigations.at(-1);
    if (!current || current.size >= MAX_PAGES) this.#dropped += 1;
    else
      current.set(page, {
        page,
        frame,
        hook,
        at,
        frames,
        dump: undefined,
        size: 0,
        askedAt: 0,
        asks: 0,
        gaps: new Map(),
      });
    while (this.#navigations.length > MAX_NAVIGATIONS) this.#dropOldest();
  }

  record({ page }: PageSource, text: string, frames: readonly string[], at: number): Recorded {
    const known = this.#find(page);
    if (!known) return 'unknown';
    const dump = parseDump(text);
    if (!dump) return 'kept';
    known.gaps = gapsAfter(known.gaps, known.dump, dump);
    if (known.gaps.size === 0) known.asks = 0;
    const ask = known.gaps.size > 0 && known.asks < MAX_ASKS && at - known.askedAt >= ASK_EVERY_MS;
    if (ask) {
      known.askedAt = at;
      known.asks += 1;
    }
    known.dump = merge(known.dump, dump);
    known.frames = frames;
    known.at = at;
    return ask ? 'incomplete' : 'kept';
  }

  /** The recordings of the page that is shown now, by document. */
  get current(): readonly Dump[] {
    return [...(this.#navigations.at(-1)?.values() ?? [])].flatMap(({ dump }) => dump ?? []);
  }

  /** Frame of a document of the navigation that is shown now. */
  frameOf(page: string): number | undefined {
    return this.#navigations.at(-1)?.get(page)?.frame;
  }

  view(have: Readonly<Record<string, number>>): TabView {
    const pages = this.#navigations.flatMap((navigation, index) =>
      [...navigation.values()].map((page) =>
        viewOf(page, this.#navigations.length - 1 - index, have[page.page] ?? 0),
      ),
    );
    return { pages, dropped: this.#dropped };
  }

  /** Everything within the bound, as it is kept: what is older than a day, and then the oldest, goes. */
  keep(oldest: number): KeptTab {
    while (this.#navigations.length > 1 && isBefore(this.#navigations[0], oldest)) this.#dropOldest();
    let kept = this.#write();
    while (sizeOf(kept) > MAX_TAB && this.#shrink(sizeOf(kept) - MAX_TAB)) kept = this.#write();
    return { navigations: kept, dropped: this.#dropped };
  }

  #write(): PageView[][] {
    return this.#navigations.map((navigation) =>
      [...navigation.values()].map((page) => {
        const view = viewOf(page, 0, 0);
        page.size = view.dump.length;
        return view;
      }),
    );
  }

  /** Lets go of about so many characters, since writing everything down again takes a while; false where nothing is left to give. */
  #shrink(excess: number): boolean {
    if (this.#navigations.length > 1) {
      this.#dropOldest();
      return true;
    }
    const pages = [...(this.#navigations[0]?.values() ?? [])].filter(({ dump }) => dump);
    let left = excess;
    for (const page of pages.sort((a, b) => b.size - a.size)) {
      if (!page.dump || left <= 0) break;
      const { dump, dropped } = halve(page.dump);
      this.#dropped += Math.max(dropped, 1);
      page.dump = dropped > 0 ? dump : undefined;
      left -= page.size / 2;
    }
    return pages.length > 0;
  }

  #dropOldest(): void {
    this.#dropped += this.#navigations.shift()?.size ?? 0;
  }

  #find(page: string): Page | undefined {
    return this.#navigations.find((pages) => pages.has(page))?.get(page);
  }
}

function viewOf({ page, frame, hook, at, frames, dump }: Page, ago: number, have: number): PageView {
  const text = dump ? writeOwn(have > 0 ? since(dump, have) : dump) : '';
  return { page, frame, hook, at, ago, frames, dump: text };
}

const sizeOf = (navigations: readonly (readonly PageView[])[]): number =>
  navigations.flat().reduce((sum, { dump }) => sum + dump.length, 0);

const isBefore = (navigation: ReadonlyMap<string, Page> | undefined, oldest: number): boolean =>
  [...(navigation?.values() ?? [])].every(({ at }) => at < oldest);
