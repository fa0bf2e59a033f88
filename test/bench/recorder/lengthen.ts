import { StatsStore } from '../../../core/recorder/stats-store.ts';
import type { ConnectionTrace, StatsEntry, StatsSample } from '../../../core/recorder/trace.ts';

/** The last sample, with every number going on as it did over the samples there are. */
function goOn(samples: readonly StatsSample[], steps: number): (readonly [string, StatsEntry])[] {
  const [first, last] = [samples[0], samples.at(-1)];
  return Object.entries(last?.stats ?? {}).map(([id, entry]) => {
    const before = first?.stats[id];
    const fields = Object.entries(entry).map(([field, value]) => {
      const from = before?.[field];
      if (typeof value !== 'number' || typeof from !== 'number') return [field, value] as const;
      return [field, value + ((value - from) / Math.max(1, samples.length - 1)) * steps] as const;
    });
    return [id, { ...Object.fromEntries(fields), type: entry.type }] as const;
  });
}

/**
 * What the recorder keeps of a connection that goes on for so many seconds as in the samples there are: they are real, and
 * their counters go on at the same pace.
 */
export function lengthen({ samples }: ConnectionTrace, seconds: number): StatsStore {
  const store = new StatsStore(() => undefined);
  const began = samples[0]?.at ?? 0;
  for (let second = 0; second < seconds; second += 1)
    store.append(began + second * 1_000, goOn(samples, second - samples.length + 1));
  return store;
}
