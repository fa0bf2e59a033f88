import { HISTORY_BLOCKS, RECENT_BLOCKS, THINNING } from './bounds.ts';
import { LazySamples } from './lazy-samples.ts';
import { StatsBlock } from './stats-block.ts';
import type { RawStats } from './stats-block.ts';
import type { StatsSample } from './trace.ts';

/** One connection's samples: all of the last minutes, some of the last hour. */
export class StatsStore {
  readonly #recent: StatsBlock[] = [];
  readonly #history: StatsBlock[] = [];
  readonly #samples = new WeakMap<StatsBlock, StatsSample[]>();
  readonly #lazy = new LazySamples();
  readonly #dropped: (count: number) => void;
  #sealedSize = 0;

  constructor(dropped: (count: number) => void) {
    this.#dropped = dropped;
  }

  /** How many numbers it holds, the block in progress left out. */
  get size(): number {
    return this.#sealedSize;
  }

  /** When the oldest sample was taken; infinite where only the block in progress is left. */
  get oldest(): number {
    return (
      this.#history[0]?.at[0] ?? (this.#recent.length > 1 ? this.#recent[0]?.at[0] : undefined) ?? Infinity
    );
  }

  append(at: number, stats: RawStats): void {
    let block = this.#recent.at(-1);
    if (!block || block.full) {
      block?.seal();
      this.#recent.push((block = new StatsBlock(block)));
      if (this.#recent.length > RECENT_BLOCKS + 1) this.#thin();
      this.#measure();
    }
    block.append(at, stats);
    this.#sampleObjects(block);
  }

  samples(): StatsSample[] {
    return [...this.#history, ...this.#recent].flatMap((block) => this.#sampleObjects(block));
  }

  /** Forgets the oldest block that is complete. */
  dropOldest(): void {
    const block = this.#history.shift() ?? (this.#recent.length > 1 ? this.#recent.shift() : undefined);
    if (block) this.#dropped(block.at.length);
    this.#measure();
  }

  /** The oldest recent block moves to the history, one sample in `THINNING` of it. */
  #thin(): void {
    const block = this.#recent.shift();
    if (!block) return;
    for (let i = 0; i < block.at.length; i += THINNING) {
      let into = this.#history.at(-1);
      if (!into || into.full) {
        into?.seal();
        this.#history.push((into = new StatsBlock(into)));
        if (this.#history.length > HISTORY_BLOCKS) this.#dropped(this.#history.shift()?.at.length ?? 0);
      }
      into.append(block.at[i] ?? 0, Object.entries(block.read(i)));
    }
  }

  #measure(): void {
    this.#sealedSize = [...this.#history, ...this.#recent].reduce((sum, block) => sum + block.size, 0);
  }

  #sampleObjects(block: StatsBlock): StatsSample[] {
    let objects = this.#samples.get(block);
    if (!objects) this.#samples.set(block, (objects = []));
    for (let i = objects.length; i < block.at.length; i += 1) {
      objects.push(this.#lazy.sample(block.at[i] ?? 0, () => block.read(i)));
    }
    return objects;
  }
}

/** Drops the oldest complete blocks, whosever they are, until all together hold no more than `max` numbers. */
export function keepWithin(stores: readonly StatsStore[], max: number): void {
  let held = stores.reduce((sum, { size }) => sum + size, 0);
  while (held > max) {
    const oldest = stores.reduce((a, b) => (b.oldest < a.oldest ? b : a));
    const before = oldest.size;
    oldest.dropOldest();
    if (oldest.size >= before) return;
    held += oldest.size - before;
  }
}
