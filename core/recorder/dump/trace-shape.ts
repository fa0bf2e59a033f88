import {
  MAX_CALLS,
  MAX_CALL_EVENTS,
  MAX_CAPTURES,
  MAX_CONFIGURATIONS,
  MAX_CONNECTION_EVENTS,
  MAX_ELEMENTS,
  MAX_ELEMENT_EVENTS,
  MAX_FRAMES,
  MAX_HEALTH,
  MAX_PEERS,
  MAX_PROBES,
  MAX_SDP_LENGTH,
  MAX_SOCKETS,
  MAX_TOKENS,
  MAX_TRACKS,
  MAX_TRACK_EVENTS,
  MAX_VIOLATIONS,
} from '../bounds.ts';
import type { Trace } from '../trace.ts';
import { boolean, list, named, number, object, oneOf, orNull, scalar, tagged, text } from './shape.ts';
import type { Read } from './shape.ts';

/** The shapes of a trace's parts, but for connections' samples, as a dump may bring them. See trace.ts for what they mean. */
const name = text();
const names = list(name, 300);
const at = { at: number };
const error = object({ name, message: text() }, { constraint: name, code: name });
const permission = oneOf('granted', 'denied', 'prompt');

const state = object({ ...at, state: name });
const connectionEvent = tagged({
  'signaling-state': state,
  'ice-state': state,
  'gathering-state': state,
  'connection-state': state,
  'negotiation-needed': object(at),
  'ice-restart': object(at),
  closed: object(at),
  description: object(
    {
      ...at,
      end: oneOf('local', 'remote'),
      kind: oneOf('offer', 'answer', 'pranswer', 'rollback'),
      sdp: text(MAX_SDP_LENGTH),
    },
    { error },
  ),
  candidate: object(
    {
      ...at,
      end: oneOf('local', 'remote'),
      candidate: orNull(
        object(
          {
            type: oneOf('host', 'srflx', 'prflx', 'relay', 'unknown'),
            protocol: name,
            mid: orNull(name),
          },
          { address: name, port: number, relayProtocol: name, url: name },
        ),
      ),
    },
    { error },
  ),
  'candidate-error': object({ ...at, url: name, code: number, text: name }),
  track: object({ ...at, track: name, mid: orNull(name), streams: names }),
  sender: object({ ...at, sender: name, track: orNull(name), mid: orNull(name) }),
  'data-channel': object({ ...at, label: name, state: name }),
});

/** A connection without its samples, which are columns in a dump. */
export const connectionShape = object<Omit<Trace['connections'][number], 'samples'>>(
  {
    id: name,
    createdAt: number,
    configurations: list(
      object(
        {
          ...at,
          iceServers: list(object({ urls: names, hasCredential: boolean }, { expiresAt: number }), 32),
          iceTransportPolicy: oneOf('all', 'relay'),
        },
        { bundlePolicy: name, rtcpMuxPolicy: name },
      ),
      MAX_CONFIGURATIONS,
    ),
    log: list(connectionEvent, MAX_CONNECTION_EVENTS),
  },
  { closedAt: number, peer: name },
);

const track = object(
  {
    id: name,
    browserId: name,
    kind: oneOf('audio', 'video'),
    origin: oneOf('camera', 'microphone', 'display', 'remote', 'other'),
    firstSeenAt: number,
    log: list(
      tagged({
        muted: object(at),
        unmuted: object(at),
        enabled: object(at),
        disabled: object(at),
        stopped: object(at),
        ended: object(at),
        luma: object({ ...at, value: number }),
        level: object({ ...at, value: number }),
      }),
      MAX_TRACK_EVENTS,
    ),
  },
  { connection: name, label: name, device: name },
);

