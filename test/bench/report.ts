import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export const median = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length / 2)] ?? NaN;

/** Median, and how far apart the lowest and highest are, in percent of it. */
export function summary(values: readonly number[], digits = 0): string {
  if (values.length === 0) return '–';
  const mid = median(values);
  const spread = ((Math.max(...values) - Math.min(...values)) / mid) * 100;
  return `${mid.toFixed(digits)} ±${(spread / 2).toFixed(0)}%`;
}

export const machine = (): string =>
  `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} CPUs, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;

/** Keeps the single measurements beside the table that was printed. */
export function keep(name: string, samples: unknown): void {
  mkdirSync('.cache/bench', { recursive: true });
  writeFileSync(
    `.cache/bench/${name}.json`,
    JSON.stringify({ machine: machine(), at: new Date().toISOString(), samples }, null, 2),
  );
}
