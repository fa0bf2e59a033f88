import type { ProbeRequest } from './probe-request.ts';

/**
 * How the hook in the page's world and the relay in the extension's own meet: the hook hands over one end of a channel in an
 * event that is dispatched and taken before any script of the page runs, so that no page ever hears of it. Where recording begins in a
 * page that is there already, it may: what comes on the channel is as good as the page's word.
 */
export const OFFER = 'call-doctor:offer';
export const WANTED = 'call-doctor:wanted';

/** From the hook: what it has recorded, as a dump of ours. */
export interface Recorded {
  readonly type: 'recorded';
  readonly dump: string;
}

/** To the hook. */
export type HookOrder =
  /** Hand over what is new, or everything that is held. */
  | { readonly type: 'send'; readonly all: boolean }
  /** Draw a frame around the element that shows this stream. */
  | { readonly type: 'highlight'; readonly stream: string }
  /** Test something, in this document and no other. */
  | { readonly type: 'probe'; readonly page: string; readonly probe: ProbeRequest }
  /** Forget what was recorded, and begin anew. */
  | { readonly type: 'anew' }
  | { readonly type: 'stop' };

/** Characters of one dump; a page that has more keeps the rest to itself. */
export const MAX_RECORDED = 12_000_000;
