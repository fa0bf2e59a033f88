import { MAX_RECORDED } from '../hops/port.ts';

/** Between two messages that pass: a page that floods its own channel only loses what it floods with. */
const MIN_GAP_MS = 200;

/** Lets through what a hook may say, and no more often than it would. */
export class Gate {
  #last = -Infinity;

  /** The dump in a message, or undefined where it is not passed on. */
  pass(message: unknown, now: number): string | undefined {
    if (now - this.#last < MIN_GAP_MS || typeof message !== 'object' || message === null) return undefined;
    const { type, dump } = message as Record<string, unknown>;
    if (type !== 'recorded' || typeof dump !== 'string' || dump.length > MAX_RECORDED) return undefined;
    this.#last = now;
    return dump;
  }
}
