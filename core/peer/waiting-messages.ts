import { namedError } from '../util/errors.ts';
import type { DataKind } from './side-messages.ts';

/** Messages and characters of JSON that may wait for a connection. */
const MAX_WAITING = 256;
const MAX_WAITING_LENGTH = 4 * 1_048_576;

/** A message and whoever waits for it. */
export interface WaitingMessage {
  /** null for everyone. */
  readonly to: readonly string[] | null;
  /** What it was sent as. */
  readonly kind: DataKind;
  readonly data: unknown;
  /** In characters of JSON. */
  readonly length: number;
  resolve: () => void;
  reject: (err: unknown) => void;
}

/** Messages that cannot go out yet, in order and within bounds. */
export class WaitingMessages {
  /** Until it is their turn. */
  readonly #queue: WaitingMessage[] = [];
  /** Until the server is back. */
  readonly #deferred: WaitingMessage[] = [];
  #length = 0;
  #ended: Error | null = null;
  /** Why the server is not to be waited for. */
  #stalled: Error | null = null;

  get empty(): boolean {
    return this.#queue.length + this.#deferred.length === 0;
  }

  /** @throws OutageQueueOverflowError, as a rejection. */
  enqueue(to: readonly string[] | null, kind: DataKind, data: unknown): Promise<void> {
    return this.#admit(to, kind, data, (message) => this.#queue.push(message));
  }

  /** Until the server is back. @throws OutageQueueOverflowError, or what the room ended with, as a rejection. */
  hold(to: readonly string[] | null, kind: DataKind, data: unknown): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended);
    return this.#admit(to, kind, data, (message) => this.setAside(message));
  }

  /** It waits for the server from now on, and was counted before. */
  setAside(message: WaitingMessage): void {
    if (this.#stalled) this.#rejectAll([message], this.#stalled);
    else this.#deferred.push(message);
  }

  next(): WaitingMessage | undefined {
    return this.#queue.shift();
  }

  takeDeferred(): WaitingMessage[] {
    return this.#deferred.splice(0);
  }

  /** It waits no more: it is dispatched, and whoever waits for it hears how that went. */
  settle(message: WaitingMessage, dispatch: () => readonly Promise<unknown>[]): void {
    this.#length -= message.length;
    Promise.all(dispatch()).then(() => message.resolve(), message.reject);
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
    to: readonly string[] | null,
    kind: DataKind,
    data: unknown,
    put: (message: WaitingMessage) => void,
  ): Promise<void> {
    const { length } = JSON.stringify(data);
    const count = this.#queue.length + this.#deferred.length;
    if (count >= MAX_WAITING || this.#length + length > MAX_WAITING_LENGTH)
      return Promise.reject(
        namedError('OutageQueueOverflowError', 'Too many messages wait for the connection.'),
      );
    this.#length += length;
    return new Promise((resolve, reject) => put({ to, kind, data, length, resolve, reject }));
  }

  #rejectAll(messages: readonly WaitingMessage[], err: Error): void {
    for (const message of messages) {
      this.#length -= message.length;
      message.reject(err);
    }
  }
}
