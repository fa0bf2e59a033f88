import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { KeptPage } from '../hops/messages.ts';
import type { Presence } from '../hops/surroundings.ts';
import type { Gaps } from './merge.ts';

/** Documents of one navigation, its top beside them. */
export const MAX_PAGES = 60;
/** Documents without a place that are known by name: more would only be asked whether they are there. */
const MAX_REFUSED = 60;
/** Frames may come faster than anybody could ask which of the others are still there. */
const ASK_EVERY_MS = 2_000;

/** Where a document is, and since when. */
export type PageSource = Pick<KeptPage, 'page' | 'frame' | 'origin' | 'since'>;

export interface Page extends PageSource {
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

/** The documents that are there, by their names: what each answered, or that it has not in time. */
export type There = ReadonlyMap<string, Presence | 'late'>;

/** What became of a document that has begun. */
export type Begun =
  | 'begun'
  /** There is no place for it, unless some of the others are gone. */
  | 'full'
  /** There is none, as was just found out. */
  | 'refused';

/** One page that a tab showed: the documents that were watched in it. */
export class Navigation {
  readonly pages: Map<string, Page>;
  /** Documents for which there was no place. */
  readonly refused = new Map<string, PageSource>();
  #fullAt = -Infinity;

  constructor(pages: readonly Page[] = []) {
    this.pages = new Map(pages.map((page) => [page.page, page]));
  }

  get isEmpty(): boolean {
    return this.pages.size + this.refused.size === 0;
  }

  /** Where its documents are, those without a place as well. */
  get frames(): readonly number[] {
    return [...new Set(this.#sources.map(({ frame }) => frame))];
  }

  get top(): Page | undefined {
    return [...this.pages.values()].find(({ frame }) => frame === 0);
  }

  get #sources(): readonly PageSource[] {
    return [...this.pages.values(), ...this.refused.values()];
  }

  get #isFull(): boolean {
    return this.pages.size >= MAX_PAGES;
  }

  /** A top document always has a place. */
  begin(page: Page): Begun {
    if (page.frame !== 0 && this.#isFull) {
      const { page: name, frame, origin, since, at } = page;
      const known = this.refused.has(name);
      if (this.refused.size < MAX_REFUSED) this.refused.set(name, { page: name, frame, origin, since });
      if (known || at - this.#fullAt < ASK_EVERY_MS) return 'refused';
      this.#fullAt = at;
      return 'full';
    }
    this.refused.delete(page.page);
    this.pages.set(page.page, page);
    return 'begun';
  }

  /** It found no place, and there is none yet; nor is there for one that is not even known. */
  refuses(page: string): boolean {
    return this.#isFull && (this.refused.has(page) || this.refused.size >= MAX_REFUSED);
  }

  leave(page: string): void {
    if (this.pages.get(page)?.frame !== 0) this.pages.delete(page);
    this.refused.delete(page);
  }

  /** Lets go of what is not there any more, where it is in the way of what is; how many documents that were. */
  makeRoom(there: There): number {
    for (const page of this.refused.keys()) if (!there.has(page)) this.refused.delete(page);
    if (this.refused.size === 0 || !this.#isFull) return 0;
    const gone = [...this.pages.values()].filter(({ page, frame }) => frame !== 0 && !there.has(page));
    const idle = gone.filter(({ dump }) => !dump || dump.trace.connections.length === 0);
    // A call that was is worth more than a frame in which nothing happened.
    const leaving = idle.length > 0 ? idle : gone.slice(0, this.refused.size);
    for (const { page } of leaving) this.pages.delete(page);
    return leaving.length;
  }

  /** A top document has begun: takes out the frames that cannot have been there before it, and gives them in a page of their own. */
  split(since: number): Navigation {
    const next = new Navigation();
    for (const [name, page] of this.pages) {
      if (page.frame === 0 || page.since < since) continue;
      this.pages.delete(name);
      next.pages.set(name, page);
    }
    for (const [name, source] of this.refused) {
      if (source.since < since) continue;
      this.refused.delete(name);
      next.refused.set(name, source);
    }
    return next;
  }

  /** A top document has to be there itself; frames in a page that nobody watches are enough. */
  isInFront(there: There): boolean {
    const { top } = this;
    return (top ? [top] : [...this.pages.values()]).some(({ page }) => there.has(page));
  }

  /**
   * Who is there, where these have answered and these frames were too late to: whichever document was the last in such a frame.
   * @param site Origin of what the tab shows, or nothing: a page of the browser itself never answers, in Firefox.
   */
  standing(answered: ReadonlyMap<string, Presence>, late: readonly number[], site: string): There {
    const there = new Map<string, Presence | 'late'>(answered);
    const { top } = this;
    if (top && late.includes(0) && site !== '' && top.origin === site) there.set(top.page, 'late');
    if (!this.isInFront(there)) return there;
    for (const frame of late) {
      const last = frame === 0 ? undefined : this.#sources.findLast((source) => source.frame === frame);
      if (last) there.set(last.page, 'late');
    }
    return there;
  }

  isBefore(oldest: number): boolean {
    return [...this.pages.values()].every(({ at }) => at < oldest);
  }
}
