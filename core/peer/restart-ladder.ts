import { namedError } from '../util/errors.ts';
import { RESTART_ANSWER_TIMEOUT_MS, RESTART_DELAYS_MS, nextRestartDelay } from './ice-restart.ts';

/** One attempt to find a lost path again. */
export interface PathRecovery {
  /** 1 for the first. */
  readonly attempt: number;
  /** How many are made before it is given up. */
  readonly attempts: number;
  /** Milliseconds until it begins. */
  readonly delayMs: number;
}

export interface RestartLadderOwner {
  /** An attempt is planned; told before it begins. */
  planned(recovery: PathRecovery): void;
  /** Make a restart offer, or send the unanswered one again. */
  restart(): void;
  /** All attempts were made; told once until the connection is up again. */
  exhausted(err: Error): void;
}

/** Climbs the restart delays while a connection is lost. */
export class RestartLadder {
  readonly #owner: RestartLadderOwner;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gaveUp = false;

  constructor(owner: RestartLadderOwner) {
    this.#owner = owner;
  }

  /** The connection failed. While an attempt is under way this changes nothing. */
  failed(): void {
    if (this.#timer !== undefined || this.#gaveUp) return;
    const delayMs = nextRestartDelay(this.#attempt);
    if (delayMs === null) {
      this.#gaveUp = true;
      const message = `The connection was not recovered by ${RESTART_DELAYS_MS.length} ICE restarts.`;
      this.#owner.exhausted(namedError('IceRestartExhaustedError', message));
      return;
    }
    this.#attempt += 1;
    this.#owner.planned({ attempt: this.#attempt, attempts: RESTART_DELAYS_MS.length, delayMs });
    if (delayMs === 0) this.#restart();
    else this.#timer = setTimeout(() => this.#restart(), delayMs);
  }

  /** The other side answered: only a new failure moves the ladder on. */
  answered(): void {
    this.#clear();
  }

  /** The other side restarts by itself: what was planned would break that off, and is only made if it leads nowhere. */
  overtaken(): void {
    if (this.#timer !== undefined) this.#awaitOutcome();
  }

  /** The connection is up, or the surroundings have changed so much that counting starts anew. */
  reset(): void {
    this.#clear();
    this.#attempt = 0;
    this.#gaveUp = false;
  }

  stop(): void {
    this.#clear();
    this.#gaveUp = true;
  }

  #restart(): void {
    this.#awaitOutcome();
    this.#owner.restart();
  }

  /** None counts as another failure. */
  #awaitOutcome(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.failed();
    }, RESTART_ANSWER_TIMEOUT_MS);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
