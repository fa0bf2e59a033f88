/**
 * Runs negotiation steps one after the other. A step is atomic: nothing else touches the connection's
 * descriptions between its first and its last call. A step must never wait for another step.
 */
export class OperationQueue {
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  readonly #onIdle: () => void;

  /** `onIdle` is called whenever the last waiting step has finished. */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  get idle(): boolean {
    return this.#pending === 0;
  }

  /** Steps that wait or run. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when the step has run; a failing step must handle its own error. */
  run(step: () => Promise<void>): Promise<void> {
    this.#pending += 1;
    this.#tail = this.#tail.then(step).then(
      () => this.#finished(),
      () => this.#finished(),
    );
    return this.#tail;
  }

  #finished(): void {
    this.#pending -= 1;
    if (this.#pending === 0) this.#onIdle();
  }
}
