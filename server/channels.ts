import { MAX_CHANNELS_PER_CONNECTION, MAX_SNAPSHOT_LENGTH } from '../core/protocol/limits.ts';
import { presenceFrame } from './build-frames.ts';

/** One socket of this node, as far as membership is concerned. */
export interface Member {
  readonly peerId: string;
  /** This peer as presence shows it: JSON of a PresencePeer. */
  readonly presenceEntry: string;
  /** Whether presence frames go to it. It is visible to others either way. */
  readonly seesPresence: boolean;
}

export interface Arrival<M> {
  entry: string;
  /** Who is to be told. */
  witnesses: readonly M[];
}

export interface Departure<M> {
  channel: string;
  peerId: string;
  /** True if this was the peer's last socket in the channel on this node. */
  lastHere: boolean;
  /** Who is to be told that the peer has left; null while it is still there by another socket. */
  witnesses: readonly M[] | null;
}

export interface Subscription {
  includeSenderMetadata: boolean;
}

export type SubscribeResult<M> =
  | {
      ok: true;
      /** As presence shows the peer: that of its first socket in the channel, on whichever node. */
      entry: string;
      /** Set if the peer was not in the channel before, by another socket or on another node. */
      arrival: Arrival<M> | null;
      /** True if this is the peer's first socket in the channel on this node. */
      firstHere: boolean;
      /** Entries of everyone else in the channel. */
      snapshot: readonly string[];
    }
  | { ok: false; reason: 'too_many_channels' | 'snapshot_too_long' };

interface Presence {
  /** It stays as it was announced, however many sockets come after. */
  readonly entry: string;
  socketsHere: number;
  /** Other nodes that hold the peer in this channel. */
  otherNodes: number;
}

interface Room<M> {
  readonly peers: Map<string, Presence>;
  readonly members: Map<M, Subscription>;
  /** Characters of a snapshot that lists every peer. */
  snapshotLength: number;
}

/**
 * Who is in which channel of one tenant, and who has to hear about a change. Holds no sockets and
 * sends nothing: it answers, the caller acts.
 */
export class Channels<M extends Member> {
  readonly #rooms = new Map<string, Room<M>>();
  readonly #channelsOf = new Map<M, Set<string>>();

  /** Idempotent; a repeat only changes `subscription`, and answers with the snapshot again. */
  subscribe(member: M, channel: string, subscription: Subscription): SubscribeResult<M> {
    const mine = this.#channelsOf.get(member) ?? new Set<string>();
    const room = this.#rooms.get(channel) ?? newRoom<M>(channel);
    let arrival: Arrival<M> | null = null;
    let firstHere = false;
    let peer = room.peers.get(member.peerId);
    if (!peer || !mine.has(channel)) {
      if (mine.size >= MAX_CHANNELS_PER_CONNECTION) return { ok: false, reason: 'too_many_channels' };
      if (!peer) {
        const entry = member.presenceEntry;
        if (room.snapshotLength + entryLength(room, entry) >= MAX_SNAPSHOT_LENGTH) {
          return { ok: false, reason: 'snapshot_too_long' };
        }
        arrival = { entry, witnesses: witnessesIn(room) };
        peer = addPeer(room, member.peerId, entry);
      }
      firstHere = peer.socketsHere === 0;
      peer.socketsHere += 1;
      mine.add(channel);
      this.#channelsOf.set(member, mine);
      this.#rooms.set(channel, room);
    }
    room.members.set(member, subscription);
    const snapshot: string[] = [];
    for (const [peerId, { entry }] of room.peers) if (peerId !== member.peerId) snapshot.push(entry);
    return { ok: true, entry: peer.entry, arrival, firstHere, snapshot };
  }

