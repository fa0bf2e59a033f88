import { namedError } from '../util/errors.ts';

/** Milliseconds after a reconnect's welcome in which the roster is due, and again after each time it is asked for. */
const DUE_MS = 10_000;
const MAX_ASKED = 2;

export interface RosterWatchOwner {
  /** Subscribe once more: the server answers with the roster. */
  ask(): void;
  /** It will not come any more by itself. */
  givenUp(err: Error): void;
}

/** Waits for the roster that ends a reconnect, so that nobody waits for ever where the server does not send it. */
export class RosterWatch {
  readonly #owner: RosterWatchOwner;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: RosterWatchOwner) {
    this.#owner = owner;
  }

  /** The server has welcomed us back. */
  begin(): void {
    this.#asked = 0;
    this.#arm();
  }

  /** The roster is there, or the connection is gone. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#overdue(), DUE_MS);
  }

  #overdue(): void {
    if (this.#asked === MAX_ASKED) {
      const message =
        'The server did not say who is in the channel after the reconnect: close, and join anew.';
      this.#owner.givenUp(namedError('ReconcileTimeoutError', message));
      return;
    }
    this.#asked += 1;
    this.#arm();
    this.#owner.ask();
  }
}
