import { readFileSync } from 'node:fs';
import type { Dump } from '../../../core/recorder/dump/own-dump.ts';

/** A recording of a real call, in which something is wrong. */
export const RECORDED = JSON.parse(
  readFileSync(new URL('../../core/diagnosis/fixtures/frozen.chromium.json', import.meta.url), 'utf8'),
) as Dump;

/** The same, as of a recorder that began then. */
export const startedAt = (at: number): Dump => ({ ...RECORDED, trace: { ...RECORDED.trace, startedAt: at } });

/** The same with so many samples, a second apart. */
export function lasting(seconds: number): Dump {
  const { trace, environment } = RECORDED;
  const connections = trace.connections.map((connection) => ({
    ...connection,
    samples: Array.from({ length: seconds }, (_, i) => ({
      at: trace.startedAt + i * 1_000,
      stats: connection.samples[i % connection.samples.length]?.stats ?? {},
    })),
  }));
  return { trace: { ...trace, connections }, environment };
}

/** Some of its samples alone. */
export function partOf({ trace, environment }: Dump, from: number, to?: number): Dump {
  const connections = trace.connections.map((connection) => ({
    ...connection,
    samples: connection.samples.slice(from, to),
  }));
  return { trace: { ...trace, connections }, environment };
}

/** When the samples of its first connection were taken. */
export const timesOf = (dump: Dump | undefined): number[] =>
  (dump?.trace.connections[0]?.samples ?? []).map(({ at }) => at);
