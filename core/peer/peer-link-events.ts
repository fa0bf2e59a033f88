import type { IceServerConfig } from '../protocol/frames.ts';
import type { Logger } from '../util/log.ts';
import type { ConnectionFactory, PeerConnectionState } from './connection-like.ts';
import type { LocalTracks } from './local-tracks.ts';
import type { OutgoingSignal } from './outgoing-signals.ts';
import type { PathRecovery } from './restart-ladder.ts';
import type { Profile } from './side-channel.ts';
import type { PeerHello, SideMessage } from './side-messages.ts';

export interface PeerLinkOptions {
  polite: boolean;
  tracks: LocalTracks;
  createConnection: ConnectionFactory;
  iceServers(): IceServerConfig[] | undefined;
  /** Sends to the other side by way of the signalling server. */
  send(payload: OutgoingSignal): Promise<void>;
  /** Whether that way is open at both ends, as far as is known. */
  reachable(): boolean;
  /** What our side says of itself over the side channel. */
  profile(): Profile;
  logger: Logger;
}

export interface PeerLinkEventMap {
  'state-change': { to: PeerConnectionState };
  track: {
    track: MediaStreamTrack;
    streams: readonly MediaStream[];
    /** Those of the streams that were not there before. */
    appeared: readonly MediaStream[];
    metadata: Record<string, unknown> | undefined;
  };
  'stream-removed': { stream: MediaStream };
  'data-channel': { channel: RTCDataChannel };
  'negotiation-error': { err: Error };
  'ice-candidate-error': { err: Error };
  recovery: { recovery: PathRecovery };
  /** The server refused to carry a signal, for instance because the key may not send. */
  'signal-refused': { err: Error };
  /** A fresh connection takes the place of the old one, which may have been negotiated or not. */
  reset: { negotiated: boolean };
  hello: { hello: PeerHello };
  /** A side-channel message that is not the link's own business. */
  side: { message: Exclude<SideMessage, { t: 'hello' | 'signal' }> };
  /** The side channel closed: the other side has closed its connection (`byThem`), or this one was replaced. */
  'side-closed': { byThem: boolean };
}
