import type { History } from './history.ts';
import type { Report, Sent } from './observed.ts';

/** A message is there within this time. */
const ARRIVES_MS = 20_000;
/** Who leaves so soon after a message need not have had it, or have got rid of it. */
const LEAVING_MS = 10_000;

/** It was not answered: it may have arrived, and is never sent again. */
const IN_DOUBT = 'DisconnectedError';

/**
 * Messages: none arrives twice, none arrives late of another from the same sender, and what was sent is had by everyone
 * who had been met by then. A cut excuses what is lost or late, never what comes twice.
 */
export class MessageJudge {
  received = 0;
  /** Whose sender lost its server before the answer came, and told the application so. */
  inDoubt = 0;
  /** Numbers by receiver and sender. */
  readonly #had = new Map<string, Set<number>>();
  readonly #last = new Map<string, number>();
  /** When each was last heard of: on a busy machine a page tells what it has had long after. */
  readonly #toldAt = new Map<string, number>();
  #pending: Sent[] = [];
  readonly #history: History;
  readonly #violate: (at: number, what: string) => void;

  constructor(history: History, violate: (at: number, what: string) => void) {
    this.#history = history;
    this.#violate = violate;
  }

  observe({ at, name, received, sent }: Report): void {
    // What came in on the way out belongs to the name that it had.
    if (name === null) return;
    this.#toldAt.set(name, at);
    for (const { from, n } of received) this.#receive(at, name, from, n);
    this.#pending.push(...sent);
    const due = this.#pending.filter((message) => this.#isDue(message, ARRIVES_MS));
    this.#pending = this.#pending.filter((message) => !due.includes(message));
    for (const message of due) this.#settle(at, message);
  }

  finish(at: number): void {
    for (const message of this.#pending) if (this.#isDue(message, ARRIVES_MS / 2)) this.#settle(at, message);
  }

  /** Whether all who should have had it have said since what they have had; who has left says nothing more. */
  #isDue({ at, from, to }: Sent, afterMs: number): boolean {
    return [from, ...to].every((name) => this.#hasLeft(name) || (this.#toldAt.get(name) ?? 0) - at > afterMs);
  }

  #receive(at: number, name: string, from: string, n: number): void {
    const way = `${from} to ${name}`;
    const had = this.#had.get(way) ?? new Set();
    this.#had.set(way, had);
    if (had.has(n)) {
      this.#violate(at, `message ${n} from ${way} came twice`);
      return;
    }
    had.add(n);
    this.received += 1;
    const last = this.#last.get(way) ?? 0;
    if (n < last && !this.#disturbed(at, from, name))
      this.#violate(at, `message ${n} from ${way} came after ${last}`);
    this.#last.set(way, Math.max(n, last));
  }

  #settle(now: number, { from, n, at, to, outcome }: Sent): void {
    if (this.#leaves(from, at)) return;
    if (outcome !== 'sent') {
      if (outcome === IN_DOUBT && this.#history.wasDropping(from, at)) this.inDoubt += 1;
      // Whoever is beyond a cut can leave the sender in doubt.
      else if (!this.#history.disturbed(at, at + ARRIVES_MS))
        this.#violate(now, `message ${n} from ${from}: ${outcome}`);
      return;
    }
    for (const name of to) {
      if (this.#leaves(name, at) || this.#disturbed(at, from, name)) continue;
      if (!this.#had.get(`${from} to ${name}`)?.has(n))
        this.#violate(now, `message ${n} from ${from} to ${name} never came`);
    }
  }

  #hasLeft(name: string): boolean {
    return this.#history.stay(name)?.leftAt !== null;
  }

  #leaves(name: string, at: number): boolean {
    const leftAt = this.#history.stay(name)?.leftAt;
    return leftAt !== null && (leftAt === undefined || leftAt < at + LEAVING_MS);
  }

  #disturbed(at: number, ...names: readonly string[]): boolean {
    const sides = names.flatMap((name) => this.#history.stay(name)?.side ?? []);
    return this.#history.disturbed(at, at + ARRIVES_MS, ...sides);
  }
}
