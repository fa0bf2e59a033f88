import type { IceServerConfig, PresencePeer } from '../protocol/frames.ts';
import { Lookout } from '../signalling/reachable.ts';
import type { SignallingClient } from '../signalling/signalling-client.ts';
import type { SubscribeOptions } from '../signalling/subscriptions.ts';
import type { Logger } from '../util/log.ts';
import { scrub } from '../util/scrub.ts';
import type { AdaptiveMeshOptions } from './adaptive-mesh-options.ts';
import { AdaptiveMesh } from './adaptive-mesh.ts';
import type { BlobInbox } from './blob-events.ts';
import { Blobs } from './blobs.ts';
import { platformConnection } from './connection-like.ts';
import type { ConnectionFactory } from './connection-like.ts';
import type { DataKind } from './side-messages.ts';
import type { LocalTracks } from './local-tracks.ts';
import { Members } from './members.ts';
import { Outbox } from './outbox.ts';
import type { RemotePeer } from './remote-peer.ts';
import { RosterWatch } from './roster-watch.ts';
import type { Profile } from './side-channel.ts';

export interface RoomOptions {
  readonly channel: string;
  readonly joinOptions: SubscribeOptions;
  readonly client: SignallingClient;
  readonly tracks: LocalTracks;
  /** Of the application; otherwise the platform's. */
  readonly createConnection: ConnectionFactory | undefined;
  readonly adaptiveMesh: Required<AdaptiveMeshOptions> | undefined;
  readonly inbox: BlobInbox;
  readonly logger: Logger;
  localId(): string | null;
  iceServers(): IceServerConfig[] | undefined;
  profile(): Profile;
  /** Carries the application's data to a peer, by whichever way is open. */
  send(peerId: string, data: unknown): Promise<void>;
  joined(remote: RemotePeer): void;
  left(remote: RemotePeer): void;
  received(senderPeerId: string, kind: DataKind, data: unknown): void;
  /** We were subscribed once more, for the roster. */
  resubscribed(): void;
  /** A peer's connection could not be made, the server carries no signals, or does not let us in again. */
  failed(err: Error): void;
}

/**
 * What there is from entering a channel to leaving it: the others, and everything that goes between them and us.
 * It is the larger part of the engine, and loaded while the application gets ready to join.
 */
export class Room {
  readonly members: Members;
  readonly outbox: Outbox;
  readonly blobs: Blobs;
  readonly mesh: AdaptiveMesh | undefined;
  /** Of the roster that ends a reconnect. */
  readonly #rosterWatch: RosterWatch;

  constructor(options: RoomOptions) {
    const { channel, client, tracks, adaptiveMesh, logger } = options;
    // A key that may not send is refused for every signal to every peer: it is told once.
    const refusals = new Set<string>();
    const localId = (): string | null => options.localId();
    this.mesh = adaptiveMesh && new AdaptiveMesh(adaptiveMesh, tracks, localId, logger);
    tracks.onchange = () => this.mesh?.changed();
    this.blobs = new Blobs(options.inbox, logger);
    this.members = new Members({
      tracks,
      createConnection: options.createConnection ?? platformConnection,
      iceServers: () => options.iceServers(),
      profile: () => options.profile(),
      signal: (peerId, payload) => client.send(peerId, payload),
      send: (peerId, data) => options.send(peerId, data),
      linked: (peerId, link) => {
        this.blobs.add(peerId, link);
        this.mesh?.add(peerId, link);
      },
      joined: (remote) => options.joined(remote),
      left: (remote) => options.left(remote),
      received: (from, kind, data) => options.received(from, kind, data),
      serverSeen: () => client.wake(),
      pathSuspect: () => client.probe(),
      refused: (err) => {
        if (refusals.has(err.name)) return;
        refusals.add(err.name);
        options.failed(err);
      },
      failed: (err) => options.failed(err),
      logger,
    });
    this.outbox = new Outbox({
      members: this.members,
      publish: (data) => client.publish(channel, data),
      sendTo: (serverId, data) => client.send(serverId, data),
    });
    this.#rosterWatch = new RosterWatch({
      ask: () => {
        logger.warn('the roster is overdue after a reconnect: it is asked for again', { channel });
        client.subscribe(channel, options.joinOptions).then(
          () => options.resubscribed(),
          (err: unknown) => logger.warn('the channel was not entered again', { error: scrub(String(err)) }),
        );
      },
      givenUp: (err) => {
        this.outbox.stall(err);
        options.failed(err);
      },
    });
    client.inOutages(() => this.members.cutOff, new Lookout());
  }

  /** The server has welcomed us again: it is to let us into the channel next. */
  welcomedBack(): void {
    this.outbox.hope();
    this.#rosterWatch.begin();
  }

  /** We are subscribed again, and this is the whole roster. */
  backIn(roster: readonly PresencePeer[], localId: string): void {
    this.#rosterWatch.stop();
    this.members.reconcile(roster, localId);
  }

  /** The connection to the server is gone; the next welcome begins anew. */
  disconnected(): void {
    this.#rosterWatch.stop();
  }
}
