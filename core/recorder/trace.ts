/**
 * What was seen of a page's calls: plain data, serialisable as JSON, free of secrets from the moment it is
 * recorded. Rules read it, dumps carry it. Every `at` is in milliseconds since the epoch; every list is in
 * order of time and bounded, oldest first to go (`dropped` counts what went).
 */
export interface Trace {
  readonly format: 'metered-call-trace';
  readonly version: 1;
  /** When recording began. */
  readonly startedAt: number;
  /** The end of what was seen. Rules measure how long something has lasted against this, never against a clock. */
  readonly until: number;
  /** No connection of the page was made before recording began. */
  readonly fromStart: boolean;
  /** What a browser's own dump says nothing of: that it is absent here proves nothing. */
  readonly unseen?: readonly ('elements' | 'sockets')[];
  readonly dropped: number;
  readonly connections: readonly ConnectionTrace[];
  readonly tracks: readonly TrackTrace[];
  readonly elements: readonly ElementTrace[];
  readonly captures: readonly CaptureTrace[];
  readonly sockets: readonly SocketTrace[];
  readonly tokens: readonly TokenEvent[];
  readonly calls: readonly CallTrace[];
  readonly peers: readonly PeerTrace[];
  readonly violations: readonly PolicyViolation[];
  /** Results of probes that someone asked for. */
  readonly probes: readonly ProbeResult[];
}

export interface ErrorTrace {
  readonly name: string;
  /** Scrubbed. */
  readonly message: string;
  /** A DOMException's constraint, an engine error's stable code. */
  readonly constraint?: string;
  readonly code?: string;
}

// ── connections ─────────────────────────────────────────────────────────────────────────────────────────────

export interface ConnectionTrace {
  /** Unique in this trace, for instance `c1`. */
  readonly id: string;
  readonly createdAt: number;
  readonly closedAt?: number;
  /** The remote peer that this connection leads to, where an engine of ours told (`PeerTrace.id`). */
  readonly peer?: string;
  readonly configurations: readonly ConfigurationTrace[];
  readonly log: readonly ConnectionEvent[];
  readonly samples: readonly StatsSample[];
}

/** As constructed, and after every setConfiguration. */
export interface ConfigurationTrace {
  readonly at: number;
  readonly iceServers: readonly IceServerTrace[];
  readonly iceTransportPolicy: 'all' | 'relay';
  readonly bundlePolicy?: string;
  readonly rtcpMuxPolicy?: string;
}

export interface IceServerTrace {
  readonly urls: readonly string[];
  /** Time-limited credentials (coturn `use-auth-secret`) begin with their expiry, which is no secret. Milliseconds. */
  readonly expiresAt?: number;
  readonly hasCredential: boolean;
}

export type ConnectionEvent =
  | { readonly at: number; readonly type: 'signaling-state'; readonly state: RTCSignalingState }
  | { readonly at: number; readonly type: 'ice-state'; readonly state: RTCIceConnectionState }
  | { readonly at: number; readonly type: 'gathering-state'; readonly state: RTCIceGatheringState }
  | { readonly at: number; readonly type: 'connection-state'; readonly state: RTCPeerConnectionState }
  | { readonly at: number; readonly type: 'negotiation-needed' }
  /** Applied, or refused with `error`. SDP is redacted. `rollback` has none. */
  | {
      readonly at: number;
      readonly type: 'description';
      readonly end: 'local' | 'remote';
      readonly kind: RTCSdpType;
      readonly sdp: string;
      readonly error?: ErrorTrace;
    }
  | {
      readonly at: number;
      readonly type: 'candidate';
      readonly end: 'local' | 'remote';
      /** Null ends the candidates of one generation. */
      readonly candidate: CandidateTrace | null;
      readonly error?: ErrorTrace;
    }
  /** RTCPeerConnectionIceErrorEvent: 701 is unreachable, else the STUN or TURN server's own code. */
  | {
      readonly at: number;
      readonly type: 'candidate-error';
      readonly url: string;
      readonly code: number;
      readonly text: string;
    }
  /** ontrack fired: a remote track (`TrackTrace.id`) began on this section. */
  | {
      readonly at: number;
      readonly type: 'track';
      readonly track: string;
      readonly mid: string | null;
      readonly streams: readonly string[];
    }
  /** A sender has (`track`) or no longer has (`null`) a local track; said again once its `mid` is known. */
  | {
      readonly at: number;
      readonly type: 'sender';
      readonly sender: string;
      readonly track: string | null;
      readonly mid: string | null;
    }
  | { readonly at: number; readonly type: 'data-channel'; readonly label: string; readonly state: string }
  | { readonly at: number; readonly type: 'ice-restart' }
  | { readonly at: number; readonly type: 'closed' };

