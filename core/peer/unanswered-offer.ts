/** Milliseconds after which an offer that goes unanswered while its receiver is about must have been lost. */
const LOST_MS = 1_000;

/** Milliseconds after which one of ours is asked again for an answer; the wait doubles each time. */
const FIRST_WAIT_MS = 3_000;
const ASKED_AGAIN = 6;

interface OfferSender {
  /** Whether there still is an offer without an answer. */
  waits(): boolean;
  sendAgain(): void;
}

/**
 * An offer that waits for its answer. What went out before one of two sockets broke may be lost without a trace, and two
 * that wait would wait for ever.
 */
export class UnansweredOffer {
  readonly #sender: OfferSender;
  #sentAt = 0;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sender: OfferSender) {
    this.#sender = sender;
  }

  /** So old that whoever is about has had time to answer. */
  get mustBeLost(): boolean {
    return Date.now() - this.#sentAt >= LOST_MS;
  }

  /** @param ask whether the other side is one that may be asked again */
  sent(ask: boolean): void {
    this.#sentAt = Date.now();
    clearTimeout(this.#timer);
    if (!ask || this.#asked >= ASKED_AGAIN) return;
    this.#timer = setTimeout(
      () => {
        if (!this.#sender.waits()) return;
        this.#asked += 1;
        this.#sender.sendAgain();
      },
      FIRST_WAIT_MS * 2 ** this.#asked,
    );
  }

  /** It was answered, or its connection is no more. */
  settled(): void {
    clearTimeout(this.#timer);
    this.#asked = 0;
  }
}
