import type { ReconnectOptions } from '../signalling/reconnect-policy.ts';
import type { SignallingClientOptions } from '../signalling/types.ts';
import type { AdaptiveMeshOptions } from './adaptive-mesh-options.ts';
import type { BlobEventMap } from './blob-events.ts';
import type { ConnectionFactory } from './connection-like.ts';
import type { RemotePeer } from './remote-peer.ts';

export type MeteredPeerState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'leaving' | 'closed';

export interface MeteredPeerOptions extends SignallingClientOptions {
  /**
   * Reconnect knobs, or false for no reconnect. Without a delay among them (`initialDelayMs`, `multiplier`, `maxDelayMs`)
   * a call asks for its server every 3 s, 1 000 times unless `maxAttempts` says otherwise; with one the defaults are
   * those of ReconnectOptions.
   */
  reconnect?: ReconnectOptions | false;
  /** Makes the connections; default the platform's RTCPeerConnection. */
  rtcPeerConnectionFactory?: ConnectionFactory;
  /** Told to other peers of this engine, unverified. At most 128 characters are used. */
  displayName?: string;
  /** Shares one uplink budget among all peers. Default off. */
  adaptiveMesh?: false | AdaptiveMeshOptions;
}

export interface JoinOptions {
  /** Ask the server to stamp each received message with its sender's peerMetadata. */
  includeSenderMetadata?: boolean;
}

export interface MeteredPeerEventMap extends BlobEventMap {
  joined: { peerId: string; channel: string };
  left: { peerId: string | null; channel: string | null; reason?: string };
  'state-change': { from: MeteredPeerState; to: MeteredPeerState };
  'peer-joined': { peer: RemotePeer };
  'peer-left': { peer: RemotePeer };
  data: {
    senderPeerId: string;
    data: unknown;
    kind: 'broadcast' | 'direct';
    senderMetadata?: Record<string, unknown>;
    /** It came over the side channel, past the server and its permissions. */
    via?: 'peer';
  };
  /**
   * By `err.name` among others `TokenProviderError`, and `ReconcileTimeoutError`: the server does not say who is there after
   * a reconnect. Unless it does so late, only a new MeteredPeer gets on.
   */
  error: { err: Error };
}