export interface CandidateTrace {
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay' | 'unknown';
  readonly protocol: string;
  /** Absent where addresses are redacted. */
  readonly address?: string;
  readonly port?: number;
  readonly mid: string | null;
  /** Of a relay: how the server is spoken to. */
  readonly relayProtocol?: string;
  readonly url?: string;
}

/** One getStats(), about once a second. */
export interface StatsSample {
  readonly at: number;
  /**
   * By the browser's own id, with every field that is text, number or boolean, named as in webrtc-stats. Without
   * certificates and username fragments; `timestamp` only in what a remote end reported, elsewhere it is `at`.
   */
  readonly stats: Readonly<Record<string, StatsEntry>>;
}

export type StatsEntry = Readonly<Record<string, string | number | boolean>> & {
  readonly type: string;
};

// ── media ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface TrackTrace {
  /** Unique in this trace; `browserId` is MediaStreamTrack.id, which may come twice. */
  readonly id: string;
  readonly browserId: string;
  readonly kind: 'audio' | 'video';
  readonly origin: 'camera' | 'microphone' | 'display' | 'remote' | 'other';
  /** Of a remote track. */
  readonly connection?: string;
  readonly firstSeenAt: number;
  /** Redacted by choice. */
  readonly label?: string;
  /** A digest of the device id from getSettings(): equal means the same device. */
  readonly device?: string;
  readonly log: readonly TrackEvent[];
}

export type TrackEvent =
  | { readonly at: number; readonly type: 'muted' | 'unmuted' | 'enabled' | 'disabled' }
  /** `stopped` by the page's own stop(); `ended` by itself, for instance unplugged, or closed by the remote end. */
  | { readonly at: number; readonly type: 'stopped' | 'ended' }
  /** Mean luma of a 16-pixel sample, 0 to 255: only where a rule asked for it. */
  | { readonly at: number; readonly type: 'luma'; readonly value: number }
  /** Audio level, 0 to 1. */
  | { readonly at: number; readonly type: 'level'; readonly value: number };

/** A <video> or <audio> that has, or had, a stream. */
export interface ElementTrace {
  readonly id: string;
  readonly tag: 'video' | 'audio';
  readonly firstSeenAt: number;
  /** Whose picture this is, where an engine of ours told (`PeerTrace.id`). */
  readonly peer?: string;
  readonly log: readonly ElementEvent[];
}

export type ElementEvent =
  | { readonly at: number; readonly type: 'source'; readonly stream: string | null }
  /** What play() came to. */
  | { readonly at: number; readonly type: 'play'; readonly error?: ErrorTrace }
  /** pause() called by script. */
  | { readonly at: number; readonly type: 'pause' }
  /** Looked at once a second, noted when something has changed: the last one holds until `Trace.until`. */
  | ({ readonly at: number; readonly type: 'observed' } & ElementObservation);

export interface ElementObservation {
  readonly connected: boolean;
  readonly paused: boolean;
  readonly autoplay: boolean;
  readonly muted: boolean;
  /** HTMLMediaElement.readyState, 0 to 4. */
  readonly readyState: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Natural size of the picture. */
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly inViewport: boolean;
  /** CSS display other than none, visibility visible, opacity above 0, here and in every ancestor. */
  readonly visible: boolean;
  readonly pageHidden: boolean;
  /** The stream's id and whether it is active. The object is told apart by `streamObject`, since ids come twice. */
  readonly stream: string | null;
  readonly streamObject: number | null;
  readonly streamActive: boolean;
  /** `TrackTrace.id` of the stream's tracks. */
  readonly tracks: readonly string[];
  /** Of those, live ones. */
  readonly liveTracks: readonly string[];
  /** Mean luma, 0 to 255: only where a rule asked for it. */
  readonly luma?: number;
}

/** A call of getUserMedia or getDisplayMedia. */
export interface CaptureTrace {
  readonly id: string;
  readonly at: number;
  readonly method: 'getUserMedia' | 'getDisplayMedia';
  readonly audio: boolean;
  readonly video: boolean;
  /** Names of the constraints that were required (`exact`, `min`, `max`). */
  readonly required: readonly string[];
  readonly settledAt?: number;
  /** `TrackTrace.id`. */
  readonly tracks: readonly string[];
  readonly error?: ErrorTrace;
  /** Of each kind asked for, right after the error. */
  readonly permission?: { readonly camera?: PermissionState; readonly microphone?: PermissionState };
  /** Devices that enumerateDevices() listed right after the error. */
  readonly devices?: { readonly camera: number; readonly microphone: number };
}

// ── signalling ──────────────────────────────────────────────────────────────────────────────────────────────

