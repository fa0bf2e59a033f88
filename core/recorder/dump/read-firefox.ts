import { isRecord } from '../../util/is-record.ts';
import { MAX_CONNECTIONS } from '../bounds.ts';
import { candidateTrace, cleanIceServer, cleanSdp, cleanText } from '../clean.ts';
import { LazySamples } from '../lazy-samples.ts';
import { StatsBlock } from '../stats-block.ts';
import type { ConfigurationTrace, ConnectionEvent, ConnectionTrace } from '../trace.ts';
import { DumpTracks } from './dump-tracks.ts';
import { dumpOf } from './dump-trace.ts';
import type { Dump } from './own-dump.ts';

const MAX_REPORTS = 5_000;

/** The reports in Firefox's about:webrtc JSON: one, one connection's history, or all; undefined where it is something else. */
export function firefoxReports(value: unknown): Record<string, unknown>[] | undefined {
  const single = isRecord(value) && 'pcid' in value ? [value] : value;
  const reports: unknown = isRecord(single) ? single['reports'] : single;
  if (!Array.isArray(reports)) return undefined;
  const sound = reports
    .slice(0, MAX_REPORTS)
    .filter(isRecord)
    .filter(({ pcid }) => typeof pcid === 'string');
  return sound.length > 0 ? sound : undefined;
}

/** Reads Firefox's report: one sample of each connection, or several where it brings its history. */
export function readFirefox(reports: readonly Record<string, unknown>[]): Dump {
  const byConnection = new Map<string, Record<string, unknown>[]>();
  for (const report of reports) {
    const id = String(report['pcid']);
    byConnection.set(id, [...(byConnection.get(id) ?? []), report]);
  }
  const connections = [...byConnection].slice(0, MAX_CONNECTIONS).map(([id, own]) => readConnection(id, own));
  const url = / url=(\S+?)\)?$/.exec([...byConnection.keys()][0] ?? '')?.[1] ?? '';
  return dumpOf(connections, new DumpTracks(), { userAgent: 'Firefox', url, browser: 'firefox' });
}

function readConnection(id: string, given: readonly Record<string, unknown>[]): ConnectionTrace {
  const reports = [...given].sort((a, b) => timeOf(a) - timeOf(b));
  const last = reports.at(-1) ?? {};
  const block = new StatsBlock();
  for (const report of reports) block.append(timeOf(report), entriesOf(report));
  const log = [...descriptions(last), ...states(last)].sort((a, b) => a.at - b.at);
  const createdAt = log[0]?.at ?? timeOf(reports[0] ?? {});
  return {
    id: id.slice(0, 64),
    createdAt,
    ...(last['closed'] === true ? { closedAt: timeOf(last) } : {}),
    configurations: configurations(last['configuration'], createdAt),
    log,
    samples: new LazySamples().of(block),
  };
}

const timeOf = ({ timestamp }: Record<string, unknown>): number =>
  typeof timestamp === 'number' && Number.isFinite(timestamp) ? timestamp : 0;

/** Statistics stand in lists by kind; whatever has an id and a type is one. */
function entriesOf(report: Record<string, unknown>): [string, object][] {
  return Object.values(report)
    .filter((list) => Array.isArray(list))
    .flatMap((list: unknown[]) => list.slice(0, 200))
    .filter(isRecord)
    .flatMap((entry): [string, object][] =>
      typeof entry['id'] === 'string' && typeof entry['type'] === 'string' && entry['id'] !== '__proto__'
        ? [[entry['id'], entry]]
        : [],
    );
}

/** Firefox writes no history of these: how it stands, as of the report. */
function states(report: Record<string, unknown>): ConnectionEvent[] {
  const at = timeOf(report);
  const remote = Array.isArray(report['rawRemoteCandidates'])
    ? report['rawRemoteCandidates'].slice(0, 100)
    : [];
  const candidates = remote.flatMap((line: unknown): ConnectionEvent[] => {
    const candidate = typeof line === 'string' ? candidateTrace({ candidate: line }) : null;
    return candidate ? [{ at, type: 'candidate', end: 'remote', candidate }] : [];
  });
  const transports = entriesOf(report).map(([, entry]) => entry as Record<string, unknown>);
  const { iceState, dtlsState } = transports.find(({ type }) => type === 'transport') ?? {};
  if (iceState === undefined && dtlsState === undefined) return candidates;
  const both = [iceState, dtlsState];
  const state = both.includes('failed')
    ? 'failed'
    : dtlsState === 'connected'
      ? 'connected'
      : both.every((one) => one === 'new')
        ? 'new'
        : 'connecting';
  return [
    ...candidates,
    { at, type: 'ice-state', state: cleanText(iceState, 32) as RTCIceConnectionState },
    { at, type: 'connection-state', state },
  ];
}

/** The history of descriptions where there is one, else the two in force. */
function descriptions(report: Record<string, unknown>): ConnectionEvent[] {
  const offerer = report['offerer'] === true;
  const history = Array.isArray(report['sdpHistory']) ? report['sdpHistory'].slice(-40).filter(isRecord) : [];
  const found =
    history.length > 0
      ? history
      : [
          { isLocal: offerer, sdp: report[offerer ? 'localSdp' : 'remoteSdp'], timestamp: timeOf(report) },
          { isLocal: !offerer, sdp: report[offerer ? 'remoteSdp' : 'localSdp'], timestamp: timeOf(report) },
        ];
  let kind: 'offer' | 'answer' = 'answer';
  let answers: unknown;
  return found.flatMap((entry): ConnectionEvent[] => {
    const { isLocal, sdp } = entry;
    if (typeof sdp !== 'string' || sdp === '') return [];
    // A description from the other end answers the offer before it.
    kind = kind === 'offer' && isLocal === answers ? 'answer' : 'offer';
    answers = !isLocal;
    const end = isLocal === true ? 'local' : 'remote';
    return [{ at: timeOf(entry), type: 'description', end, kind, sdp: cleanSdp(sdp) }];
  });
}

function configurations(value: unknown, at: number): ConfigurationTrace[] {
  if (!isRecord(value)) return [];
  const { iceServers, iceTransportPolicy } = value;
  return [
    {
      at,
      iceServers: Array.isArray(iceServers)
        ? iceServers.slice(0, 32).map((server: unknown) => ({
            ...cleanIceServer(server),
            hasCredential: isRecord(server) && server['credentialProvided'] === true,
          }))
        : [],
      iceTransportPolicy: iceTransportPolicy === 'relay' ? 'relay' : 'all',
    },
  ];
}
