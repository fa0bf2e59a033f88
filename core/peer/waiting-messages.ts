import { namedError } from '../util/errors.ts';
import type { DataKind } from './side-messages.ts';

/** Messages and characters of JSON that may wait for a connection. */
const MAX_WAITING = 256;
const MAX_WAITING_LENGTH = 4 * 1_048_576;

/** A message and whoever waits for it. */
export interface Pending {
  readonly data: unknown;
  /** In characters of JSON; 0 where it is counted already. */
  readonly length: number;
  resolve: () => void;
  reject: (err: unknown) => void;
}

/** What waits for its turn. */
export interface Item extends Pending {
  /** null for everyone. */
  readonly to: string | null;
}

/** What goes out once the server is back: to everyone, or to those who have not had it. */
export interface Deferred extends Pending {
  readonly to: readonly string[] | null;
  /** What it was sent as. */
  readonly kind: DataKind;
}

/** Messages that cannot go out yet, in order and within bounds. */
export class WaitingMessages {
  readonly #queue: Item[] = [];
  readonly #deferred: Deferred[] = [];
  #length = 0;
  #ended: Error | null = null;
  /** Why the server is not to be waited for. */
  #stalled: Error | null = null;

  get empty(): boolean {
    return this.#queue.length + this.#deferred.length === 0;
  }

  /** @throws OutageQueueOverflowError, as a rejection. */
  enqueue(to: string | null, data: unknown, start: () => void): Promise<void> {
    const { length } = JSON.stringify(data);
    return this.#admit(length, (resolve, reject) => {
      this.#queue.push({ to, data, length, resolve, reject });
      start();
    });
  }

  /** Until the server is back. @throws OutageQueueOverflowError, or what the room ended with, as a rejection. */
  hold(to: readonly string[] | null, kind: DataKind, data: unknown, length: number): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended);
    return this.#admit(length, (resolve, reject) =>
      this.setAside({ to, kind, data, length, resolve, reject }),
    );
  }

  /** It waits for the server from now on, and was counted before. */
  setAside(item: Deferred): void {
    if (this.#stalled) this.#rejectAll([item], this.#stalled);
    else this.#deferred.push(item);
  }

  next(): Item | undefined {
    return this.#queue.shift();
  }

  takeDeferred(): Deferred[] {
    return this.#deferred.splice(0);
  }

  /** It waits no more, and whoever waits for it hears how it went. */
  settle(item: Pending, outcome: Promise<unknown>): void {
    this.#length -= item.length;
    outcome.then(() => item.resolve(), item.reject);
  }

  stall(err: Error): void {
    this.#stalled = err;
    this.#rejectAll(this.takeDeferred(), err);
  }

  hope(): void {
    this.#stalled = null;
  }

  close(err: Error): void {
    this.#ended = err;
    this.#rejectAll([...this.#queue.splice(0), ...this.takeDeferred()], err);
  }

  #admit(
    length: number,
    executor: (resolve: () => void, reject: (err: unknown) => void) => void,
  ): Promise<void> {
    const count = this.#queue.length + this.#deferred.length;
    if (count >= MAX_WAITING || this.#length + length > MAX_WAITING_LENGTH)
      return Promise.reject(
        namedError('OutageQueueOverflowError', 'Too many messages wait for the connection to come back.'),
      );
    this.#length += length;
    return new Promise(executor);
  }

  #rejectAll(items: readonly Pending[], err: Error): void {
    for (const item of items) {
      this.#length -= item.length;
      item.reject(err);
    }
  }
}