export interface SocketTrace {
  readonly id: string;
  readonly createdAt: number;
  /** Scrubbed; without query. */
  readonly url: string;
  /** It speaks our protocol (path /v1 and a token or key in the query, or an engine of ours said so). */
  readonly ours: boolean;
  /** Which token it was opened with: a digest, equal for the same token. Absent for keys. */
  readonly token?: string;
  /** The `exp` of that token, in milliseconds since the epoch. */
  readonly tokenExpiresAt?: number;
  readonly openedAt?: number;
  readonly closedAt?: number;
  readonly closeCode?: number;
  /** Scrubbed, at most 123 bytes. */
  readonly closeReason?: string;
  /** Closed by the page itself. */
  readonly closedByPage?: boolean;
  /** Of a socket that is ours; pings and pongs are only counted. */
  readonly frames: readonly FrameTrace[];
  readonly sent: number;
  readonly received: number;
}

/** A frame of our protocol, redacted: names and errors are kept, application data is only measured. */
export interface FrameTrace {
  readonly at: number;
  readonly end: 'sent' | 'received';
  /** The frame's type, for instance `subscribe`, `ack`, `error`, `presence`. */
  readonly type: string;
  readonly id?: string;
  readonly channel?: string;
  /** Peer ids: the sender of what came, the receiver of what was sent. */
  readonly from?: string;
  readonly to?: string;
  /** Error code of a server error. */
  readonly code?: string;
  /** Of an `error` or `ack`: what was asked for, taken from the request with that id. */
  readonly answers?: string;
  /** Of presence: `snapshot`, `joined` or `left`, and how many peers. */
  readonly presence?: string;
  readonly peers?: number;
  /** Of presence: who. At most 256. */
  readonly ids?: readonly string[];
  /** Of an RTC signal. */
  readonly signal?: 'offer' | 'answer' | 'candidate' | 'metadata';
  /** Bytes of the whole frame. */
  readonly size: number;
  /**
   * Of subscribe: `includeSenderMetadata`; of a message or direct: `metadata`, whether it came with the sender's; of welcome:
   * `serverTime` (ms) and `turn`.
   */
  readonly flags?: Readonly<Record<string, string | number | boolean>>;
}

export interface TokenEvent {
  readonly at: number;
  /** Which client asked: `CallTrace.id`, or a page's own numbering. */
  readonly client: string;
  readonly type: 'asked' | 'provided' | 'rejected' | 'timed-out' | 'used';
  /** Digest of the JWT: equal means the same. */
  readonly digest?: string;
  readonly kid?: string;
  /** Claims, in milliseconds since the epoch. */
  readonly issuedAt?: number;
  readonly expiresAt?: number;
  readonly channels?: readonly string[];
  readonly permissions?: readonly string[];
  /** It brings ICE servers with TURN among them. */
  readonly turn?: boolean;
  readonly error?: ErrorTrace;
}

/** One engine of ours (a MeteredPeer or SignallingClient) in the page. */
export interface CallTrace {
  readonly id: string;
  readonly createdAt: number;
  readonly log: readonly CallEvent[];
}

export type CallEvent =
  | { readonly at: number; readonly type: 'state'; readonly state: string }
  | { readonly at: number; readonly type: 'joined'; readonly channel: string; readonly peer: string }
  | { readonly at: number; readonly type: 'left' }
  | { readonly at: number; readonly type: 'reconnecting'; readonly attempt: number; readonly inMs: number }
  /** A typed error that the engine threw or told of. */
  | { readonly at: number; readonly type: 'error'; readonly error: ErrorTrace }
  /** Listeners on one event of an engine's object, once they are suspiciously many. */
  | { readonly at: number; readonly type: 'listeners'; readonly target: string; readonly count: number };

/** Another participant, as an engine of ours knows it. */
export interface PeerTrace {
  readonly id: string;
  readonly call: string;
  readonly label?: string;
  readonly joinedAt: number;
  readonly leftAt?: number;
  /** It said hello over the side channel. */
  readonly ours: boolean;
  /** What it says of itself, newest last (core/peer PeerHealth and what its own doctor found). */
  readonly health: readonly PeerHealthTrace[];
}

export interface PeerHealthTrace {
  readonly at: number;
  readonly camera: 'on' | 'off' | 'none';
  readonly microphone: 'on' | 'off' | 'none';
  readonly screen: 'on' | 'none';
  /** Sending is paused on purpose, for instance because nobody looks. */
  readonly paused?: boolean;
  /** Codes of error-level findings that it has about its own side. */
  readonly findings?: readonly string[];
}

export interface PolicyViolation {
  readonly at: number;
  readonly directive: string;
  readonly blocked: string;
}

export interface ProbeResult {
  readonly at: number;
  readonly probe: 'capture' | 'autoplay' | 'turn' | 'signalling';
  /** What was tried: a device kind, a TURN URL, an origin. */
  readonly target: string;
  readonly ok: boolean;
  readonly tookMs: number;
  readonly error?: ErrorTrace;
}
