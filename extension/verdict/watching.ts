import type { Gap } from './verdict.ts';

/** How far the page in front is watched. */
export type Watching = 'out-of-bounds' | 'not-granted' | 'reload-needed' | 'recording' | 'partial';

export interface Sight {
  /** The browser let the popup look at the page, or it is recorded. */
  readonly reachable: boolean;
  /** The site of the top document is granted. */
  readonly granted: boolean;
  /** A document of the page, top first, and whether its recording saw everything. */
  readonly recorded: readonly { readonly top: boolean; readonly fromStart: boolean }[];
  /** The top document is watched, but nothing sound comes from it. */
  readonly silent: boolean;
  /** Origins of frames that nobody here may look at. */
  readonly unseen: readonly string[];
  /** Streams are played outside of what records itself, in frames that are not recorded. */
  readonly unwatchedMedia: boolean;
  /** A `<metered-call>` that records itself is in the page. */
  readonly selfRecorded: boolean;
}

export function watchingOf({ reachable, granted, recorded, silent, unseen }: Sight): Watching {
  if (silent || recorded.some(({ top }) => top)) return unseen.length > 0 ? 'partial' : 'recording';
  if (!reachable) return 'out-of-bounds';
  return granted ? 'reload-needed' : 'not-granted';
}

/** What keeps anybody from saying that nothing is wrong. */
export function gapsOf(sight: Sight): readonly Gap[] {
  const watching = watchingOf(sight);
  const gaps: Gap[] = [];
  if (watching === 'out-of-bounds') return ['out-of-bounds'];
  const unwatched = watching === 'not-granted' || watching === 'reload-needed';
  // What an element of ours recorded of itself is complete; what else the page may do is not in it.
  if (unwatched && (!sight.selfRecorded || sight.unwatchedMedia)) gaps.push(watching);
  if (sight.silent) gaps.push('silent');
  if (sight.recorded.some(({ fromStart }) => !fromStart)) gaps.push('late');
  if (sight.unseen.length > 0) gaps.push('frames');
  return gaps;
}
