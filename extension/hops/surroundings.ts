import { isRecord } from '../../core/util/is-record.ts';

/** How a document stands among the others of its page. */
export interface Surroundings {
  /** How many windows are around it; 0 is the top. */
  readonly depth: number;
  /** The document around it cannot reach it. */
  readonly apart: boolean;
  /** No script of its own may run in it: there is nothing to record. */
  readonly scriptless: boolean;
  /** Windows in it that it cannot reach: frames of other origins, and sandboxed ones. */
  readonly unreached: number;
  /** Origins of its frames other than its own, as far as their addresses tell. */
  readonly frames: readonly string[];
}

export const MAX_FRAMES = 50;
export const MAX_ORIGIN = 300;

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;

/** What a document said of itself; whatever is not sound in it counts as nothing. */
export function readSurroundings({
  depth,
  apart,
  scriptless,
  unreached,
  frames,
}: Record<string, unknown>): Surroundings {
  return {
    depth: count(depth),
    apart: apart === true,
    scriptless: scriptless === true,
    unreached: count(unreached),
    frames: (Array.isArray(frames) ? (frames as unknown[]) : [])
      .slice(0, MAX_FRAMES)
      .filter((origin): origin is string => typeof origin === 'string' && origin.length <= MAX_ORIGIN),
  };
}

/** A watched document that is there, as its relay answers. */
export interface Presence extends Surroundings {
  readonly page: string;
}

/** As `nonce` makes them: an insecure page has no UUIDs. */
const PAGE = /^[0-9a-f]{32}$/;
export const isPageName = (value: unknown): value is string => typeof value === 'string' && PAGE.test(value);

/** The answer of a relay, or undefined for anything else. */
export const parsePresence = (value: unknown): Presence | undefined =>
  isRecord(value) && isPageName(value['page'])
    ? { page: value['page'], ...readSurroundings(value) }
    : undefined;
