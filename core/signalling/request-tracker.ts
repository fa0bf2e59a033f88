import { namedError } from '../util/errors.ts';

const ACK_TIMEOUT_MS = 15_000;
const MAX_SHOWN_LENGTH = 300;

interface Pending {
  resolve(): void;
  reject(err: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/** Matches the server's acks and errors to the requests they answer. */
export class RequestTracker {
  readonly #pending = new Map<string, Pending>();
  readonly #prefix = Math.random().toString(36).slice(2, 10);
  #count = 0;

  /** A request id of its own, and the promise of its answer. */
  open(): { requestId: string; answered: Promise<void> } {
    this.#count += 1;
    const requestId = `${this.#prefix}-${this.#count}`;
    const answered = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(requestId);
        reject(namedError('AckTimeoutError', `The server did not answer within ${ACK_TIMEOUT_MS} ms.`));
      }, ACK_TIMEOUT_MS);
      this.#pending.set(requestId, { resolve, reject, timer });
    });
    return { requestId, answered };
  }

  acknowledge(requestId: string): void {
    this.#take(requestId)?.resolve();
  }

  /** True if a request was waiting for this answer. */
  refuse(requestId: string, code: string, message: string | undefined): boolean {
    const pending = this.#take(requestId);
    // The server's text is bounded; its code is the name that callers switch on.
    pending?.reject(namedError(code, (message ?? code).slice(0, MAX_SHOWN_LENGTH)));
    return pending !== undefined;
  }

  abandon(requestId: string, err: Error): void {
    this.#take(requestId)?.reject(err);
  }

  abandonAll(err: Error): void {
    for (const requestId of [...this.#pending.keys()]) this.abandon(requestId, err);
  }

  #take(requestId: string): Pending | undefined {
    const pending = this.#pending.get(requestId);
    if (!pending) return undefined;
    clearTimeout(pending.timer);
    this.#pending.delete(requestId);
    return pending;
  }
}
