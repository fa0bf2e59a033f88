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

export type Row = Readonly<Record<string, string | number>>;

export interface Table {
  /** One sentence: what was measured, on what, and how to read it. */
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Kept {
  readonly machine: string;
  /** ISO 8601. */
  readonly at: string;
  readonly tables: readonly Table[];
  readonly samples: unknown;
}

export const RESULTS_DIR = '.cache/bench';
const printed: Table[] = [];

export function table(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  console.table(rows);
  printed.push({ title, rows });
}

/** Keeps the single measurements beside the tables that were printed: at least one, or the page would have none to show. */
export function keep(name: string, samples: unknown): void {
  if (printed.length === 0) throw new Error(`the benchmark ${name} has printed no table`);
  mkdirSync(RESULTS_DIR, { recursive: true });
  const kept: Kept = { machine: machine(), at: new Date().toISOString(), tables: printed.splice(0), samples };
  writeFileSync(`${RESULTS_DIR}/${name}.json`, JSON.stringify(kept, null, 2));
}
