import type { StatsBlock } from './stats-block.ts';
import type { StatsSample } from './trace.ts';

/** Built statistics that are kept, since rules read the same few seconds again and again. */
const MAX_BUILT = 15;

/** Samples over columns, each built when it is read. */
export class LazySamples {
  readonly #built = new Map<StatsSample, StatsSample['stats']>();

  /** An own getter, which JSON and structured clones follow. */
  sample(at: number, build: () => StatsSample['stats']): StatsSample {
    const read = (): StatsSample['stats'] => this.#read(sample, build);
    const sample: StatsSample = {
      at,
      get stats() {
        return read();
      },
    };
    return sample;
  }

  of(block: StatsBlock): StatsSample[] {
    return block.at.map((at, index) => this.sample(at, () => block.read(index)));
  }

  #read(sample: StatsSample, build: () => StatsSample['stats']): StatsSample['stats'] {
    const known = this.#built.get(sample);
    if (known) return known;
    const stats = build();
    this.#built.set(sample, stats);
    for (const oldest of this.#built.keys()) {
      if (this.#built.size <= MAX_BUILT) break;
      this.#built.delete(oldest);
    }
    return stats;
  }
}
