import type { Environment } from '../environment.ts';
import type { CaptureTrace, ConnectionEvent, ConnectionTrace, Trace, TrackTrace } from '../trace.ts';

/** Chrome keeps so many points of a series. */
const MAX_POINTS = 1_000;
/** Browsers still give it to pages, and Chromium's own page leaves it out. */
const OLD_NAME_OF_KIND = 'mediaType';

interface Series {
  startTime: string;
  endTime: string;
  readonly statsType: string;
  readonly values: unknown[];
}

/** The trace as chrome://webrtc-internals would write it: what it has no place for is left out. */
export function writeInternals(trace: Trace, environment: Environment): string {
  const url = environment.origin === '' ? '' : `${environment.origin}/`;
  const tracks = new Map(trace.tracks.map((track) => [track.id, track]));
  return JSON.stringify({
    cpuPerformance: 0,
    deviceMemory: 0,
    hardwareConcurrency: 0,
    timestamp: trace.until,
    getUserMedia: trace.captures.flatMap((capture, i) => captureOf(capture, i, url, tracks)),
    PeerConnections: Object.fromEntries(
      trace.connections.map((connection, i) => [`1-${i + 1}`, connectionOf(connection, url, tracks)]),
    ),
    UserAgent: environment.userAgent,
    UserAgentData: { brands: [], fullVersionList: [], mobile: false, platform: '' },
  });
}

function captureOf(
  capture: CaptureTrace,
  index: number,
  url: string,
  tracks: ReadonlyMap<string, TrackTrace>,
): object[] {
  const base = { pid: 1, request_id: index, request_type: capture.method, rid: 1 };
  const wish = JSON.stringify(Object.fromEntries(capture.required.map((name) => [name, { exact: [] }])));
  const constraints = capture.required.length > 0 ? wish : '';
  const asked = {
    ...base,
    ...(capture.audio ? { audio: capture.video ? '' : constraints } : {}),
    ...(capture.video ? { video: constraints } : {}),
    origin: url.replace(/\/$/, ''),
    timestamp: capture.at,
    url,
  };
  if (capture.settledAt === undefined) return [asked];
  const timestamp = capture.settledAt;
  if (capture.error) {
    const { name, message } = capture.error;
    return [asked, { ...base, error: name, error_message: message, timestamp }];
  }
  const info = (kind: string): string => {
    const track = capture.tracks.map((id) => tracks.get(id)).find((known) => known?.kind === kind);
    return JSON.stringify(track ? { id: track.browserId, label: track.label ?? '' } : null);
  };
  return [
    asked,
    {
      ...base,
      audio_track_info: info('audio'),
      stream_id: capture.id,
      timestamp,
      video_track_info: info('video'),
    },
  ];
}

function connectionOf(
  connection: ConnectionTrace,
  url: string,
  tracks: ReadonlyMap<string, TrackTrace>,
): object {
  const [first] = connection.configurations;
  const browserId = (id: string | null): string | null =>
    id === null ? null : (tracks.get(id)?.browserId ?? id);
  return {
    pid: 1,
    rtcConfiguration: JSON.stringify(configurationOf(first)),
    stats: statsOf(connection),
    updateLog: [
      ...connection.configurations.slice(1).map((configuration) => ({
        type: 'setConfiguration',
        value: JSON.stringify(configurationOf(configuration)),
        timestamp: configuration.at,
      })),
      ...connection.log.flatMap((event) =>
        updatesOf(event, browserId, tracks).map(([type, value]) => ({ type, value, timestamp: event.at })),
      ),
    ].sort((a, b) => a.timestamp - b.timestamp),
    url,
  };
}

function configurationOf(configuration: ConnectionTrace['configurations'][number] | undefined): object {
  if (!configuration) return {};
  const { iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy } = configuration;
  return {
    iceServers: iceServers.map(({ urls }) => ({ urls })),
    ...(iceTransportPolicy === 'all' ? {} : { iceTransportPolicy }),
    ...(bundlePolicy === undefined ? {} : { bundlePolicy }),
    ...(rtcpMuxPolicy === undefined ? {} : { rtcpMuxPolicy }),
  };
}

