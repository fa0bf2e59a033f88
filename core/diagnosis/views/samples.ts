import type { ConnectionTrace, StatsEntry, StatsSample } from '../../recorder/trace.ts';
import { FLOW, SAMPLE_SLACK } from '../thresholds.ts';

export const numberOf = (entry: StatsEntry | undefined, field: string): number | undefined => {
  const value = entry?.[field];
  return typeof value === 'number' ? value : undefined;
};

export const textOf = (entry: StatsEntry | undefined, field: string): string | undefined => {
  const value = entry?.[field];
  return typeof value === 'string' ? value : undefined;
};

export const entriesOf = (sample: StatsSample | undefined, type: string): (readonly [string, StatsEntry])[] =>
  Object.entries(sample?.stats ?? {}).filter(([, entry]) => entry.type === type);

/** The newest sample that is at least `ms` older than the last one. */
export function sampleBefore({ samples }: ConnectionTrace, ms: number): StatsSample | undefined {
  const last = samples.at(-1);
  return last && samples.findLast(({ at }) => at <= last.at - ms + SAMPLE_SLACK);
}

/**
 * By how much a counter rose in the last `ms` of sampling; undefined where the browser does not count it or there was
 * nothing to count it on so long ago. A counter that began again counts from zero.
 */
export function rise(
  connection: ConnectionTrace,
  id: string,
  field: string,
  ms: number = FLOW,
): number | undefined {
  const now = numberOf(connection.samples.at(-1)?.stats[id], field);
  const before = numberOf(sampleBefore(connection, ms)?.stats[id], field);
  if (now === undefined || before === undefined) return undefined;
  return now >= before ? now - before : now;
}

/** By how much a counter has risen since the sample in which another one rose for the last time. */
export function riseSince(
  { samples }: ConnectionTrace,
  id: string,
  field: string,
  other: string,
): number | undefined {
  const last = samples.at(-1)?.stats[id];
  const stood = numberOf(last, other);
  let before = last;
  for (let n = samples.length - 2; n >= 0; n -= 1) {
    const entry = samples[n]?.stats[id];
    if (numberOf(entry, other) !== stood) break;
    before = entry;
  }
  const [from, to] = [numberOf(before, field), numberOf(last, field)];
  return from === undefined || to === undefined ? undefined : to - from;
}

/** By how much a counter of a remote end's reports rose from the first to the last of those that came in the last `ms`. */
export function riseWithin(
  connection: ConnectionTrace,
  id: string,
  field: string,
  ms: number = FLOW,
): number | undefined {
  const start = sampleBefore(connection, ms);
  if (!start) return undefined;
  const saidAt = (entry: StatsEntry): number | undefined =>
    numberOf(entry, 'remoteTimestamp') ?? numberOf(entry, 'timestamp');
  const before = start.stats[id];
  // Statistics are built when they are read: only those of the time in question.
  const within = connection.samples.filter(({ at }) => at > start.at);
  const reports = within.flatMap(({ stats }) => stats[id] ?? []);
  const fresh = before ? reports.filter((entry) => saidAt(entry) !== saidAt(before)) : reports;
  const [from, to] = [numberOf(fresh[0], field), numberOf(fresh.at(-1), field)];
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}
