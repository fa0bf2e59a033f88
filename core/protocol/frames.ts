/** The wire's types, and nothing else: one JSON object per text frame. */

export type Metadata = Record<string, unknown>;

/** JSON mirror of the DOM's RTCIceServer, usable where there is no DOM. */
export interface IceServerConfig {
  urls: string | string[];
  username?: string;
  credential?: string;
}

// --- client to server -----------------------------------------------------------------------

export interface SubscribeFrame {
  type: 'subscribe';
  channel: string;
  includeSenderMetadata?: boolean;
  requestId?: string;
}
export interface UnsubscribeFrame {
  type: 'unsubscribe';
  channel: string;
  requestId?: string;
}
export interface PublishFrame {
  type: 'publish';
  channel: string;
  data: unknown;
  requestId?: string;
}
export interface SendFrame {
  type: 'send';
  to: string;
  data: unknown;
  requestId?: string;
}
export interface PingFrame {
  type: 'ping';
}
export type ClientFrame = SubscribeFrame | UnsubscribeFrame | PublishFrame | SendFrame | PingFrame;

// --- server to client -----------------------------------------------------------------------

export interface WelcomePayload {
  peerId: string;
  /** Unix seconds at which the token ends, or null for a publishable key. */
  expiresAt: number | null;
  /** Unix seconds by the server's clock. */
  serverTime: number;
  /** Bytes of `data` that the server takes in one message. */
  maxMessageSize: number;
  /** The token's private `metadata` claim; `metadata.iceServers` by convention. */
  metadata?: Metadata;
}
export interface MessageEvent {
  channel: string;
  from: string;
  fromMetadata?: Metadata;
  data: unknown;
}
export interface DirectMessageEvent {
  from: string;
  fromMetadata?: Metadata;
  data: unknown;
}
export interface PresencePeer {
  peerId: string;
  metadata?: Metadata;
  /** Why a peer left, where our own server knows more than that its socket closed. */
  reason?: 'kicked' | 'expired';
}
export interface PresenceEvent {
  channel: string;
  joined: PresencePeer[];
  left: PresencePeer[];
}
/** Codes this version knows. A newer server's codes still flow through as strings. */
export type ErrorCode =
  | 'malformed_message'
  | 'unknown_type'
  | 'invalid_channel'
  | 'invalid_peer_id'
  | 'channel_not_authorized'
  | 'channel_reserved'
  | 'channel_limit_exceeded'
  | 'peer_not_found'
  | 'missing_data'
  | 'action_not_permitted'
  | 'over_message_quota'
  | 'backend_error'
  | 'internal_error';
export interface ServerErrorEvent {
  requestId?: string;
  code: ErrorCode | (string & {});
  message?: string;
}
export interface GoingAwayEvent {
  /** Milliseconds to wait before connecting again. */
  retryAfterMs: number;
}

export type ServerFrame =
  | ({ type: 'welcome' } & WelcomePayload)
  | { type: 'ack'; requestId: string }
  | ({ type: 'error' } & ServerErrorEvent)
  | ({ type: 'message' } & MessageEvent)
  | ({ type: 'direct' } & DirectMessageEvent)
  | ({ type: 'presence' } & PresenceEvent)
  | ({ type: 'going_away' } & GoingAwayEvent)
  | { type: 'pong' };

// --- peer to peer, inside the data of send and direct ------------------------------------------

export interface DescriptionSignal {
  type: 'rtc-description';
  description: { type: 'offer' | 'answer'; sdp: string };
}
export interface CandidateSignal {
  type: 'rtc-ice';
  /** null marks the end of candidates. */
  candidate: RTCIceCandidateInit | null;
}
export type RtcSignal = DescriptionSignal | CandidateSignal;

/** Metadata of one track, sent before the offer that carries it; without `metadata` it is cleared. */
export interface TrackMetadataMessage {
  __meteredTrackMeta: { trackId: string; metadata?: Metadata };
}

export type Action = 'publish' | 'subscribe' | 'presence' | 'send';
