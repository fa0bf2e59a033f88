import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { ConnectionTrace } from '../../core/recorder/trace.ts';
import { pack, packedAsItCame } from './pack.ts';

/** Samples of one connection: an hour of them. */
const MAX_SAMPLES = 3_600;

/** Whether one is a later part of the recording that the other is of: a document may have begun anew. */
const continues = (before: Dump | undefined, now: Dump): before is Dump =>
  before?.trace.startedAt === now.trace.startedAt;

/** What was held, brought up to date: everything is in the newer part but for the samples before its first. */
export function merge(before: Dump | undefined, now: Dump): Dump {
  if (!continues(before, now)) return now;
  const held = new Map(before.trace.connections.map((connection) => [connection.id, connection]));
  return {
    ...now,
    trace: {
      ...now.trace,
      connections: now.trace.connections.map((connection) => joined(held.get(connection.id), connection)),
    },
  };
}

function joined(before: ConnectionTrace | undefined, now: ConnectionTrace): ConnectionTrace {
  packedAsItCame(now.samples);
  if (!before || before.samples.length === 0) return now;
  const first = now.samples[0]?.at ?? Infinity;
  const older = pack(before.samples.filter(({ at }) => at < first));
  return { ...now, samples: [...older, ...now.samples].slice(-MAX_SAMPLES) };
}

/** What is not known of a connection: the samples after this one, of which later ones are held. By connection. */
export type Gaps = ReadonlyMap<string, number>;

/** The gaps that are left once `now` has come, as when a worker was put to sleep before it had written all of them down. */
export function gapsAfter(gaps: Gaps, before: Dump | undefined, now: Dump): Gaps {
  if (!continues(before, now)) return new Map();
  const held = new Map(before.trace.connections.map(({ id, samples }) => [id, samples.at(-1)?.at]));
  const left = now.trace.connections.flatMap(({ id, samples }): [string, number][] => {
    const from = gaps.get(id) ?? held.get(id);
    const first = samples[0]?.at;
    if (from === undefined) return [];
    // Without a sample it says nothing of what is missing.
    return first === undefined ? (gaps.has(id) ? [[id, from]] : []) : first > from ? [[id, from]] : [];
  });
  return new Map(left);
}

/** The part of a recording that somebody who has its samples up to `have` lacks. */
export function since(dump: Dump, have: number): Dump {
  return {
    ...dump,
    trace: {
      ...dump.trace,
      connections: dump.trace.connections.map((connection) => ({
        ...connection,
        samples: connection.samples.filter(({ at }) => at > have),
      })),
    },
  };
}

/** When the newest sample was taken, or 0. */
export const newestSample = (dump: Dump): number =>
  Math.max(0, ...dump.trace.connections.map(({ samples }) => samples.at(-1)?.at ?? 0));

/** The older half of the samples gone; how many that were. */
export function halve(dump: Dump): { readonly dump: Dump; readonly dropped: number } {
  let dropped = 0;
  const connections = dump.trace.connections.map((connection) => {
    const half = Math.ceil(connection.samples.length / 2);
    dropped += half;
    return { ...connection, samples: connection.samples.slice(half) };
  });
  return { dump: { ...dump, trace: { ...dump.trace, connections } }, dropped };
}
