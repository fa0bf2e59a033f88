import type { Environment } from '../../core/recorder/environment.ts';
import type { ConnectionTrace, StatsEntry, Trace } from '../../core/recorder/trace.ts';

export interface Recorded {
  readonly trace: Trace;
  readonly environment: Environment;
}

/** Samples of a connection that no rule looks further back than. */
const SAMPLES = 8;
const KINDS = new Set([
  'inbound-rtp',
  'remote-outbound-rtp',
  'outbound-rtp',
  'media-source',
  'transport',
  'codec',
  'data-channel',
]);

/** The same trace with what no rule looks at left out. */
export const trim = (trace: Trace): Trace => ({
  ...trace,
  connections: trace.connections.map(trimConnection),
  // Chromium calls a camera that is played from a file by the file's whole path.
  tracks: trace.tracks.map((track) =>
    track.label === undefined ? track : { ...track, label: track.label.replace(/^.*\//, '') },
  ),
});

function trimConnection(connection: ConnectionTrace): ConnectionTrace {
  const log = connection.log.map((event) =>
    event.type === 'description' ? { ...event, sdp: trimSdp(event.sdp) } : event,
  );
  const samples = connection.samples.slice(-SAMPLES).map(({ at, stats }) => {
    const selected = Object.values(stats).map((entry) => entry['selectedCandidatePairId']);
    const pairs = Object.entries(stats).filter(
      ([id, { type, ...entry }]) =>
        selected.includes(id) ||
        (type === 'candidate-pair' && (entry['selected'] ?? entry['nominated']) === true),
    );
    const ends = pairs.flatMap(([, entry]) => [entry['localCandidateId'], entry['remoteCandidateId']]);
    const kept = Object.entries(stats).filter(([id, { type }]) => KINDS.has(type) || ends.includes(id));
    return {
      at,
      stats: Object.fromEntries([...kept, ...pairs].map(([id, entry]) => [id, trimEntry(entry)])),
    };
  });
  return { ...connection, log, samples };
}

const trimSdp = (sdp: string): string =>
  sdp
    .split('\r\n')
    .filter((line) => /^(m=|a=(mid|rtpmap|candidate|sendrecv|sendonly|recvonly|inactive))/.test(line))
    .join('\r\n');

const FIELDS =
  /^(type|kind|mid|mimeType|codecId|trackIdentifier|remoteId|timestamp|remoteTimestamp|decoderImplementation|dtlsState|audioLevel|selectedCandidatePairId|localCandidateId|remoteCandidateId|candidateType|state|nominated|selected|lastPacketReceivedTimestamp|headerBytesReceived|(packets|bytes|frames)(Received|Sent|Decoded|Dropped|Encoded)|pliCount|keyFramesDecoded|freezeCount)$/;

const trimEntry = (entry: StatsEntry): StatsEntry => ({
  ...Object.fromEntries(Object.entries(entry).filter(([field]) => FIELDS.test(field))),
  type: entry.type,
});
