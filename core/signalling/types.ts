import type {
  DirectMessageEvent,
  GoingAwayEvent,
  IceServerConfig,
  MessageEvent,
  PresenceEvent,
  ServerErrorEvent,
} from '../protocol/frames.ts';
import type { Logger } from '../util/log.ts';
import type { TokenProvider } from './credentials.ts';
import type { ReconnectOptions } from './reconnect-policy.ts';

export type PublishOptions = Record<string, never>;
export type SendOptions = Record<string, never>;
export type SignallingClientState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** The part of WebSocket that the client uses; a real one satisfies it. */
export interface WebSocketLike {
  readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'close' | 'message' | 'error', listener: (ev: unknown) => void): void;
  removeEventListener(type: 'open' | 'close' | 'message' | 'error', listener: (ev: unknown) => void): void;
}

export interface SignallingClientOptions {
  /** A publishable key, `pk_live_…`. Exactly one of this and `tokenProvider`. */
  apiKey?: string;
  /** Returns a fresh JWT on every call; called on each connect and reconnect. */
  tokenProvider?: TokenProvider;
  /** Origin of the server. Default `wss://rms.metered.ca`. */
  url?: string;
  /** Milliseconds to wait for the token provider. Finite and above 0; default 10 000. */
  tokenProviderTimeoutMs?: number;
  logger?: Logger;
  /** Reconnect knobs, or false for no reconnect. */
  reconnect?: ReconnectOptions | false;
  /** Milliseconds without a frame after which the socket is replaced; 0 turns watchdog and pings off. Default 60 000. */
  inactivityTimeoutMs?: number;
  /** Subscribe again after a reconnect. Default true. */
  autoResubscribe?: boolean;
  /** Called with the URL to open, for platforms without a global WebSocket. */
  webSocketFactory?: (url: string) => WebSocketLike;
}

export interface SignallingClientEventMap {
  /** The welcome has arrived. */
  connected: {
    peerId: string;
    serverTime: number;
    expiresAt: number | null;
    isReconnect: boolean;
    maxMessageSize: number;
    iceServers?: IceServerConfig[];
  };
  disconnected: { code: number; reason: string; willReconnect: boolean };
  'state-change': { from: SignallingClientState; to: SignallingClientState };
  message: MessageEvent;
  direct: DirectMessageEvent;
  presence: PresenceEvent;
  /** An error that answers no pending request. */
  'server-error': ServerErrorEvent;
  'going-away': GoingAwayEvent;
  /** The server has acknowledged a subscription that was made again after a reconnect. */
  resubscribed: { channel: string };
  /** The provider failed three times in a row or more; retries go on. */
  'token-provider-error': { consecutiveFailures: number; err: Error };
}
