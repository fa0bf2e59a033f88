/** Who was where when, and which paths were cut. Times are epoch, in ms. */

export interface Stay {
  readonly name: string;
  readonly side: number;
  readonly joinedAt: number;
  leftAt: number | null;
}

interface Cut {
  readonly side: number;
  readonly from: number;
  to: number | null;
}

/**
 * What a cut may still explain so long after it: a peer is held for 45 s at most, and a client that has lost its server
 * tries again after up to 36 s.
 */
const AFTERMATH_MS = 60_000;

/** The server answers a message within this time. */
const ANSWER_MS = 3_000;

export class History {
  readonly #stays = new Map<string, Stay>();
  readonly #cuts: Cut[] = [];
  readonly #drops: { readonly name: string; readonly at: number }[] = [];

  joined(name: string, side: number, joinedAt: number): void {
    this.#stays.set(name, { name, side, joinedAt, leftAt: null });
  }

  left(name: string, at: number): void {
    const stay = this.#stays.get(name);
    if (stay) stay.leftAt = at;
  }

  /** Its connection to the server was closed, and no other. */
  dropped(name: string, at: number): void {
    this.#drops.push({ name, at });
  }

  /** Whether what it sent at a time may not have been answered any more. */
  wasDropping(name: string, at: number): boolean {
    return this.#drops.some((drop) => drop.name === name && Math.abs(drop.at - at) <= ANSWER_MS);
  }

  cut(side: number, from: number): void {
    this.#cuts.push({ side, from, to: null });
  }

  restored(side: number, at: number): void {
    for (const cut of this.#cuts) if (cut.side === side) cut.to ??= at;
  }

  stay(name: string): Stay | undefined {
    return this.#stays.get(name);
  }

  present(): readonly Stay[] {
    return [...this.#stays.values()].filter(({ leftAt }) => leftAt === null);
  }

  /** Whether a cut of one of these sides, all if none is named, was felt between the two times. */
  disturbed(from: number, to: number, ...sides: readonly number[]): boolean {
    return this.#cuts.some(
      (cut) =>
        (sides.length === 0 || sides.includes(cut.side)) &&
        cut.from <= to &&
        (cut.to === null || cut.to + AFTERMATH_MS >= from),
    );
  }
}
