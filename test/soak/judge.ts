import { FindingJudge } from './finding-judge.ts';
import type { History } from './history.ts';
import { MessageJudge } from './message-judge.ts';
import type { Report } from './observed.ts';

/** What has to hold in the call at all times, checked against what the pages report. Pure: times come in. */

/** Two who are in the room see each other's pictures within this time, and again after whatever befell them. */
const MEET_MS = 20_000;
/** New frames come at least so often. */
const STILL_MS = 10_000;
/** Who has left is seen no longer, and nothing of it is kept. */
const GONE_MS = 5_000;

export interface Violation {
  readonly at: number;
  readonly what: string;
}

interface Progress {
  frames: number;
  at: number;
}

export class Judge {
  readonly #violations: Violation[] = [];
  readonly #history: History;
  readonly #messages: MessageJudge;
  readonly #findings: FindingJudge;
  /** Since when something has been wrong without a break, and whether that was told. */
  readonly #wrong = new Map<string, { since: number; told: boolean }>();
  readonly #progress = new Map<string, Progress>();

  constructor(history: History) {
    this.#history = history;
    const violate = (at: number, what: string): void => this.#violate(at, what);
    this.#messages = new MessageJudge(history, violate);
    this.#findings = new FindingJudge(history, violate);
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** How many messages were received, each of them once. */
  get received(): number {
    return this.#messages.received;
  }

  /** How many are in doubt, as their senders were told. */
  get inDoubt(): number {
    return this.#messages.inDoubt;
  }

  /** What the doctor told while a page stood still: of a machine that has too much to do. */
  get explained(): readonly string[] {
    return this.#findings.explained;
  }

  /** A page's report; `seat` tells pages that are in no room apart. */
  observe(seat: number, report: Report): void {
    const { at, name, open } = report;
    this.#messages.observe(report);
    for (const error of report.errors)
      if (!this.#history.disturbed(at, at)) this.#violate(at, `seat ${seat}: ${error}`);
    this.#findings.observe(seat, report);
    const own = name === null ? undefined : this.#history.stay(name);
    const calm = !this.#history.disturbed(at, at);
    const expected = own ? report.others.length : 0;
    this.#lasting(at, `seat ${seat} has ${open} connections open instead of ${expected}`, GONE_MS, {
      key: `open ${seat}`,
      wrong: calm && open !== expected,
    });
    if (own && own.leftAt === null) this.#room(own.name, own.side, report);
  }

  /** What was never received by the end. */
  finish(at: number): void {
    this.#messages.finish(at);
    this.#findings.finish(at);
  }

  #room(name: string, side: number, { at, state, others }: Report): void {
    const calm = (...sides: readonly number[]): boolean => !this.#history.disturbed(at, at, side, ...sides);
    this.#lasting(at, `${name} is ${state}`, MEET_MS, {
      key: `state ${name}`,
      wrong: calm() && state !== 'joined',
    });
    for (const other of this.#history.present()) {
      if (other.name === name) continue;
      const seen = others.filter((candidate) => candidate.name === other.name);
      const [only] = seen;
      const moves = only !== undefined && this.#moves(`${name} ${other.name}`, only.framesDecoded, at);
      const right = seen.length === 1 && only?.state === 'connected' && moves;
      const how = only
        ? `${seen.length} times, ${only.state}, ${moves ? '' : 'no '}new frames`
        : 'not at all';
      this.#lasting(at, `${name} sees ${other.name} ${how}`, MEET_MS, {
        key: `sees ${name} ${other.name}`,
        wrong: calm(other.side) && !right,
      });
      this.#lasting(at, `${name} sees ${other.name} ${seen.length} times`, GONE_MS, {
        key: `twice ${name} ${other.name}`,
        wrong: calm(other.side) && seen.length > 1,
      });
    }
    for (const { name: known } of others) {
      if (known === null) continue;
      const stay = this.#history.stay(known);
      this.#lasting(at, `${name} still sees ${known}, who has left`, GONE_MS, {
        key: `ghost ${name} ${known}`,
        wrong: stay?.leftAt !== null && !this.#history.disturbed(at, at),
      });
    }
    this.#lasting(at, `${name} sees somebody who never says hello`, MEET_MS, {
      key: `nameless ${name}`,
      wrong: !this.#history.disturbed(at, at) && others.some((other) => other.name === null),
    });
  }

  #moves(pair: string, frames: number, at: number): boolean {
    const progress = this.#progress.get(pair);
    if (progress?.frames === frames) return at - progress.at <= STILL_MS;
    this.#progress.set(pair, { frames, at });
    return frames > 0;
  }

  /** Tells once of what has been wrong for longer than `forMs`, until it has been right again. */
  #lasting(at: number, what: string, forMs: number, { key, wrong }: { key: string; wrong: boolean }): void {
    if (!wrong) {
      this.#wrong.delete(key);
      return;
    }
    const state = this.#wrong.get(key) ?? { since: at, told: false };
    this.#wrong.set(key, state);
    if (state.told || at - state.since < forMs) return;
    state.told = true;
    this.#violate(at, `${what}, for ${Math.round((at - state.since) / 1_000)} s`);
  }

  #violate(at: number, what: string): void {
    this.#violations.push({ at, what });
  }
}
