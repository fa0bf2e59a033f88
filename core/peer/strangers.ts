import type { PresencePeer } from '../protocol/frames.ts';

/** Milliseconds a stranger waits while it may be one of ours under a new id. */
const STRANGER_MS = 3_000;
/** How many times that, while one of ours has gone whose own word on where it is now may still come over its connection. */
const MAX_TURNS = 4;
/** Messages of a stranger that wait with it. */
const MAX_WORDS = 256;

export interface Stranger {
  readonly peer: PresencePeer;
  /** What it has said, to be heard when it is known whose words those are. */
  readonly words: (() => void)[];
}

interface Waiting extends Stranger {
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Newcomers who may be no newcomers: each waits, with what it says, until that is known, for 3 s, or for 12 s where the
 * word of the one that it may be is on its way. Without the server nothing can be proven, nor could a newcomer be met: that time
 * does not count.
 */
export class Strangers {
  readonly #waiting = new Map<string, Waiting>();
  readonly #expired: (peerId: string) => void;
  readonly #wordDue: () => boolean;

  /**
   * @param expired is told of one that has waited long enough, and takes it.
   * @param wordDue whether one of ours left the server, and may have yet to say over a connection that lives where it is now.
   */
  constructor(expired: (peerId: string) => void, wordDue: () => boolean) {
    this.#expired = expired;
    this.#wordDue = wordDue;
  }

  get ids(): string[] {
    return [...this.#waiting.keys()];
  }

  has(peerId: string): boolean {
    return this.#waiting.has(peerId);
  }

  hold(peer: PresencePeer): void {
    this.#waiting.set(peer.peerId, { peer, timer: this.#expiry(peer.peerId), words: [] });
  }

  /** Our own way to the server is gone. */
  serverLost(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
  }

  serverBack(): void {
    for (const [peerId, stranger] of this.#waiting) {
      clearTimeout(stranger.timer);
      stranger.timer = this.#expiry(peerId);
    }
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

  #expiry(peerId: string, turn = 1): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const stranger = this.#waiting.get(peerId);
      if (stranger && turn < MAX_TURNS && this.#wordDue()) stranger.timer = this.#expiry(peerId, turn + 1);
      else this.#expired(peerId);
    }, STRANGER_MS);
  }
}
