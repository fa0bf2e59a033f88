import type { IceServerConfig, PresencePeer, RtcSignal, TrackMetadataMessage } from '../protocol/frames.ts';
import { MAX_PEERS_PER_CHANNEL } from '../protocol/limits.ts';
import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';
import type { ConnectionFactory } from './connection-like.ts';
import { EarlySignals } from './early-signals.ts';
import { IdentityClaims, buildServerNote } from './identity.ts';
import type { ServerNote } from './identity.ts';
import type { LocalTracks } from './local-tracks.ts';
import { Member } from './member.ts';
import type { MemberOwner } from './member.ts';
import { isPolite } from './negotiation.ts';
import { PeerLink } from './peer-link.ts';
import { RemotePeer } from './remote-peer.ts';
import { replaceTrack } from './replace-track.ts';
import type { DataKind, PeerSignal } from './side-messages.ts';
import { Strangers } from './strangers.ts';
import { fingerprint } from './sdp.ts';
import type { Profile } from './side-channel.ts';

/** Ids that the server may not have given up yet. */
const MAX_FORMER_IDS = 64;

export interface MembersOptions {
  tracks: LocalTracks;
  createConnection: ConnectionFactory;
  iceServers(): IceServerConfig[] | undefined;
  profile(): Profile;
  /** Carries a signal or a note to a peer by way of the server. */
  signal(
    serverId: string,
    payload: RtcSignal | TrackMetadataMessage | Record<string, unknown>,
  ): Promise<void>;
  /** Carries the application's data to a peer, by whichever way is open. */
  send(peerId: string, data: unknown): Promise<void>;
  /** A peer's link, before anything has happened on it. */
  linked(peerId: string, link: PeerLink): void;
  joined(remote: RemotePeer): void;
  left(remote: RemotePeer): void;
  received(senderPeerId: string, kind: DataKind, data: unknown): void;
  /** A peer of ours has the server again: it is worth trying. */
  serverSeen(): void;
  /** A peer lost its path or its server: the signalling connection may be on the same dead path. */
  pathSuspect(): void;
  /** The server refused to carry a signal. */
  refused(err: Error): void;
  /** A peer's connection could not be made. */
  failed(err: Error): void;
  logger: Logger;
}

