import { namedError } from '../util/errors.ts';

/** Unacknowledged messages and their length in characters of JSON, per peer. */
export const MAX_UNACKED = 256;
const MAX_UNACKED_LENGTH = 4 * 1_048_576;

interface Entry {
  readonly length: number;
  resolve: () => void;
  reject: (err: Error) => void;
}

/** What went over the side channel and is not yet acknowledged, by its number. */
export class Unacked {
  readonly #entries = new Map<number, Entry>();
  #length = 0;

  hasRoomFor(length: number): boolean {
    return this.#entries.size < MAX_UNACKED && this.#length + length <= MAX_UNACKED_LENGTH;
  }

  /** Resolves when the other side has handed the message to its application. */
  add(n: number, length: number): Promise<void> {
    this.#length += length;
    return new Promise((resolve, reject) => this.#entries.set(n, { length, resolve, reject }));
  }

  /** All up to this number have arrived. */
  acknowledged(n: number): void {
    for (const [number, entry] of this.#entries) {
      if (number > n) return;
      this.#entries.delete(number);
      this.#length -= entry.length;
      entry.resolve();
    }
  }

  rejectAll(err: () => Error): void {
    for (const { reject } of this.#entries.values()) reject(err());
    this.#entries.clear();
    this.#length = 0;
  }
}

export function slowPeerOverflow(): Error {
  return namedError('OutageQueueOverflowError', 'Too much waits for a slow peer.');
}