const observation: Read<unknown> = object(
  {
    ...at,
    connected: boolean,
    paused: boolean,
    autoplay: boolean,
    muted: boolean,
    readyState: number,
    width: number,
    height: number,
    videoWidth: number,
    videoHeight: number,
    inViewport: boolean,
    visible: boolean,
    pageHidden: boolean,
    stream: orNull(name),
    streamObject: orNull(number),
    streamActive: boolean,
    tracks: names,
    liveTracks: names,
  },
  { luma: number },
);

const element = object(
  {
    id: name,
    tag: oneOf('video', 'audio'),
    firstSeenAt: number,
    log: list(
      tagged({
        source: object({ ...at, stream: orNull(name) }),
        play: object(at, { error }),
        pause: object(at),
        observed: observation,
      }),
      MAX_ELEMENT_EVENTS,
    ),
  },
  { peer: name },
);

const capture = object(
  {
    id: name,
    ...at,
    method: oneOf('getUserMedia', 'getDisplayMedia'),
    audio: boolean,
    video: boolean,
    required: names,
    tracks: names,
  },
  {
    settledAt: number,
    error,
    permission: object({}, { camera: permission, microphone: permission }),
    devices: object({ camera: number, microphone: number }),
  },
);

const frame = object(
  { ...at, end: oneOf('sent', 'received'), type: name, size: number },
  {
    id: name,
    channel: name,
    from: name,
    to: name,
    code: name,
    answers: name,
    presence: name,
    peers: number,
    ids: names,
    signal: oneOf('offer', 'answer', 'candidate', 'metadata'),
    flags: named(scalar, 32),
  },
);

const socket = object(
  {
    id: name,
    createdAt: number,
    url: name,
    ours: boolean,
    sent: number,
    received: number,
    frames: list(frame, 2 * MAX_FRAMES),
  },
  {
    token: name,
    tokenExpiresAt: number,
    openedAt: number,
    closedAt: number,
    closeCode: number,
    closeReason: name,
    closedByPage: boolean,
  },
);

const token = object(
  { ...at, client: name, type: oneOf('asked', 'provided', 'rejected', 'timed-out', 'used') },
  {
    digest: name,
    kid: name,
    issuedAt: number,
    expiresAt: number,
    channels: names,
    permissions: names,
    turn: boolean,
    error,
  },
);

const call = object({
  id: name,
  createdAt: number,
  log: list(
    tagged({
      state,
      joined: object({ ...at, channel: name, peer: name }),
      left: object(at),
      reconnecting: object({ ...at, attempt: number, inMs: number }),
      error: object({ ...at, error }),
      listeners: object({ ...at, target: name, count: number }),
    }),
    MAX_CALL_EVENTS,
  ),
});

const switchable = oneOf('on', 'off', 'none');
const peer = object(
  {
    id: name,
    call: name,
    joinedAt: number,
    ours: boolean,
    health: list(
      object(
        { ...at, camera: switchable, microphone: switchable, screen: oneOf('on', 'none') },
        { paused: boolean, findings: names },
      ),
      MAX_HEALTH,
    ),
  },
  { label: name, leftAt: number },
);

const probe = object(
  {
    ...at,
    probe: oneOf('capture', 'autoplay', 'turn', 'signalling'),
    target: name,
    ok: boolean,
    tookMs: number,
  },
  { error },
);

export const traceShape = object<Omit<Trace, 'connections'>>(
  {
    format: oneOf('metered-call-trace'),
    version: number,
    startedAt: number,
    until: number,
    fromStart: boolean,
    dropped: number,
    tracks: list(track, MAX_TRACKS),
    elements: list(element, MAX_ELEMENTS),
    captures: list(capture, MAX_CAPTURES),
    sockets: list(socket, MAX_SOCKETS),
    tokens: list(token, MAX_TOKENS),
    calls: list(call, MAX_CALLS),
    peers: list(peer, MAX_PEERS),
    violations: list(object({ ...at, directive: name, blocked: name }), MAX_VIOLATIONS),
    probes: list(probe, MAX_PROBES),
  },
  { unseen: list(oneOf('elements', 'sockets'), 2) },
);