  /** Idempotent; null if the socket was not in the channel. */
  unsubscribe(member: M, channel: string): Departure<M> | null {
    const mine = this.#channelsOf.get(member);
    const room = this.#rooms.get(channel);
    if (!room || !mine?.delete(channel)) return null;
    if (mine.size === 0) this.#channelsOf.delete(member);
    room.members.delete(member);
    const { peerId } = member;
    const peer = room.peers.get(peerId);
    if (peer) peer.socketsHere -= 1;
    const lastHere = peer?.socketsHere === 0;
    return { channel, peerId, lastHere, witnesses: this.#sweep(channel, room, peerId) };
  }

  /** Takes a socket out of everything it was in. */
  leaveAll(member: M): Departure<M>[] {
    return [...(this.#channelsOf.get(member) ?? [])].flatMap(
      (channel) => this.unsubscribe(member, channel) ?? [],
    );
  }

  /** Another node holds the peer now. The arrival to announce, or null if the peer was there already. */
  joinElsewhere(channel: string, peerId: string, entry: string): Arrival<M> | null {
    const room = this.#rooms.get(channel) ?? newRoom<M>(channel);
    this.#rooms.set(channel, room);
    const known = room.peers.get(peerId);
    const arrival = known ? null : { entry, witnesses: witnessesIn(room) };
    (known ?? addPeer(room, peerId, entry)).otherNodes += 1;
    return arrival;
  }

  /** Another node lets go of the peer. Who is to be told; null while the peer is still there. */
  leaveElsewhere(channel: string, peerId: string): readonly M[] | null {
    const room = this.#rooms.get(channel);
    const peer = room?.peers.get(peerId);
    if (!room || !peer) return null;
    peer.otherNodes -= 1;
    return this.#sweep(channel, room, peerId);
  }

  /** Every socket here that gets the channel's messages, with what it asked for. */
  subscribersOf(channel: string): Iterable<readonly [M, Subscription]> {
    return this.#rooms.get(channel)?.members ?? [];
  }

  isHere(channel: string, peerId: string): boolean {
    return (this.#rooms.get(channel)?.peers.get(peerId)?.socketsHere ?? 0) > 0;
  }

  hasMembersHere(channel: string): boolean {
    return (this.#rooms.get(channel)?.members.size ?? 0) > 0;
  }

  /** The channel's peers, on every node, as presence shows them. */
  entriesOf(channel: string): string[] {
    return [...(this.#rooms.get(channel)?.peers.values() ?? [])].map(({ entry }) => entry);
  }

  /** Of each channel the peers whose sockets are here. */
  peersHere(): [channel: string, peers: [peerId: string, entry: string][]][] {
    return [...this.#rooms].flatMap(([channel, { peers }]) => {
      const here = [...peers].filter(([, { socketsHere }]) => socketsHere > 0);
      return here.length > 0 ? [[channel, here.map(([peerId, { entry }]) => [peerId, entry])]] : [];
    });
  }

  /** Channels that have a peer, on any node. */
  get size(): number {
    return this.#rooms.size;
  }

  /** Drops a peer that nobody holds any more, and the room with its last one. */
  #sweep(channel: string, room: Room<M>, peerId: string): readonly M[] | null {
    const peer = room.peers.get(peerId);
    if (!peer || peer.socketsHere > 0 || peer.otherNodes > 0) return null;
    room.peers.delete(peerId);
    room.snapshotLength -= entryLength(room, peer.entry);
    if (room.peers.size === 0) this.#rooms.delete(channel);
    return witnessesIn(room);
  }
}

function newRoom<M>(channel: string): Room<M> {
  return { peers: new Map(), members: new Map(), snapshotLength: presenceFrame(channel, [], []).length };
}

function addPeer<M>(room: Room<M>, peerId: string, entry: string): Presence {
  const peer = { entry, socketsHere: 0, otherNodes: 0 };
  room.snapshotLength += entryLength(room, entry);
  room.peers.set(peerId, peer);
  return peer;
}

/** What `entry` adds to a snapshot of the room without it: itself, and a comma if it is not alone. */
function entryLength<M>(room: Room<M>, entry: string): number {
  return entry.length + (room.peers.size > 0 ? 1 : 0);
}

function witnessesIn<M extends Member>(room: Room<M>): M[] {
  return [...room.members.keys()].filter((member) => member.seesPresence);
}
