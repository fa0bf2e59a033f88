import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MAX_NUMBERS } from '../../../core/recorder/bounds.ts';
import { StatsBlock } from '../../../core/recorder/stats-block.ts';
import type { RawStats } from '../../../core/recorder/stats-block.ts';
import { StatsStore, keepWithin } from '../../../core/recorder/stats-store.ts';

type Fields = Record<string, unknown>;
type Kept = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const raw = (entries: Record<string, Fields>): RawStats => Object.entries(entries);

/** A call's statistics as a browser gives them: `size` entries of constants, counters and texts. */
function call(second: number, size: number, entries = callEntries(size)): RawStats {
  for (const [, entry] of entries) {
    const fields = entry as Fields;
    fields['timestamp'] = second * 1_000;
    for (let k = 0; k < 20; k += 1) fields[`counter${k}`] = second * (k + 1) * 1_000.5;
  }
  return entries;
}

function callEntries(size: number): [string, object][] {
  return Array.from({ length: size }, (_, i): [string, object] => [
    `entry-${i}`,
    {
      id: `entry-${i}`,
      type: 'inbound-rtp',
      kind: 'video',
      mid: String(i),
      ssrc: 1_000_000 + i,
      codecId: `codec-${i % 3}`,
      ...Object.fromEntries(Array.from({ length: 10 }, (__, k) => [`constant${k}`, k])),
    },
  ]);
}

describe('samples in columns', () => {
  it('come back as they were, without ids, times and secrets', () => {
    const block = new StatsBlock();
    const given: Record<string, Fields>[] = [
      { a: { id: 'a', type: 'inbound-rtp', timestamp: 1, n: 1, fixed: 7, text: 'x', flag: true } },
      { a: { id: 'a', type: 'inbound-rtp', timestamp: 2, n: 2, fixed: 7, text: 'x', flag: true } },
      { a: { id: 'a', type: 'inbound-rtp', timestamp: 3, n: 2, fixed: 7, text: 'y', flag: false, late: 1 } },
      { b: { id: 'b', type: 'transport', iceLocalUsernameFragment: 'secret', n: NaN, nested: { n: 1 } } },
      { a: { id: 'a', type: 'inbound-rtp', timestamp: 5, n: 5, text: 'y' }, c: { type: 'certificate' } },
    ];
    given.forEach((stats, i) => block.append(i, raw(stats)));
    const expected: Kept[] = [
      { a: { type: 'inbound-rtp', n: 1, fixed: 7, text: 'x', flag: true } },
      { a: { type: 'inbound-rtp', n: 2, fixed: 7, text: 'x', flag: true } },
      { a: { type: 'inbound-rtp', n: 2, fixed: 7, text: 'y', flag: false, late: 1 } },
      { b: { type: 'transport' } },
      { a: { type: 'inbound-rtp', n: 5, text: 'y' } },
    ];
    assert.deepEqual(
      given.map((_, i) => block.read(i)),
      expected,
    );
  });

  it('keep the time of what a remote end reported', () => {
    const block = new StatsBlock();
    for (const timestamp of [5, 5, 9])
      block.append(timestamp, raw({ r: { type: 'remote-outbound-rtp', timestamp } }));
    assert.deepEqual(
      [0, 1, 2].map((i) => block.read(i)['r']?.['timestamp']),
      [5, 5, 9],
    );
  });

  it('survive random changes of every kind', () => {
    // A linear congruential generator: the same run each time.
    let seed = 42;
    const random = (below: number): number =>
      (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const values: readonly unknown[] = [1, 2, 2.5, 'a', 'b', true, false, undefined];
    const block = new StatsBlock();
    const kept: Kept[] = [];
    for (let i = 0; i < 500; i += 1) {
      const entries = Object.fromEntries(
        ['a', 'b', 'c']
          .filter(() => random(6) > 0)
          .map((id): [string, Fields] => {
            const fields = ['x', 'y', 'z'].map((key): [string, unknown] => [
              key,
              values[random(values.length)],
            ]);
            return [
              id,
              { type: 'transport', ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)) },
            ];
          }),
      );
      block.append(i, raw(entries));
      kept.push(entries);
    }
    kept.forEach((entries, i) => assert.deepEqual(block.read(i), entries, `sample ${i}`));
  });
});

describe('an hour of samples', () => {
  it('is whole for the last five minutes, then thinned, and bounded', () => {
    let dropped = 0;
    const store = new StatsStore((count) => (dropped += count));
    const hours = 2;
    for (let second = 0; second < hours * 3_600; second += 1) store.append(second * 1_000, call(second, 2));
    const samples = store.samples();
    const last = samples.at(-1)?.at ?? 0;
    const gaps = samples.slice(1).map(({ at }, i) => [at - (samples[i]?.at ?? 0), last - at] as const);
    assert.ok(gaps.every(([gap, age]) => gap === (age < 300_000 ? 1_000 : gap)));
    assert.ok(gaps.every(([gap]) => gap === 1_000 || gap === 10_000));
    const reach = last - (samples[0]?.at ?? 0);
    assert.ok(reach > 3_000_000 && reach < 4_000_000, `reaches back ${reach} ms`);
    assert.ok(dropped > 0);
    assert.equal(samples.at(-1)?.stats['entry-1']?.['counter3'], (hours * 3_600 - 1) * 4 * 1_000.5);
    assert.equal(samples[0]?.stats['entry-0']?.['constant3'], 3);
  });

  it('of ten connections takes at most 10 MB', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const stores = Array.from({ length: 10 }, () => new StatsStore(() => undefined));
    const entries = callEntries(12);
    const fill = (from: number, to: number): void => {
      for (let second = from; second < to; second += 1) {
        for (const store of stores) store.append(second * 1_000, call(second, 12, entries));
        keepWithin(stores, MAX_NUMBERS);
      }
    };
    fill(0, 10);
    collect();
    const before = process.memoryUsage().heapUsed;
    fill(10, 3_600);
    for (const store of stores) store.samples();
    collect();
    const megabytes = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
    const numbers = stores.reduce((sum, store) => sum + store.size, 0);
    assert.ok(numbers <= MAX_NUMBERS && numbers > MAX_NUMBERS / 2, `${numbers} numbers`);
    assert.ok(megabytes < 10, `${megabytes.toFixed(1)} MB`);
    // The last minutes of every connection are there all the same.
    for (const store of stores) assert.ok(store.samples().length >= 120);
  });
});
