import type { ErrorTrace } from './error-trace.ts';

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
