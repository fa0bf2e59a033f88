/** What stays refused until this side sends something else or has another connection to the server. */
const FOR_GOOD: ReadonlySet<string> = new Set(['action_not_permitted', 'invalid_peer_id']);

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Whether an offer may be made after the server refused to carry one. A rollback makes the browser ask for a
 * negotiation again (webrtc-pc, section 4.7.3): without this, a key that may not send would offer without end.
 */
export class RefusedOffers {
  readonly #again: () => void;
  #standing = false;
  #waits = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param again an offer may fare better now: what was refused for a passing reason is tried anew */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** No offer is to be made. */
  get standing(): boolean {
    return this.#standing;
  }

  /** @param code the server's error code */
  refused(code: string): void {
    this.#standing = true;
    clearTimeout(this.#timer);
    if (FOR_GOOD.has(code)) return;
    this.#timer = setTimeout(this.#again, Math.min(FIRST_WAIT_MS * 2 ** this.#waits, LONGEST_WAIT_MS));
    this.#waits += 1;
  }

  /** What is offered, or the way there, is another now. Returns whether a refusal stood. */
  lift(): boolean {
    clearTimeout(this.#timer);
    const stood = this.#standing;
    this.#standing = false;
    return stood;
  }

  /** An offer was answered. */
  answered(): void {
    this.#waits = 0;
  }
}
