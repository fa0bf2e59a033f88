import { LazySamples } from './lazy-samples.ts';
import type { ConnectionEvent, ConnectionTrace, StatsEntry, StatsSample, Trace } from './trace.ts';

/** What leaves a report beyond secrets, which are never recorded. Both by default. */
export interface Redaction {
  /** IP addresses and the names that stand for them. Default true. */
  readonly addresses?: boolean;
  /** What devices are called. Default true. */
  readonly labels?: boolean;
}

const ADDRESS_FIELDS: readonly string[] = ['address', 'ip', 'ipAddress', 'relatedAddress'];
const HIDDEN = '[address]';

/** A copy of the trace without what `redaction` names. Kinds, ports and digests stay: rules read those. */
export function redact(trace: Trace, { addresses = true, labels = true }: Redaction = {}): Trace {
  return {
    ...trace,
    connections: addresses ? trace.connections.map(redactConnection) : trace.connections,
    tracks: labels
      ? trace.tracks.map((track) => (track.origin === 'remote' ? track : withoutLabel(track)))
      : trace.tracks,
  };
}

/** SDP with its addresses replaced: connection lines, candidates, and the origin's own. */
export function redactSdp(sdp: string): string {
  return sdp
    .replace(/^((?:c=|o=[^\r\n]* )IN IP[46] )[^\s/]+/gm, `$1${HIDDEN}`)
    .replace(/^(a=rtcp:\d+ IN IP[46] )\S+/gm, `$1${HIDDEN}`)
    .replace(/^(a=candidate:(?:\S+ ){4})\S+/gm, `$1${HIDDEN}`)
    .replace(/( raddr )\S+/g, `$1${HIDDEN}`);
}

function withoutLabel<T extends { readonly label?: string }>({ label: _, ...rest }: T): Omit<T, 'label'> {
  return rest;
}

function redactConnection(connection: ConnectionTrace): ConnectionTrace {
  const lazy = new LazySamples();
  return {
    ...connection,
    log: connection.log.map(redactEvent),
    samples: connection.samples.map((sample) => lazy.sample(sample.at, () => redactStats(sample))),
  };
}

function redactEvent(event: ConnectionEvent): ConnectionEvent {
  if (event.type === 'description') return { ...event, sdp: redactSdp(event.sdp) };
  if (event.type !== 'candidate' || !event.candidate) return event;
  const { address: _, ...candidate } = event.candidate;
  return { ...event, candidate };
}

function redactStats({ stats }: StatsSample): StatsSample['stats'] {
  return Object.fromEntries(
    Object.entries(stats).map(([id, entry]) => [id, entry.type.endsWith('candidate') ? hide(entry) : entry]),
  );
}

function hide(entry: StatsEntry): StatsEntry {
  return Object.fromEntries(
    Object.entries(entry).filter(([key]) => !ADDRESS_FIELDS.includes(key)),
  ) as StatsEntry;
}
