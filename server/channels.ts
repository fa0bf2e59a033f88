import { MAX_CHANNELS_PER_CONNECTION, MAX_SNAPSHOT_LENGTH } from '../core/protocol/limits.ts';
import { presenceFrame } from './build-frames.ts';

/** One socket, as far as membership is concerned. */
export interface Member {
  readonly peerId: string;
  /** This peer as presence shows it: JSON of a PresencePeer. */
  readonly presenceEntry: string;
  /** Whether presence frames go to it. It is visible to others either way. */
  readonly seesPresence: boolean;
}

export interface PresenceChange<M> {
  channel: string;
  peerId: string;
  /** JSON of the PresencePeer. */
  entry: string;
  /** Who is to be told. */
  witnesses: readonly M[];
}

export interface Subscription {
  includeSenderMetadata: boolean;
}

export type SubscribeResult<M> =
  | {
      ok: true;
      /** Set if the peer was not in the channel before, on this socket or another. */
      arrival: PresenceChange<M> | null;
      /** Entries of everyone else in the channel. */
      snapshot: readonly string[];
    }
  | { ok: false; reason: 'too_many_channels' | 'snapshot_too_long' };

interface Room<M> {
  /** Each peer once, however many sockets it has here; the entry stays as it was announced. */
  readonly peers: Map<string, { entry: string; sockets: number }>;
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
    const room: Room<M> = this.#rooms.get(channel) ?? {
      peers: new Map(),
      members: new Map(),
      snapshotLength: presenceFrame(channel, [], []).length,
    };
    let arrival: PresenceChange<M> | null = null;
    if (!mine.has(channel)) {
      if (mine.size >= MAX_CHANNELS_PER_CONNECTION) return { ok: false, reason: 'too_many_channels' };
      const peer = room.peers.get(member.peerId);
      if (peer) peer.sockets += 1;
      else {
        const entry = member.presenceEntry;
        const longer = room.snapshotLength + entryLength(room, entry);
        if (longer >= MAX_SNAPSHOT_LENGTH) return { ok: false, reason: 'snapshot_too_long' };
        arrival = { channel, peerId: member.peerId, entry, witnesses: witnessesIn(room) };
        room.snapshotLength = longer;
        room.peers.set(member.peerId, { entry, sockets: 1 });
      }
      mine.add(channel);
      this.#channelsOf.set(member, mine);
      this.#rooms.set(channel, room);
    }
    room.members.set(member, subscription);
    const snapshot: string[] = [];
    for (const [peerId, { entry }] of room.peers) if (peerId !== member.peerId) snapshot.push(entry);
    return { ok: true, arrival, snapshot };
  }

  /** Idempotent. The change to announce, or null while the peer is still there on another socket. */
  unsubscribe(member: M, channel: string): PresenceChange<M> | null {
    const mine = this.#channelsOf.get(member);
    const room = this.#rooms.get(channel);
    if (!room || !mine?.delete(channel)) return null;
    if (mine.size === 0) this.#channelsOf.delete(member);
    room.members.delete(member);
    const peer = room.peers.get(member.peerId);
    if (!peer || --peer.sockets > 0) return null;
    room.peers.delete(member.peerId);
    room.snapshotLength -= entryLength(room, peer.entry);
    if (room.peers.size === 0) this.#rooms.delete(channel);
    return { channel, peerId: member.peerId, entry: peer.entry, witnesses: witnessesIn(room) };
  }

  /** Takes a socket out of everything it was in. */
  leaveAll(member: M): PresenceChange<M>[] {
    const changes: PresenceChange<M>[] = [];
    for (const channel of [...(this.#channelsOf.get(member) ?? [])]) {
      const change = this.unsubscribe(member, channel);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** Every socket that gets the channel's messages, with what it asked for. */
  subscribersOf(channel: string): readonly (readonly [M, Subscription])[] {
    return [...(this.#rooms.get(channel)?.members ?? [])];
  }

  /** Forgets everyone without a word, so that a server that shuts down announces no departures. */
  clear(): void {
    this.#rooms.clear();
    this.#channelsOf.clear();
  }
}

/** What `entry` adds to a snapshot of the room without it: itself, and a comma if it is not alone. */
function entryLength<M>(room: Room<M>, entry: string): number {
  return entry.length + (room.peers.size > 0 ? 1 : 0);
}

function witnessesIn<M extends Member>(room: Room<M>): M[] {
  return [...room.members.keys()].filter((member) => member.seesPresence);
}
