import type { History } from './history.ts';
import type { Report } from './observed.ts';

/** What the doctor tells is explained where some page stood still for so long, in the time before and after it was told. */
const HELD_UP_MS = 5_000;
const HELD_UP_WITHIN_MS = 20_000;
/** The same is told once in so long. */
const ONCE_IN_MS = 20_000;

interface Stall {
  readonly seat: number;
  readonly at: number;
  readonly ms: number;
}

interface Told {
  readonly at: number;
  readonly key: string;
  readonly what: string;
}

/** The doctor finds nothing above information that neither a cut nor a machine with too much to do explains. */
export class FindingJudge {
  readonly #history: History;
  readonly #violate: (at: number, what: string) => void;
  readonly #heardAt = new Map<number, number>();
  #stalls: Stall[] = [];
  /** Until every page has said whether it stood still by then. */
  #told: Told[] = [];
  readonly #violated = new Set<string>();
  readonly #explained = new Set<string>();

  constructor(history: History, violate: (at: number, what: string) => void) {
    this.#history = history;
    this.#violate = violate;
  }

  /** What was told while a page stood still. */
  get explained(): readonly string[] {
    return [...this.#explained];
  }

  observe(seat: number, { at, stoodStill, findings }: Report): void {
    this.#heardAt.set(seat, at);
    this.#stalls.push({ seat, at, ms: stoodStill });
    this.#stalls = this.#stalls.filter((stall) => at - stall.at < 2 * HELD_UP_WITHIN_MS);
    for (const { severity, code, evidence } of findings ?? []) {
      if (severity === 'info' || this.#history.disturbed(at, at)) continue;
      this.#told.push({
        at,
        key: `${seat} ${code} ${Math.floor(at / ONCE_IN_MS)}`,
        what: `the doctor tells seat ${seat} of ${code} (${severity}): ${evidence}`,
      });
    }
    this.#weigh(Math.min(...this.#heardAt.values()));
  }

  finish(at: number): void {
    this.#weigh(at);
  }

  /** What was told up to a time of which all pages have reported. */
  #weigh(until: number): void {
    const due = this.#told.filter(({ at }) => at <= until);
    this.#told = this.#told.filter(({ at }) => at > until);
    for (const { at, key, what } of due) {
      if (this.#heldUp(at)) this.#explained.add(what);
      else if (!this.#violated.has(key)) {
        this.#violated.add(key);
        this.#violate(at, what);
      }
    }
  }

  #heldUp(at: number): boolean {
    const stalls = this.#stalls.filter((stall) => Math.abs(at - stall.at) <= HELD_UP_WITHIN_MS);
    return [...this.#heardAt.keys()].some((seat) => {
      const stood = stalls.filter((stall) => stall.seat === seat).reduce((sum, { ms }) => sum + ms, 0);
      return stood >= HELD_UP_MS;
    });
  }
}
