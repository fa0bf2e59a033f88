import type { IceServerConfig, PresencePeer, RtcSignal, TrackMetadataMessage } from '../protocol/frames.ts';
import { MAX_PEERS_PER_CHANNEL } from '../protocol/limits.ts';
import type { ParsedSignal } from '../protocol/signals.ts';
import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';
import type { ConnectionFactory } from './connection-like.ts';
import { EarlySignals } from './early-signals.ts';
import { MeteredPeerReplaceTrackError } from './errors.ts';
import type { LocalTracks } from './local-tracks.ts';
import { isPolite } from './negotiation.ts';
import { PeerLink } from './peer-link.ts';
import { RemotePeer } from './remote-peer.ts';
import type { RemotePeerControls } from './remote-peer.ts';
import type { Profile } from './side-channel.ts';

export interface MembersOptions {
  tracks: LocalTracks;
  createConnection: ConnectionFactory;
  iceServers(): IceServerConfig[] | undefined;
  profile(): Profile;
  /** Carries a signal to a peer by way of the server. */
  signal(peerId: string, payload: RtcSignal | TrackMetadataMessage): Promise<void>;
  /** Carries the application's data to a peer. */
  send(peerId: string, data: unknown): Promise<void>;
  joined(remote: RemotePeer): void;
  left(remote: RemotePeer): void;
  /** The server refused to carry a signal. */
  refused(err: Error): void;
  /** A peer's connection could not be made. */
  failed(err: Error): void;
  logger: Logger;
}

interface Member {
  readonly remote: RemotePeer;
  readonly controls: RemotePeerControls;
  readonly link: PeerLink;
}

/** A signal or track metadata, as it came out of a direct message. */
export type PeerSignal = Extract<ParsedSignal, { kind: 'signal' | 'track-metadata' }>;

/** The other peers of the channel, each with its link. Presence and signals go in, RemotePeers come out. */
export class Members {
  readonly #options: MembersOptions;
  readonly #members = new Map<string, Member>();
  readonly #early = new EarlySignals<PeerSignal>();

  constructor(options: MembersOptions) {
    this.#options = options;
  }

  get remotes(): RemotePeer[] {
    return Array.from(this.#members.values(), ({ remote }) => remote);
  }

  has(peerId: string): boolean {
    return this.#members.has(peerId);
  }

  add({ peerId, metadata }: PresencePeer, localPeerId: string): void {
    if (peerId === localPeerId) return;
    const known = this.#members.get(peerId);
    if (known) {
      known.controls.setMetadata(metadata);
      return;
    }
    const options = this.#options;
    if (this.#members.size >= MAX_PEERS_PER_CHANNEL) {
      options.logger.warn('the channel is full: a peer is left out', { limit: MAX_PEERS_PER_CHANNEL });
      return;
    }
    const link = new PeerLink({
      polite: isPolite(localPeerId, peerId),
      tracks: options.tracks,
      createConnection: options.createConnection,
      iceServers: () => options.iceServers(),
      profile: () => options.profile(),
      send: (payload) => options.signal(peerId, payload),
      logger: options.logger,
    });
    link.on('signal-refused', ({ err }) => options.refused(err));
    const { remote, controls } = RemotePeer.create({
      id: peerId,
      metadata,
      link,
      send: (data) => options.send(peerId, data),
    });
    this.#members.set(peerId, { remote, controls, link });
    options.joined(remote);
    this.#begin(link, peerId);
  }

  remove(peerId: string): void {
    const member = this.#members.get(peerId);
    if (!member) return;
    this.#members.delete(peerId);
    member.controls.close();
    this.#options.left(member.remote);
  }

  removeAll(): void {
    for (const peerId of [...this.#members.keys()]) this.remove(peerId);
    this.#early.clear();
  }

  /**
   * After a reconnect the snapshot is the whole truth: who has gone meanwhile goes, who has stayed keeps
   * its connection, who is new comes.
   */
  reconcile(snapshot: readonly PresencePeer[], localPeerId: string, renamed: boolean): void {
    const present = new Set(snapshot.map((peer) => peer.peerId));
    for (const peerId of [...this.#members.keys()]) if (!present.has(peerId)) this.remove(peerId);
    for (const { link } of this.#members.values()) {
      // Under a new id we are a stranger to the others: they drop their end of the old connection.
      if (renamed) link.replaceConnection();
      else link.signallingRestored();
    }
    for (const peer of snapshot) this.add(peer, localPeerId);
  }

  /** A signal may come before the presence of its sender; it waits then. */
  handle(from: string, signal: PeerSignal): void {
    const link = this.#members.get(from)?.link;
    if (!link) this.#early.hold(from, signal);
    else if (signal.kind === 'signal') link.handleSignal(signal.signal);
    else link.remoteTrackMetadata(signal.trackId, signal.metadata);
  }

  attach(track: MediaStreamTrack): void {
    for (const { link } of this.#members.values()) link.attach(track);
  }

  detach(track: MediaStreamTrack): void {
    for (const { link } of this.#members.values()) link.detach(track);
  }

  /** @throws MeteredPeerReplaceTrackError when it failed for some, saying for whom. */
  async replaceTrack(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void> {
    const members = [...this.#members.values()];
    const outcomes = await Promise.allSettled(members.map(({ link }) => link.replace(old, next)));
    const succeeded = members.filter((_member, index) => outcomes[index]?.status === 'fulfilled');
    const failed = members.flatMap(({ remote }, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'rejected'
        ? [{ peerId: remote.id, err: scrubbedError(outcome.reason) }]
        : [];
    });
    if (succeeded.length > 0 || members.length === 0) {
      this.#options.tracks.replace(old, next);
      for (const { link } of succeeded) link.renamed(old, next);
    }
    if (failed.length === 0) return;
    throw new MeteredPeerReplaceTrackError(
      succeeded.map(({ remote }) => remote.id),
      failed,
    );
  }

  profileChanged(): void {
    for (const { link } of this.#members.values()) link.profileChanged();
  }

  #begin(link: PeerLink, peerId: string): void {
    try {
      link.start();
    } catch (err) {
      this.#options.failed(scrubbedError(err));
    }
    for (const signal of this.#early.take(peerId)) this.handle(peerId, signal);
  }
}
