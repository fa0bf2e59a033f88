import { MAX_RECORDED } from '../hops/port.ts';

/** Between two messages that pass: a page that floods its own channel only loses what it floods with. */
const MIN_GAP_MS = 200;

/** Lets through what a hook may say, and no more often than it would. One that comes too early waits, others are gone. */
export class Gate {
  readonly #pass: (dump: string) => void;
  #last = -Infinity;
  #waiting = false;

  /** @param pass Gets the dump in a message. */
  constructor(pass: (dump: string) => void) {
    this.#pass = pass;
  }

  take(message: unknown): void {
    if (this.#waiting || typeof message !== 'object' || message === null) return;
    const { type, dump } = message as Record<string, unknown>;
    if (type !== 'recorded' || typeof dump !== 'string' || dump.length > MAX_RECORDED) return;
    const early = this.#last + MIN_GAP_MS - performance.now();
    if (early <= 0) return this.#through(dump);
    this.#waiting = true;
    setTimeout(() => this.#through(dump), early);
  }

  #through(dump: string): void {
    this.#waiting = false;
    this.#last = performance.now();
    this.#pass(dump);
  }
}
