/** What is done to the seats, in which order and when: the same for the same seed. Pure. */

export type Step =
  | { readonly do: 'join' | 'leave' | 'drop' | 'camera'; readonly seat: number }
  | { readonly do: 'mute' | 'share'; readonly seat: number; readonly on: boolean }
  | { readonly do: 'cut'; readonly side: number; readonly forMs: number };

export interface Planned {
  /** From the step before. */
  readonly afterMs: number;
  readonly step: Step;
}

export interface PlanOptions {
  readonly seed: number;
  readonly seats: number;
  /** Whether paths can be cut: the seats are on two sides, the odd ones on side 1. */
  readonly cuts: boolean;
}

/** So many stay. */
const FEWEST = 3;
const PAUSE_MS = [500, 3_000] as const;
/** More often than this, and the doctor would rightly speak of a loop. */
const DROP_EVERY_MS = 30_000;
const CUT_EVERY_MS = 90_000;
const CUT_MS = [1_000, 12_000] as const;
/** A seat whose side was cut so lately joins nothing. */
const AFTER_CUT_MS = 20_000;

/** Numbers from 0 up to 1, the same for the same seed (the generator known as mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Seat {
  readonly seat: number;
  here: boolean;
  muted: boolean;
  shares: boolean;
  dropped: number;
}

const WEIGHTS: Readonly<Record<Step['do'], number>> = {
  mute: 4,
  share: 3,
  camera: 3,
  leave: 2,
  join: 4,
  drop: 3,
  cut: 2,
};

export const sideOf = (seat: number): number => seat % 2;

/** Steps without end; at first all seats join. */
export function* plan({ seed, seats, cuts }: PlanOptions): Generator<Planned, never> {
  const random = randomOf(seed);
  const between = ([low, high]: readonly [number, number]): number =>
    Math.round(low + random() * (high - low));
  const all = Array.from({ length: seats }, (_, seat): Seat => ({
    ...{ seat, here: true, muted: false, shares: false },
    dropped: -Infinity,
  }));
  for (const { seat } of all) yield { afterMs: 0, step: { do: 'join', seat } };

  let now = 0;
  let cutSide = -1;
  let cutUntil = -CUT_EVERY_MS;
  const possible = (): Step[] => {
    const here = all.filter((seat) => seat.here);
    const reaches = ({ seat }: Seat): boolean => sideOf(seat) !== cutSide || now > cutUntil + AFTER_CUT_MS;
    return [
      ...here.flatMap(({ seat, muted, shares, dropped }): Step[] => [
        { do: 'mute', seat, on: !muted },
        { do: 'share', seat, on: !shares },
        { do: 'camera', seat },
        ...(here.length > FEWEST ? [{ do: 'leave', seat } as const] : []),
        ...(now - dropped > DROP_EVERY_MS ? [{ do: 'drop', seat } as const] : []),
      ]),
      ...all.filter((seat) => !seat.here && reaches(seat)).map(({ seat }): Step => ({ do: 'join', seat })),
      ...(cuts && now > cutUntil + CUT_EVERY_MS
        ? [0, 1].map((side): Step => ({ do: 'cut', side, forMs: between(CUT_MS) }))
        : []),
    ];
  };
  const choose = (steps: readonly Step[]): Step => {
    const kinds = [...new Set(steps.map((step) => step.do))];
    let at = random() * kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
    const kind = kinds.find((candidate) => (at -= WEIGHTS[candidate]) < 0) ?? 'mute';
    const ofKind = steps.filter((step) => step.do === kind);
    return ofKind[Math.floor(random() * ofKind.length)] ?? { do: 'mute', seat: 0, on: true };
  };
  for (;;) {
    const afterMs = between(PAUSE_MS);
    now += afterMs;
    const step = choose(possible());
    if (step.do === 'cut') {
      cutSide = step.side;
      cutUntil = now + step.forMs;
    } else {
      const seat = all[step.seat];
      if (!seat) throw new RangeError(`no seat ${step.seat}`);
      if (step.do === 'mute') seat.muted = step.on;
      if (step.do === 'share') seat.shares = step.on;
      if (step.do === 'drop') seat.dropped = now;
      if (step.do === 'leave') Object.assign(seat, { here: false, muted: false, shares: false });
      if (step.do === 'join') seat.here = true;
    }
    yield { afterMs, step };
  }
}