/** The other peers of the channel, each with its link. Presence and signals go in, RemotePeers come out. */
export class Members implements MemberOwner {
  readonly #options: MembersOptions;
  /** By `remote.id`. */
  readonly #members = new Map<string, Member>();
  readonly #early = new EarlySignals<PeerSignal>();
  readonly #claims = new IdentityClaims<Member>();
  readonly #strangers = new Strangers(
    (peerId) => this.#admit(peerId),
    () => this.all.some((member) => member.wordDue),
  );
  #localId = '';
  /** Ids that we, or others who are still here, had before; true for ours. */
  readonly #formerIds = new Map<string, boolean>();
  /** Who said goodbye, while the server has yet to say that they left. */
  readonly #leaving = new Set<string>();
  #online = false;
  /** The last of the others was given up while nothing came through. */
  #severed = false;
  #ended = false;
  #metAll = false;

  constructor(options: MembersOptions) {
    this.#options = options;
  }

  get online(): boolean {
    return this.#online;
  }

  /** We have left ourselves. */
  get ended(): boolean {
    return this.#ended;
  }

  /** There were connections, and not one is left: that of a peer given up for lost counts until we are back. */
  get cutOff(): boolean {
    const states = this.all.flatMap(({ link }) => link.connectionState ?? []);
    return states.length > 0 ? !states.includes('connected') : this.#severed;
  }

  get remotes(): RemotePeer[] {
    return Array.from(this.#members.values(), ({ remote }) => remote);
  }

  get all(): Member[] {
    return [...this.#members.values()];
  }

  byId(peerId: string): Member | undefined {
    return this.#members.get(peerId);
  }

  byServerId(serverId: string): Member | undefined {
    const direct = this.#members.get(serverId);
    if (direct?.serverId === serverId) return direct;
    return this.all.find((member) => member.serverId === serverId);
  }

  /** We are subscribed for the first time. */
  entered(localId: string): void {
    this.#localId = localId;
    this.#online = true;
  }

  /**
   * The server calls us, or another who is here, by another id now. Where the path to it is dead it takes the socket before
   * this one for alive, and whose it was for somebody else, until a heartbeat is missed.
   */
  renounce(id: string, ours = true): void {
    this.#formerIds.set(id, ours);
    const [oldest = ''] = this.#formerIds.keys();
    if (this.#formerIds.size > MAX_FORMER_IDS) this.#formerIds.delete(oldest);
  }

  isOurs(peerId: string): boolean {
    return peerId === this.#localId || this.#formerIds.get(peerId) === true;
  }

  /** The first one of a stay is the whole roster: they were here before us. */
  presence(joined: readonly PresencePeer[], left: readonly PresencePeer[]): void {
    const cameLater = this.#metAll;
    this.#metAll = true;
    for (const peer of joined) this.#joined(peer, cameLater);
    for (const peer of left) this.#left(peer);
  }

  #joined(peer: PresencePeer, cameLater: boolean): void {
    const { peerId } = peer;
    if (peerId === this.#localId || this.#formerIds.has(peerId) || this.#strangers.has(peerId)) return;
    const known = this.byServerId(peerId);
    if (known) {
      known.controls.setMetadata(peer.metadata);
      known.returned(peerId);
      return;
    }
    // Who is here by that name has another id at the server since.
    if (this.#members.has(peerId)) return;
    // One of ours whose connection lives may have come back under a new id: it has a moment to say so. And a roster may be
    // older than the goodbye of who is in it.
    const doubted = this.#someoneMissing() || this.#leaving.has(peerId);
    if (doubted && !this.#isNewcomer(peerId)) this.#strangers.hold(peer);
    else this.#add(peer, cameLater);
  }

  #left({ peerId, reason }: PresencePeer): void {
    this.#leaving.delete(peerId);
    if (this.#formerIds.delete(peerId)) return;
    this.#strangers.take(peerId);
    this.byServerId(peerId)?.departed(reason);
  }

  remove(member: Member): void {
    if (this.#members.get(member.remote.id) !== member) return;
    this.#severed = !this.#online && this.cutOff;
    this.#members.delete(member.remote.id);
    this.#claims.forget(member);
    member.dispose();
    this.#options.left(member.remote);
    this.#admitStrangers();
  }

  removeAll(): void {
    this.#ended = true;
    for (const peerId of this.#strangers.ids) this.#strangers.take(peerId);
    for (const member of this.all) this.remove(member);
    this.#early.clear();
  }

  /** Tells our own peers that we are leaving; resolves when that is on its way. */
  async farewell(): Promise<void> {
    const told = this.all.filter(({ link }) => link.sendSide({ t: 'bye' }));
    await Promise.all(told.map(({ link }) => link.sideFlushed(100)));
  }

  /** Our signalling connection is away. Living connections go on; they carry the signals meanwhile. */
  lostServer(): void {
    this.#online = false;
    this.#strangers.serverLost();
    for (const member of this.all) {
      member.link.sendSide({ t: 'offline' });
      member.link.signallingLost();
      member.watchLoss();
      this.reachabilityChanged(member);
    }
  }

  /** We are subscribed again, and this is the whole roster. */
  reconcile(snapshot: readonly PresencePeer[], localId: string): void {
    const renamed = this.#localId !== localId;
    this.#metAll = true;
    this.#localId = localId;
    this.#online = true;
    this.#severed = false;
    const present = new Set(snapshot.map((peer) => peer.peerId));
    for (const id of this.#formerIds.keys())
      if (!present.has(id) || id === localId) this.#formerIds.delete(id);
    for (const peerId of this.#strangers.ids) if (!present.has(peerId)) this.#strangers.take(peerId);
    for (const peerId of this.#leaving) if (!present.has(peerId)) this.#leaving.delete(peerId);
    this.#strangers.serverBack();
    for (const member of this.all) {
      this.#guarded(() => {
        if (!present.has(member.serverId)) member.departed(undefined);
        // Under a new id we are a stranger to a published client: it drops its end of the old connection.
        else if (renamed && !member.link.sideReady) member.link.metAnew(isPolite(localId, member.serverId));
        else member.link.signallingRestored();
      });
    }
    for (const member of this.all) {
      member.link.sendSide({ t: 'online', id: localId });
      this.reachabilityChanged(member);
    }
    for (const { member, nonce } of this.#claims.pending()) {
      member.link.sendSide({ t: 'challenge', nonce, to: localId });
    }
    for (const peer of snapshot) {
      const known = this.byServerId(peer.peerId);
      if (!known) this.#joined(peer, false);
      else {
        known.controls.setMetadata(peer.metadata);
        this.#guarded(() => known.listed());
      }
    }
  }

  /** A connection that cannot be made concerns one peer, and not those that come after it. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (err) {
      this.#options.failed(scrubbedError(err));
    }
  }

  /** A signal may come before the presence of its sender; it waits then. */
  handle(from: string, signal: PeerSignal): void {
    const link = this.byServerId(from)?.link;
    if (link) {
      if (signal.kind === 'signal') link.handleSignal(signal.signal);
      else link.remoteTrackMetadata(signal.trackId, signal.metadata);
      return;
    }
    this.#early.hold(from, signal);
    if (this.#isNewcomer(from)) this.#admit(from);
  }

  /** Keeps what a stranger says until it is known who that is; false where there is no such stranger. */
  holdBack(from: string, deliver: () => void): boolean {
    return this.#strangers.holdBack(from, deliver);
  }

  /** A note from one of ours by way of the server. False if it is a fence of who is not known yet. */
  noted(from: string, note: ServerNote): boolean {
    if ('fence' in note) {
      this.byServerId(from)?.route.fenced(note.fence, note.e);
      return !this.#strangers.has(from);
    }
    const member = this.#claims.prove(from, note.proof, ({ link }) => link.fingerprints?.remote === note.via);
    if (member) this.#proven(member, from);
    return true;
  }

  attach(track: MediaStreamTrack): void {
    for (const { link } of this.#members.values()) link.attach(track);
  }

  detach(track: MediaStreamTrack): void {
    for (const { link } of this.#members.values()) link.detach(track);
  }

  /** @throws MeteredPeerReplaceTrackError when it failed for some, saying for whom. */
  async replaceTrack(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void> {
    await replaceTrack(() => this.all, this.#options.tracks, old, next);
  }

  profileChanged(): void {
    for (const { link } of this.#members.values()) link.profileChanged();
  }

  /** The network has changed or come back: lost connections are tried anew at once. */
  recover(): void {
    for (const { link } of this.#members.values()) link.networkChanged();
  }

  gone(member: Member, saidBye = false): void {
    if (saidBye && member.present) this.#leaving.add(member.serverId);
    this.remove(member);
  }

  /** @see MemberOwner */
  claims(member: Member, id: string): void {
    if (member.mayWake()) this.#options.serverSeen();
    if (id === member.serverId) {
      member.returned(id);
      return;
    }
    // An id that is ours or another's is not to be had; one who never said hello may be this peer itself.
    if (this.isOurs(id) || (this.#members.get(id) ?? this.byServerId(id))?.remote.hello) {
      this.#options.logger.warn('a peer claimed an id that belongs to another', { peer: member.remote.id });
      return;
    }
    const double = this.byServerId(id);
    if (double && !this.#claims.claimed(id)) this.#doubted(double, member);
    const nonce = this.#claims.open(member, id);
    if (this.#online) member.link.sendSide({ t: 'challenge', nonce, to: this.#localId });
  }

  /**
   * `double` was admitted for a newcomer, and may be `member` under its new id: of what it has said so far `member` need
   * not be asked again, and what it says from now on waits for the proof. Not where it has a connection of its own.
   */
  #doubted(double: Member, member: Member): void {
    if (double.link.connectionState === 'connected') return;
    member.route.heardAs(double.route);
    this.#strangers.hold({ peerId: double.serverId });
  }

  challenged(member: Member, nonce: string, to: string): void {
    // Only an id that may be this peer's: never one that we know to be another's.
    const other = this.byServerId(to);
    if (!this.#online || (other && other !== member)) return;
    const via = member.link.fingerprints?.local;
    if (via === undefined) return;
    this.#note(to, { proof: nonce, via });
    member.route.markAgain();
  }

  received(member: Member, kind: DataKind, data: unknown): void {
    this.#options.received(member.remote.id, kind, data);
  }

  reachabilityChanged(member: Member): void {
    if (!member.link.sideReady) return;
    if (this.#online && member.reachable) member.route.viaServer();
    else member.route.viaPeer();
  }

  sendFence(member: Member, fence: string, e: number): void {
    this.#note(member.serverId, { fence, e });
  }

  serverDue(): void {
    this.#options.pathSuspect();
  }

  #note(serverId: string, note: ServerNote): void {
    this.#options.signal(serverId, buildServerNote(note)).catch((err: unknown) => {
      this.#options.logger.debug('a note was not delivered', { error: err instanceof Error ? err.name : '' });
    });
  }

  #add({ peerId, metadata }: PresencePeer, cameLater = false): void {
    const options = this.#options;
    if (this.#members.size >= MAX_PEERS_PER_CHANNEL) {
      options.logger.warn('the channel is full: a peer is left out', { limit: MAX_PEERS_PER_CHANNEL });
      return;
    }
    const link: PeerLink = new PeerLink({
      polite: isPolite(this.#localId, peerId),
      tracks: options.tracks,
      createConnection: options.createConnection,
      iceServers: () => options.iceServers(),
      profile: () => options.profile(),
      send: (payload) => options.signal(member.serverId, payload),
      reachable: () => this.#online && member.reachable,
      logger: options.logger,
    });
    link.on('signal-refused', ({ err }) => options.refused(err));
    link.on('state-change', ({ to }) => {
      if (to === 'reconnecting') options.pathSuspect();
    });
    const { remote, controls } = RemotePeer.create({
      id: peerId,
      metadata,
      link,
      send: (data) => options.send(peerId, data),
    });
    const member: Member = new Member(
      { serverId: peerId, link, remote, controls, logger: options.logger },
      this,
    );
    this.#members.set(peerId, member);
    options.linked(peerId, link);
    options.joined(remote);
    this.#guarded(() => {
      if (cameLater) link.letThemOffer();
      link.start();
    });
    for (const signal of this.#early.take(peerId)) this.handle(peerId, signal);
  }

  #proven(member: Member, id: string): void {
    const words = this.#strangers.take(id)?.words;
    // It came while nobody knew whose id that was.
    const double = this.byServerId(id);
    if (double && double !== member) this.remove(double);
    if (member.present) this.renounce(member.serverId, false);
    this.#formerIds.delete(id);
    member.returned(id);
    member.link.signallingRestored();
    member.route.markAgain();
    for (const signal of this.#early.take(id)) this.handle(id, signal);
    for (const deliver of words ?? []) deliver();
    this.#admitStrangers();
  }

  #admit(peerId: string): void {
    const stranger = this.#strangers.take(peerId);
    if (!stranger) return;
    if (!this.byServerId(peerId)) this.#add(stranger.peer);
    for (const deliver of stranger.words) deliver();
  }

  /** Who describes a connection of its own is no peer of ours under a new id: that one has one already. */
  #isNewcomer(peerId: string): boolean {
    if (this.#claims.claimed(peerId)) return false;
    return this.#early.of(peerId).some((signal) => {
      if (signal.kind !== 'signal' || signal.signal.type !== 'rtc-description') return false;
      const theirs = fingerprint(signal.signal.description.sdp);
      return !this.all.some(({ link }) => theirs !== undefined && link.fingerprints?.remote === theirs);
    });
  }

  #someoneMissing(): boolean {
    return this.all.some((member) => !member.reachable && member.link.sideReady);
  }

  /** With nobody missing any more, no stranger can be one of ours. */
  #admitStrangers(): void {
    if (this.#someoneMissing()) return;
    for (const peerId of this.#strangers.ids) if (!this.#leaving.has(peerId)) this.#admit(peerId);
  }
}
