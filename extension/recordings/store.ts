import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { KeptPage, PageView, TabView } from '../hops/messages.ts';
import type { Presence } from '../hops/surroundings.ts';
import { gapsAfter, halve, merge, since as partSince } from './merge.ts';
import { Navigation } from './navigation.ts';
import type { Begun, Page, PageSource, There } from './navigation.ts';
import { parseDump } from './parse-dump.ts';

/** Characters of everything that is held of a tab. */
export const MAX_TAB = 20_000_000;
export const MAX_NAVIGATIONS = 3;
/** A page whose parts never fit together is not asked for everything all the time. */
const ASK_EVERY_MS = 2_000;
/** It may have let go of what is missing itself. */
const MAX_ASKS = 5;

/** What became of a part of a recording. */
export type Recorded =
  | 'kept'
  /** Something between it and what is held is missing, and should be asked for. */
  | 'incomplete'
  /** The document is not known: it has to say first what it is. */
  | 'unknown'
  /** It is known, and there is no place for it. */
  | 'refused'
  /** It holds what was to be forgotten, and has to begin anew. */
  | 'outdated';

/** A tab as it is kept when the worker sleeps. */
export interface KeptTab {
  readonly navigations: readonly (readonly KeptPage[])[];
  readonly dropped: number;
}

/** What is held of one tab: the newest three navigations, each with its documents. */
export class TabStore {
  /** Oldest first. */
  readonly #navigations: Navigation[] = [];
  readonly #notBefore: number;
  #dropped = 0;

  /** @param notBefore Recordings that began before this moment are not taken; milliseconds since 1970. */
  constructor(notBefore = 0) {
    this.#notBefore = notBefore;
  }

  static from({ navigations, dropped }: KeptTab, notBefore = 0): TabStore {
    const store = new TabStore(notBefore);
    store.#dropped = dropped;
    for (const pages of navigations)
      store.#navigations.push(
        new Navigation(pages.map((kept) => newPage(kept, kept.at, parseDump(kept.dump), kept.dump.length))),
      );
    return store;
  }

  /**
   * A document has begun or came back. A top document begins a navigation: the frames in it may have been faster to say that they
   * are there, or were there already, in a page that nobody watched until now.
   */
  begin(source: PageSource, at: number): Begun {
    const { page, frame, since } = source;
    const index = this.#navigations.findIndex(({ pages }) => pages.has(page));
    if (frame === 0 && index >= 0) this.#navigations.push(...this.#navigations.splice(index, 1));
    if (index >= 0) return 'begun';
    if (frame === 0 || !this.#newest) {
      const next = this.#newest?.split(since) ?? new Navigation();
      if (this.#newest?.isEmpty) this.#navigations.pop();
      this.#navigations.push(next);
    }
    const begun = this.#newest?.begin(newPage(source, at)) ?? 'refused';
    while (this.#navigations.length > MAX_NAVIGATIONS) this.#dropOldest();
    return begun;
  }

  /** Documents that are not there any more go, where one that is has found no place. */
  makeRoom(there: There): void {
    this.#dropped += this.#newest?.makeRoom(there) ?? 0;
  }

  /** A frame is not watched any more: what was seen of it goes. A top document stays, as a page that was. */
  leave(page: string): void {
    for (const navigation of this.#navigations) navigation.leave(page);
  }

  record(page: string, text: string, at: number): Recorded {
    const known = this.#find(page);
    if (!known) return this.#newest?.refuses(page) ? 'refused' : 'unknown';
    const dump = parseDump(text);
    if (!dump) return 'kept';
    // A clock that was set back makes everything new look old.
    if (dump.trace.startedAt < this.#notBefore && this.#notBefore <= at) return 'outdated';
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

  /** The recordings of the documents that are there, of whichever page. */
  dumpsOf(there: There): readonly Dump[] {
    const pages = this.#navigations.flatMap((navigation) => [...navigation.pages.values()]);
    return pages.flatMap(({ page, dump }) => (there.has(page) ? (dump ?? []) : []));
  }

  /** Frame of a document of the navigation that is shown now. */
  frameOf(page: string): number | undefined {
    return this.#newest?.pages.get(page)?.frame;
  }

  /** Frames of the documents of the newest navigation. */
  get frames(): readonly number[] {
    return this.#newest?.frames ?? [];
  }

  /** As in Navigation, of the newest one. */
  standing(answered: ReadonlyMap<string, Presence>, late: readonly number[], site: string): There {
    return this.#newest?.standing(answered, late, site) ?? answered;
  }

  /** @param there The documents that are there now: the newest navigation may be over, and no one watches what came after it. */
  view(have: Readonly<Record<string, number>>, there: There): TabView {
    const newest = this.#navigations.length - (this.#newest?.isInFront(there) ? 1 : 0);
    const pages = this.#navigations.flatMap(({ pages }, index) =>
      [...pages.values()].map((page): PageView => {
        const kept = keptOf(page, have[page.page] ?? 0);
        const stands = there.get(page.page);
        const presence = stands === 'late' ? null : (stands ?? null);
        // A watched frame in a page that nobody watches is in front, whatever page was before.
        return { ...kept, ago: stands ? 0 : newest - index, there: presence, late: stands === 'late' };
      }),
    );
    const refused = [...(this.#newest?.refused.keys() ?? [])].filter((page) => there.has(page)).length;
    const all = this.#navigations.reduce((sum, navigation) => sum + navigation.refused.size, 0);
    return { pages, refused, dropped: this.#dropped + all };
  }

  /** Of what came before the page in front. */
  forgetEarlier(there: There): void {
    this.#navigations.splice(0, this.#navigations.length - (this.#newest?.isInFront(there) ? 1 : 0));
  }

  /** Whatever is older goes. */
  letGo(oldest: number): void {
    const index = this.#navigations.findIndex((navigation) => !navigation.isBefore(oldest));
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
    return this.#navigations.map(({ pages }) =>
      [...pages.values()].map((page) => {
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
    const pages = [...(this.#navigations[0]?.pages.values() ?? [])].filter(({ dump }) => dump);
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
    this.#dropped += this.#navigations.shift()?.pages.size ?? 0;
  }

  get #newest(): Navigation | undefined {
    return this.#navigations.at(-1);
  }

  #find(page: string): Page | undefined {
    return this.#navigations.find(({ pages }) => pages.has(page))?.pages.get(page);
  }
}

function newPage(source: PageSource, at: number, dump?: Dump, size = 0): Page {
  const { page, frame, origin, since } = source;
  return { page, frame, origin, since, at, dump, size, askedAt: 0, asks: 0, gaps: new Map() };
}

function keptOf({ page, frame, origin, since, at, dump }: Page, have: number): KeptPage {
  const text = dump ? writeOwn(have > 0 ? partSince(dump, have) : dump) : '';
  return { page, frame, origin, since, at, dump: text };
}

const sizeOf = (navigations: readonly (readonly KeptPage[])[]): number =>
  navigations.flat().reduce((sum, { dump }) => sum + dump.length, 0);