/** Chrome's name for an event and its value as text. */
function updatesOf(
  event: ConnectionEvent,
  browserId: (id: string | null) => string | null,
  tracks: ReadonlyMap<string, TrackTrace>,
): (readonly [string, string])[] {
  switch (event.type) {
    case 'signaling-state':
      return [['onsignalingstatechange', JSON.stringify(event.state)]];
    case 'ice-state':
      return [['oniceconnectionstatechange', JSON.stringify(event.state)]];
    case 'gathering-state':
      return [['onicegatheringstatechange', JSON.stringify(event.state)]];
    case 'connection-state':
      return [['onconnectionstatechange', JSON.stringify(event.state)]];
    case 'negotiation-needed':
      return [['onnegotiationneeded', '']];
    case 'ice-restart':
      return [['restartIce', '']];
    case 'closed':
      return [['close', '']];
    case 'description': {
      const method = event.end === 'local' ? 'setLocalDescription' : 'setRemoteDescription';
      const { kind: type, sdp, error } = event;
      return [
        [method, JSON.stringify({ type, sdp })],
        error ? [`${method}OnFailure`, error.message] : [`${method}OnSuccess`, ''],
      ];
    }
    case 'candidate': {
      if (event.error) return [['addIceCandidateFailed', event.error.message]];
      if (!event.candidate) return [];
      const { mid, type, protocol, address = '0.0.0.0', port = 9, url, relayProtocol } = event.candidate;
      const candidate = `candidate:0 1 ${protocol} 0 ${address} ${port} typ ${type}`;
      const name = event.end === 'local' ? 'onicecandidate' : 'addIceCandidate';
      return [[name, JSON.stringify({ sdpMid: mid, sdpMLineIndex: null, candidate, url, relayProtocol })]];
    }
    case 'candidate-error': {
      const { url, code, text } = event;
      return [['onicecandidateerror', JSON.stringify({ url, error_text: text, error_code: code })]];
    }
    case 'data-channel':
      return event.state === 'connecting'
        ? [['createDataChannel', JSON.stringify({ label: event.label, ordered: true })]]
        : [];
    case 'track': {
      const { track, streams, mid } = event;
      const kind = tracks.get(track)?.kind ?? 'video';
      const id = browserId(track);
      return [
        ['ontrack', JSON.stringify({ kind, id, label: `remote ${kind}`, streams })],
        ['transceiverModified', transceiver(mid, kind, null, id, -1)],
      ];
    }
    case 'sender': {
      const kind = tracks.get(event.track ?? '')?.kind ?? 'video';
      const index = Number(event.sender.slice(1)) - 1;
      return [['transceiverModified', transceiver(event.mid, kind, browserId(event.track), null, index)]];
    }
  }
}

function transceiver(
  mid: string | null,
  kind: string,
  sender: string | null,
  receiver: string | null,
  index: number,
): string {
  return JSON.stringify({
    mid,
    kind,
    sender: { track: sender, streams: [], encodings: [] },
    receiver: { track: receiver, streams: [] },
    direction: sender === null ? 'recvonly' : 'sendrecv',
    currentDirection: null,
    reason: 'setLocalDescription',
    transceiverIndex: index,
  });
}

/** Chromium's page takes text that is a number for one: `mid`, a candidate's `foundation`. */
const numeric = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;

/** Series by entry and field. A gap ends a series for Chrome's page: only the newest stretch is kept. */
function statsOf({ samples }: ConnectionTrace): object {
  const series = new Map<string, Series & { last: number }>();
  samples.slice(-MAX_POINTS).forEach(({ at, stats }, index) => {
    const time = new Date(at).toISOString();
    for (const [id, entry] of Object.entries(stats)) {
      for (const [metric, value] of Object.entries({ timestamp: at, ...entry })) {
        if (metric === 'type' || metric === OLD_NAME_OF_KIND) continue;
        const key = `${id}-${metric}`;
        let known = series.get(key);
        if (known?.last !== index - 1) {
          known = { startTime: time, endTime: time, statsType: entry.type, values: [], last: index };
          series.set(key, known);
        }
        known.values.push(numeric(value));
        known.endTime = time;
        known.last = index;
      }
    }
  });
  return Object.fromEntries(
    [...series].map(([key, { last: _, values, ...rest }]) => [
      key,
      { ...rest, values: JSON.stringify(values) },
    ]),
  );
}
