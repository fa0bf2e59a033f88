import { isRecord } from '../util/is-record.ts';
import { LazySamples } from './lazy-samples.ts';
import type { ConnectionEvent, ConnectionTrace, StatsEntry, StatsSample, Trace } from './trace.ts';

/** What leaves a report beyond secrets, which are never recorded. Both by default. */
export interface Redaction {
  /**
   * IP addresses of those in the call, and the names that stand for them, in descriptions, candidates and statistics. Those of the
   * servers that the page names (signalling, STUN, TURN) stay. Default true.
   */
  readonly addresses?: boolean;
  /** What devices and participants are called. Default true. */
  readonly labels?: boolean;
}

const ADDRESS_FIELDS: readonly string[] = ['address', 'ip', 'ipAddress', 'relatedAddress'];
const HIDDEN = '[address]';
const UNNAMED = '[name]';
/** A letter is hidden only where it stands alone: elsewhere it is most likely no name. */
const MIN_PART = 2;
/** What a finding is and what it is about: no name is in it, and a person may be called as a part of it is. */
const KEPT: ReadonlySet<string> = new Set(['id', 'code', 'kind', 'severity', 'side']);

/** A copy of the trace without what `redaction` names. Kinds, ports and digests stay: rules read those. */
export function redact(trace: Trace, { addresses = true, labels = true }: Redaction = {}): Trace {
  return {
    ...trace,
    connections: addresses ? trace.connections.map(redactConnection) : trace.connections,
    tracks: labels
      ? trace.tracks.map((track) => (track.origin === 'remote' ? track : withoutLabel(track)))
      : trace.tracks,
    peers: labels ? trace.peers.map(withoutLabel) : trace.peers,
  };
}

/** What was said about a trace (findings, lines of text), a copy without the names of its devices and participants. */
export function withoutNames<T>(said: T, { tracks, peers }: Trace): T {
  const own = tracks.filter(({ origin }) => origin !== 'remote');
  const names = [...own, ...peers].flatMap(({ label }) => (label ? [label] : []));
  // A name may begin with another one.
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length);
  return hideNames(said, longestFirst) as T;
}

/** Not within a word of Latin letters; other scripts need no space around a name. */
const pattern = (name: string): RegExp =>
  new RegExp(
    `(?<![\\p{Script=Latin}\\p{N}])${name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{Script=Latin}\\p{N}])`,
    'gu',
  );

function hideNames(value: unknown, names: readonly string[]): unknown {
  if (typeof value === 'string') {
    if (names.includes(value)) return UNNAMED;
    return names
      .filter(({ length }) => length >= MIN_PART)
      .reduce((text, name) => (text.includes(name) ? text.replace(pattern(name), UNNAMED) : text), value);
  }
  if (Array.isArray(value)) return value.map((item) => hideNames(item, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, KEPT.has(key) ? item : hideNames(item, names)]),
  );
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
