import type { Gap } from './verdict.ts';

/** How far the page in front is watched. */
export type Watching = 'out-of-bounds' | 'not-granted' | 'reload-needed' | 'recording' | 'partial';

export interface Sight {
  /** The browser let the popup look at the page, or it is recorded. */
  readonly reachable: boolean;
  /** The site of the top document is granted. */
  readonly granted: boolean;
  /** It is, and the top document has said that it is watched. */
  readonly announced: boolean;
  /** The recordings of the page, and whether each saw everything. */
  readonly recorded: readonly { readonly fromStart: boolean }[];
  /** A document is watched, but nothing sound has come from it for a while. */
  readonly silent: boolean;
  /** A document is there, and does not answer. */
  readonly unanswered: boolean;
  /** Frames that nobody here has looked at: of sites that can be asked for, or others. */
  readonly unseen: 'none' | 'named' | 'unknown';
  /** Whatever plays in the page records itself, and was there before its first connection. */
  readonly provesItself: boolean;
}

export const isUnwatched = (watching: Watching): watching is 'not-granted' | 'reload-needed' =>
  watching === 'not-granted' || watching === 'reload-needed';

export function watchingOf({ reachable, granted, announced, unseen }: Sight): Watching {
  if (announced) return unseen === 'none' ? 'recording' : 'partial';
  if (!reachable) return 'out-of-bounds';
  return granted ? 'reload-needed' : 'not-granted';
}

/** What keeps anybody from saying that nothing is wrong. */
export function gapsOf(sight: Sight): readonly Gap[] {
  const watching = watchingOf(sight);
  const gaps: Gap[] = [];
  if (watching === 'out-of-bounds') return ['out-of-bounds'];
  // What an element of ours recorded of itself is complete; what else the page may do is not in it.
  if (isUnwatched(watching) && !sight.provesItself) gaps.push(watching);
  if (sight.unanswered) gaps.push('unanswered');
  if (sight.silent) gaps.push('silent');
  if (sight.recorded.some(({ fromStart }) => !fromStart)) gaps.push('late');
  if (sight.unseen === 'named') gaps.push('frames');
  if (sight.unseen === 'unknown') gaps.push('frames-unknown');
  return gaps;
}
