import type { ErrorTrace } from './error-trace.ts';

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
