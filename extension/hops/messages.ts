import type { HookOrder } from './port.ts';
import type { ProbeRequest } from './probe-request.ts';
import { isPageName } from './surroundings.ts';
import type { Presence } from './surroundings.ts';

/** From a page's relay to the background. The relay lives in the extension's world, but what it carries comes from a page. */
export type FromRelay =
  /** A document has begun (`since`; milliseconds since 1970), came back, or is asked for. */
  | { readonly type: 'page'; readonly page: string; readonly since: number }
  | { readonly type: 'recorded'; readonly page: string; readonly dump: string };

/** From the background to a page's relay. */
export type ToRelay =
  | Exclude<HookOrder, { type: 'stop' | 'anew' }>
  /** Which document is there, and how it stands `around` others, where that is asked: answered by a `Presence`. */
  | { readonly type: 'who'; readonly around: boolean }
  /** What this document has recorded was to be forgotten. */
  | { readonly type: 'anew'; readonly page: string }
  /** The site of this document is not watched any more. */
  | { readonly type: 'stop'; readonly page: string };

/** From the popup, the panel and the options to the background. */
export type FromFace =
  /** What is known of a tab, or null once it was closed; with the newest sample that the face has of each page. */
  | { readonly type: 'tab'; readonly tab: number; readonly have: Readonly<Record<string, number>> }
  /** Its pages should hand over what is new. */
  | { readonly type: 'refresh'; readonly tab: number; readonly all: boolean }
  /** The sites that are granted have changed. */
  | { readonly type: 'register' }
  /** Record what a page does from now on. */
  | { readonly type: 'watch-now'; readonly tab: number }
  | { readonly type: 'highlight'; readonly tab: number; readonly page: string; readonly stream: string }
  /** Somebody has clicked on a test that names what it reaches. */
  | { readonly type: 'probe'; readonly tab: number; readonly page: string; readonly probe: ProbeRequest }
  /** Forget the pages of a tab that came before the one in front. */
  | { readonly type: 'forget-earlier'; readonly tab: number }
  /** Forget what is held of all tabs. */
  | { readonly type: 'forget' };

/** One document, as it is kept. */
export interface KeptPage {
  readonly page: string;
  readonly frame: number;
  /** As the browser says; empty where it has none of its own, as in a sandbox. */
  readonly origin: string;
  readonly since: number;
  /** When the newest part came, or the document; milliseconds since 1970. */
  readonly at: number;
  /** A dump of ours; empty where nothing has come yet. */
  readonly dump: string;
}

/** One document, as a face gets it. */
export interface PageView extends KeptPage {
  /** How many pages of the tab came after the one that it belongs to; 0 is the page in front. */
  readonly ago: number;
  /** Null where it is not there any more, or does not answer. */
  readonly there: Presence | null;
  /** It is there, and does not answer: its page is busy, or stands still. */
  readonly late: boolean;
}

export interface TabView {
  readonly pages: readonly PageView[];
  /** Documents that are there and are not recorded, since they are too many. */
  readonly refused: number;
  /** Pages and samples that did not fit. */
  readonly dropped: number;
}

/** What a relay said, or undefined for anything else. The dump's inside is checked where it is read. */
export function parseFromRelay(value: unknown, maxDump: number): FromRelay | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, page, since, dump } = value as Record<string, unknown>;
  if (!isPageName(page)) return undefined;
  if (type === 'page' && typeof since === 'number' && Number.isFinite(since)) return { type, page, since };
  if (type === 'recorded' && typeof dump === 'string' && dump.length <= maxDump) return { type, page, dump };
  return undefined;
}
