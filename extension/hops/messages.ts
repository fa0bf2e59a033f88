import type { HookOrder } from './port.ts';
import type { ProbeRequest } from './probe-request.ts';

/** How the hook came into a page. */
export type HookKind = 'start' | 'late';

/** From a page's relay to the background. The relay lives in the extension's world, but what it carries comes from a page. */
export type FromRelay =
  /** A page has begun, came back, or is asked for. */
  | {
      readonly type: 'page';
      readonly page: string;
      readonly hook: HookKind;
      readonly frames: readonly string[];
    }
  | {
      readonly type: 'recorded';
      readonly page: string;
      readonly dump: string;
      readonly frames: readonly string[];
    };

/** From the background to a page's relay. */
export type ToRelay = HookOrder;

/** From the popup, the panel and the options to the background. */
export type FromFace =
  /** What is known of a tab; with the newest sample that the face has of each page. */
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
  /** Forget what is held of a tab, or of all. */
  | { readonly type: 'forget'; readonly tab: number | null };

/** One document, as a face gets it. */
export interface PageView {
  readonly page: string;
  readonly frame: number;
  readonly hook: HookKind;
  /** When the newest part came; milliseconds since 1970. */
  readonly at: number;
  /** How many navigations of the tab came after the one that it belongs to. */
  readonly ago: number;
  /** Origins of its child frames. */
  readonly frames: readonly string[];
  /** A dump of ours; empty where nothing has come yet. */
  readonly dump: string;
}

export interface TabView {
  readonly pages: readonly PageView[];
  /** Pages and samples that did not fit. */
  readonly dropped: number;
}

const MAX_FRAMES = 50;
const MAX_ORIGIN = 300;
const PAGE = /^[0-9a-f-]{36}$/;

/** What a relay said, or undefined for anything else. The dump's inside is checked where it is read. */
export function parseFromRelay(value: unknown, maxDump: number): FromRelay | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, page, hook, frames, dump } = value as Record<string, unknown>;
  if (typeof page !== 'string' || !PAGE.test(page)) return undefined;
  const origins = originsOf(frames);
  if (type === 'page' && (hook === 'start' || hook === 'late')) return { type, page, hook, frames: origins };
  if (type === 'recorded' && typeof dump === 'string' && dump.length <= maxDump)
    return { type, page, dump, frames: origins };
  return undefined;
}

function originsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MAX_FRAMES)
    .filter((origin): origin is string => typeof origin === 'string' && origin.length <= MAX_ORIGIN);
}
