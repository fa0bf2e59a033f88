import { isRecord } from '../../util/is-record.ts';
import { MAX_CONNECTIONS, MAX_STATS_FIELDS } from '../bounds.ts';
import type { Environment } from '../environment.ts';
import { LazySamples } from '../lazy-samples.ts';
import { StatsBlock } from '../stats-block.ts';
import type { StatsSegment } from '../stats-block.ts';
import type { ConnectionTrace, StatsSample, Trace } from '../trace.ts';
import { DumpError } from './dump-error.ts';
import { environmentShape } from './environment-shape.ts';
import { list, named, number, object, orNull, scalar, text } from './shape.ts';
import { connectionShape, traceShape } from './trace-shape.ts';

export const OWN_FORMAT = 'metered-call-dump';
const VERSION = 1;
const MAX_SAMPLES = 20_000;
const MAX_IDS = 5_000;

/** What a report holds beside the trace; shown as it is, so text only. */
export interface DumpExtras {
  /** Findings of the moment, as they were shown. */
  readonly findings?: readonly unknown[];
  /** Lines of the log, oldest first. */
  readonly transcript?: readonly string[];
}

export interface Dump extends DumpExtras {
  readonly trace: Trace;
  readonly environment: Environment;
}

/** Samples go in columns: as lists of objects an hour would have hundreds of megabytes. */
export function writeOwn({ trace, environment, ...extras }: Dump): string {
  const { connections, ...rest } = trace;
  return JSON.stringify({
    format: OWN_FORMAT,
    version: VERSION,
    environment,
    ...extras,
    trace: {
      ...rest,
      connections: connections.map(({ samples, ...connection }) => ({
        ...connection,
        samples: columns(samples),
      })),
    },
  });
}

/** @throws DumpError where it is of a later version, or not what it says. */
export function readOwn(value: Record<string, unknown>): Dump {
  if (value['version'] !== VERSION)
    throw new DumpError('unknown_version', 'The dump was written by a later version.');
  const trace = traceShape(value['trace']);
  const environment = environmentShape(value['environment']);
  const connections = list(
    connection,
    MAX_CONNECTIONS,
  )((value['trace'] as Record<string, unknown> | undefined)?.['connections']);
  if (!trace || !environment || !connections) throw new DumpError('damaged', 'The dump is incomplete.');
  const transcript = list(text(2_000), 5_000)(value['transcript']);
  const { findings } = value;
  return {
    trace: { ...trace, connections },
    environment,
    ...(Array.isArray(findings) ? { findings } : {}),
    ...(transcript ? { transcript } : {}),
  };
}

function columns(samples: readonly StatsSample[]): object {
  const block = new StatsBlock();
  for (const { at, stats } of samples) block.append(at, Object.entries(stats));
  return { at: block.at, series: Object.fromEntries(block.series) };
}

const segment = object<StatsSegment>({
  from: number,
  to: orNull(number),
  fixed: named(scalar, MAX_STATS_FIELDS),
  keys: list(text(), MAX_STATS_FIELDS),
  rows: (value) =>
    Array.isArray(value) && value.every((cell) => cell === null || typeof cell === 'number')
      ? (value as (number | null)[])
      : undefined,
});
const series = named(list(segment, MAX_SAMPLES), MAX_IDS);

function connection(value: unknown): ConnectionTrace | undefined {
  const rest = connectionShape(value);
  if (!rest || !isRecord(value)) return undefined;
  const given = value['samples'];
  const at = isRecord(given) ? list(number, MAX_SAMPLES)(given['at']) : undefined;
  const columned = isRecord(given) ? series(given['series']) : undefined;
  if (!at || !columned) return { ...rest, samples: [] };
  const sound = Object.entries(columned).filter(([, segments]) => segments.every(isSound));
  return { ...rest, samples: new LazySamples().of(new StatsBlock(undefined, at, new Map(sound))) };
}

/** Its rows are whole, and it says what kind of entry it is. */
const isSound = ({ fixed, keys, rows }: StatsSegment): boolean =>
  typeof fixed['type'] === 'string' &&
  rows.length % (keys.length + 1) === 0 &&
  (keys.length === 0 || rows.length > 0);
