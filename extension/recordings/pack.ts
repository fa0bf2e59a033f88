import { LazySamples } from '../../core/recorder/lazy-samples.ts';
import { StatsBlock } from '../../core/recorder/stats-block.ts';
import type { StatsSample } from '../../core/recorder/trace.ts';

/** Samples that share one block. */
const PACK = 60;
const packed = new WeakSet<StatsSample>();

/**
 * Samples that came a few at a time, brought together: each part of a recording has its constants anew, and one sample that is kept of
 * it keeps all of them.
 */
export function pack(samples: readonly StatsSample[]): readonly StatsSample[] {
  const start = samples.findLastIndex((sample) => packed.has(sample)) + 1;
  if (samples.length - start < PACK) return samples;
  const made: StatsSample[] = [];
  for (let i = start; i + PACK <= samples.length; i += PACK) {
    const block = new StatsBlock();
    for (const { at, stats } of samples.slice(i, i + PACK)) block.append(at, Object.entries(stats));
    block.seal();
    made.push(...new LazySamples().of(block));
  }
  for (const sample of made) packed.add(sample);
  return [...samples.slice(0, start), ...made, ...samples.slice(start + made.length)];
}

/** What came in one part shares a block already. */
export function packedAsItCame(samples: readonly StatsSample[]): void {
  if (samples.length >= PACK) for (const sample of samples) packed.add(sample);
}
