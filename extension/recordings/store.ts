import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { KeptPage, PageView, TabView } from '../hops/messages.ts';
import type { Presence } from '../hops/surroundings.ts';
import type { Gaps } from './merge.ts';
import { gapsAfter, halve, merge, since as partSince } from './merge.ts';
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

/** Where a document is, and since when. */
export type PageSource = Pick<KeptPage, 'page' | 'frame' | 'origin' | 'since'>;

interface Page extends PageSource {
  at: number;
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
  readonly navigations: readonly (readonly KeptPage[])[];
  readonly dropped: number;
}

type There = ReadonlyMap<string, Presence>;

/** What is held of one tab: the newest three navigations, each with its documents. */
export class TabStore {
  /** Oldest first. */
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
  begin(source: PageSource, at: number): void {
    const { page, frame } = source;
    const index = this.#navigations.findIndex((pages) => pages.has(page));
    if (frame === 0 && index >= 0) this.#navigations.push(...this.#navigations.splice(index, 1));
    if (index >= 0) return;
    if (this.#navigations.length === 0 || (frame === 0 && !this.#lacks(source)))
      this.#navigations.push(new Map());
    const current = this.#navigations.at(-1);
    if (!current || current.size >= MAX_PAGES) this.#dropped += 1;
    else
      current.set(page, {
        ...source,
        at,
        dump: undefined,
        size: 0,
        askedAt: 0,
        asks: 0,
        gaps: new Map(),
      });
    while (this.#navigations.length > MAX_NAVIGATIONS) this.#dropOldest();
  }

  /** The frames of this top document were faster to say that they are there: they began after it. */
  #lacks({ since }: PageSource): boolean {
    const pages = [...(this.#navigations.at(-1)?.values() ?? [])];
    return pages.length > 0 && pages.every((page) => page.frame !== 0 && page.since >= since);
  }

  /** A frame is not watched any more: what was seen of it goes. A top document stays, as a page that was. */
  leave(page: string): void {
    for (const pages of this.#navigations) if (pages.get(page)?.frame !== 0) pages.delete(page);
  }

  record(page: string, text: string, at: number): Recorded {
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

  /** Frames of the documents of the newest navigation. */
  get frames(): readonly number[] {
    return [...(this.#navigations.at(-1)?.values() ?? [])].map(({ frame }) => frame);
  }

  /** @param there The documents that answer now: the newest navigation may be over, and no one watches what came after it. */
  view(have: Readonly<Record<string, number>>, there: There): TabView {
    const newest = this.#navigations.length - (this.#isInFront(there) ? 1 : 0);
    const pages = this.#navigations.flatMap((navigation, index) =>
      [...navigation.values()].map((page): PageView => {
        const kept = keptOf(page, have[page.page] ?? 0);
        const presence = there.get(page.page) ?? null;
        // A watched frame in a page that nobody watches is in front, whatever page was before.
        return { ...kept, ago: presence ? 0 : newest - index, there: presence };
      }),
    );
    return { pages, dropped: this.#dropped };
  }

  /** A top document has to be there itself; frames in a page that nobody watches are enough. */
  #isInFront(there: There): boolean {
    const pages = [...(this.#navigations.at(-1)?.values() ?? [])];
    const top = pages.find(({ frame }) => frame === 0);
    return (top ? [top] : pages).some(({ page }) => there.has(page));
  }

  /** Of what came before the page in front. */
  forgetEarlier(there: There): void {
    this.#navigations.splice(0, this.#navigations.length - (this.#isInFront(there) ? 1 : 0));
  }

  /** Whatever is older goes. */
  letGo(oldest: number): void {
    const index = this.#navigations.findIndex((navigation) => !isBefore(navigation, oldest));
    this.#navigations.splice(0, index < 0 ? Infinity : index);
  }

  /** Everything within the bound, as it is kept: what is older than a day, and then the oldest, goes. */
  keep(oldest: number): KeptTab {
    this.letGo(oldest);
    let kept = this.#write();
    while (sizeOf(kept) > MAX_TAB && this.#shrink(sizeOf(kept) - MAX_TAB)) kept = this.#write();
    return { navigations: kept, dropped: this.#dropped };
  }

  #write(): KeptPage[][] {
    return this.#navigations.map((navigation) =>
      [...navigation.values()].map((page) => {
        const kept = keptOf(page, 0);
        page.size = kept.dump.length;
        return kept;
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

function keptOf({ page, frame, origin, since, at, dump }: Page, have: number): KeptPage {
  const text = dump ? writeOwn(have > 0 ? partSince(dump, have) : dump) : '';
  return { page, frame, origin, since, at, dump: text };
}

const sizeOf = (navigations: readonly (readonly KeptPage[])[]): number =>
  navigations.flat().reduce((sum, { dump }) => sum + dump.length, 0);

const isBefore = (navigation: ReadonlyMap<string, Page> | undefined, oldest: number): boolean =>
  [...(navigation?.values() ?? [])].every(({ at }) => at < oldest);
