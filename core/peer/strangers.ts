import type { PresencePeer } from '../protocol/frames.ts';

/** Milliseconds a stranger waits while it may be one of ours under a new id. */
const STRANGER_MS = 3_000;
/** Messages of a stranger that wait with it. */
const MAX_WORDS = 256;

export interface Stranger {
  readonly peer: PresencePeer;
  /** What it has said, to be heard when it is known whose words those are. */
  readonly words: (() => void)[];
}

/** Newcomers who may be no newcomers: each waits, with what it says, until that is known, for 3 s at most. */
export class Strangers {
  readonly #waiting = new Map<string, Stranger & { readonly timer: ReturnType<typeof setTimeout> }>();
  readonly #expired: (peerId: string) => void;

  /** @param expired is told of one that has waited long enough, and takes it. */
  constructor(expired: (peerId: string) => void) {
    this.#expired = expired;
  }

  get ids(): string[] {
    return [...this.#waiting.keys()];
  }

  has(peerId: string): boolean {
    return this.#waiting.has(peerId);
  }

  hold(peer: PresencePeer): void {
    const timer = setTimeout(() => this.#expired(peer.peerId), STRANGER_MS);
    this.#waiting.set(peer.peerId, { peer, timer, words: [] });
  }

  /** Keeps what a stranger says; false where there is no such stranger. */
  holdBack(peerId: string, deliver: () => void): boolean {
    const stranger = this.#waiting.get(peerId);
    if (stranger && stranger.words.length < MAX_WORDS) stranger.words.push(deliver);
    return stranger !== undefined;
  }

  /** The stranger, who is none any more. */
  take(peerId: string): Stranger | undefined {
    const stranger = this.#waiting.get(peerId);
    clearTimeout(stranger?.timer);
    this.#waiting.delete(peerId);
    return stranger;
  }
}
