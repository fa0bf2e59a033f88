import { MAX_CANDIDATES_PER_GENERATION } from '../protocol/limits.ts';

type Candidate = RTCIceCandidateInit | null;

/** Holds remote candidates until the description they belong to is set, and bounds their number. */
export class InboundCandidates {
  #waiting: Candidate[] = [];
  #received = 0;
  /** True while the last remote offer was ignored: its candidates belong to nothing. */
  #ignoring = false;

  /** False when the next candidate is not to be used: ignored, or one too many in this generation. */
  accept(): boolean {
    if (this.#ignoring) return false;
    this.#received += 1;
    return this.#received <= MAX_CANDIDATES_PER_GENERATION;
  }

  hold(candidate: Candidate): void {
    this.#waiting.push(candidate);
  }

  /** A description was set: a new generation begins, and those who waited are handed out. */
  described(): Candidate[] {
    this.#ignoring = false;
    this.#received = 0;
    return this.#waiting.splice(0);
  }

  offerIgnored(): void {
    this.#ignoring = true;
    this.#waiting = [];
  }
}
