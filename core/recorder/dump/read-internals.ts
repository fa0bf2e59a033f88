import { isRecord } from '../../util/is-record.ts';
import { MAX_CONNECTIONS } from '../bounds.ts';
import { ChromeConnection } from './chrome-connection.ts';
import { DumpTracks } from './dump-tracks.ts';
import { dumpOf } from './dump-trace.ts';
import type { Dump } from './own-dump.ts';

/** Chrome keeps a thousand points of a series. */
const MAX_POINTS = 5_000;
const MAX_SERIES = 100_000;
const MAX_LOG = 20_000;

/** Reads the JSON of chrome://webrtc-internals. Nothing in it is trusted; what is not sound is left out. */
export function readInternals(value: Record<string, unknown>): Dump {
  const tracks = new DumpTracks();
  const captures = value['getUserMedia'];
  if (Array.isArray(captures)) for (const entry of captures.slice(0, 1_000)) readCapture(entry, tracks);
  let url = '';
  const connections = Object.entries(value['PeerConnections'] as object)
    .slice(0, MAX_CONNECTIONS)
    .flatMap(([id, entry]: [string, unknown]) => {
      if (!isRecord(entry)) return [];
      if (typeof entry['url'] === 'string') url = entry['url'];
      return [readConnection(id, entry, tracks)];
    });
  const userAgent = typeof value['UserAgent'] === 'string' ? value['UserAgent'] : '';
  return dumpOf(connections, tracks, { userAgent, url, browser: 'chromium' });
}

function readCapture(entry: unknown, tracks: DumpTracks): void {
  if (!isRecord(entry)) return;
  const { timestamp, request_id, rid, pid, request_type, error, error_message, stream_id, audio, video } =
    entry;
  const at = Number(timestamp) || 0;
  const key = [pid, rid, request_id].join();
  if (error !== undefined) tracks.refused(at, key, error, error_message);
  else if (stream_id !== undefined) {
    tracks.granted(
      at,
      key,
      (['audio', 'video'] as const).flatMap((kind) => {
        const track = json(entry[`${kind}_track_info`]);
        return isRecord(track) ? [[kind, track['id'], track['label']] as const] : [];
      }),
    );
  } else tracks.asked(at, key, String(request_type), audio, video);
}

function readConnection(id: string, entry: Record<string, unknown>, tracks: DumpTracks) {
  const given = Array.isArray(entry['updateLog']) ? entry['updateLog'].slice(-MAX_LOG) : [];
  const log = given.filter(isRecord).map(({ type, value, timestamp }) => ({
    // Old versions write the time as text in the viewer's locale.
    at: typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp)) || 0,
    type: typeof type === 'string' ? type : '',
    value,
  }));
  const connection = new ChromeConnection(
    id.slice(0, 64),
    log[0]?.at ?? 0,
    json(entry['rtcConfiguration']),
    tracks,
  );
  for (const { at, type, value } of log) connection.add(at, type, value);
  if (isRecord(entry['stats'])) readStats(entry['stats'], connection);
  return connection.trace();
}

interface Series {
  readonly id: string;
  readonly metric: string;
  readonly type: string;
  readonly from: number;
  readonly values: readonly unknown[];
}

/**
 * Turns series back into samples. All series of one connection have a point for each getStats() from their start on, so
 * that the times of one of them tell the times of all.
 */
function readStats(stats: Record<string, unknown>, connection: ChromeConnection): void {
  const series = Object.entries(stats)
    .slice(0, MAX_SERIES)
    .flatMap(([key, value]) => readSeries(key, value) ?? []);
  const clock = series
    .filter(({ metric, type }) => metric === 'timestamp' && !type.startsWith('remote-'))
    .reduce<readonly unknown[]>(
      (longest, { values }) => (values.length > longest.length ? values : longest),
      [],
    );
  const at = clock.map(Number).filter(Number.isFinite);
  const samples = at.map(() => new Map<string, Record<string, unknown>>());
  for (const { id, metric, type, from, values } of series) {
    const start = nearest(at, from);
    values.forEach((value, i) => {
      const sample = samples[start + i];
      if (!sample || value === null) return;
      let entry = sample.get(id);
      if (!entry) sample.set(id, (entry = { type }));
      entry[metric] = value;
    });
  }
  samples.forEach((entries, i) => connection.sample(at[i] ?? 0, entries));
}

/** `<id>-<metric>`; what Chrome works out itself stands in brackets. */
function readSeries(key: string, value: unknown): Series[] | undefined {
  const [, id, metric] = /^(.+)-([^-]+)$/s.exec(key) ?? [];
  if (id === undefined || metric === undefined || metric === '__proto__' || key.endsWith(']'))
    return undefined;
  if (!isRecord(value)) return undefined;
  const { startTime, statsType, values } = value;
  const points = json(values);
  const from = Date.parse(String(startTime));
  if (!Array.isArray(points) || typeof statsType !== 'string' || !Number.isFinite(from)) return undefined;
  return [{ id: id.slice(0, 300), metric, type: statsType, from, values: points.slice(-MAX_POINTS) }];
}

function nearest(times: readonly number[], wanted: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const before = wanted - (times[low - 1] ?? -Infinity);
  return before < (times[low] ?? Infinity) - wanted ? low - 1 : low;
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
