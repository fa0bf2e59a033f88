import type { DepartureReason, OutgoingData } from '../build-frames.ts';

/** Milliseconds that peers are kept elsewhere which were sent away, and are on their way to another node. */
export const MOVE_MS = 3_000;

/** All sockets that one node holds of one peer. */
export interface PeerRecord {
  sockets: number;
  /** When the newest of them connected, unix milliseconds by that node's clock. */
  newestAt: number;
  /** Unix seconds of the latest `exp` among their tokens; null if none has one. */
  expiresAt: number | null;
}

/** One tenant's share of what a node tells the others when they meet. */
export interface TenantState {
  peers: [peerId: string, record: PeerRecord][];
  /** Of each channel the peers that this node holds in it, by the entry presence shows. */
  channels: [channel: string, peers: [peerId: string, entry: string][]][];
  /** Peers that were kicked, until a unix time in milliseconds. */
  denials: [peerId: string, untilMs: number][];
}

/** What happens elsewhere, in the order it happened there. All of it is handled to its end at once. */
export interface BackplaneHandlers {
  /** Everything this node holds, by tenant. */
  state(): [tenantId: string, state: TenantState][];
  remoteJoined(tenantId: string, channel: string, peerId: string, entry: string): void;
  remoteLeft(tenantId: string, channel: string, peerId: string, reason: DepartureReason | undefined): void;
  remoteMessage(tenantId: string, channel: string, outgoing: OutgoingData): void;
  /** False if the peer has no socket here. */
  remoteDirect(tenantId: string, to: string, outgoing: OutgoingData): boolean;
  /** Closes the peer's sockets here and denies it. @returns how many there were */
  remoteKick(tenantId: string, peerId: string, untilMs: number | null): number;
  remoteDenial(tenantId: string, peerId: string, untilMs: number): void;
}

/**
 * What connects the nodes of one service. A method that gives a promise may only give undefined in its
 * place if there is nothing to wait for, so that a single node answers each frame in one go.
 * A rejected promise is a BackplaneError: the fate of what was asked is unknown.
 */
export interface Backplane {
  start(handlers: BackplaneHandlers): Promise<void>;
  /** False while other nodes cannot be reached. */
  available(): boolean;
  /** Nodes that are known to live, this one included. */
  nodes(): number;

  /** Has the channel's messages delivered to this node; to be called before a first subscriber is told so. */
  hold(tenantId: string, channel: string): Promise<void> | undefined;
  release(tenantId: string, channel: string): void;

  /** A peer's first socket on this node has entered the channel, or its last one has left it. */
  joined(tenantId: string, channel: string, peerId: string, entry: string): void;
  left(tenantId: string, channel: string, peerId: string, reason: DepartureReason | undefined): void;
  /** The sockets this node holds of a peer; null once there is none. */
  peerChanged(tenantId: string, peerId: string, record: PeerRecord | null): void;
  /** A peer's last socket was sent away, to come back on another node: unless it does soon, it has left. */
  moving(tenantId: string, peerId: string): void;

  /** Settles once every other living node with a subscriber has delivered. */
  publish(tenantId: string, channel: string, outgoing: OutgoingData): Promise<void> | undefined;
  /** The other node that holds the peer's newest socket. */
  locate(tenantId: string, peerId: string): { nodeId: string; newestAt: number } | undefined;
  /** Settles once all that other nodes said before has been heard. */
  catchUp(): Promise<void> | undefined;
  /** False if the peer was gone from that node. */
  direct(nodeId: string, tenantId: string, to: string, outgoing: OutgoingData): Promise<boolean>;
  /** Sockets that the other nodes closed. */
  kick(tenantId: string, peerId: string, untilMs: number | null): Promise<number> | undefined;
  /** The latest `exp` that another node has seen of the peer, unix seconds. */
  latestExpiry(tenantId: string, peerId: string): number | null;

  /** Takes one of the tenant's connections; false if all nodes together have reached `limit`. */
  admit(tenantId: string, limit: number | undefined): Promise<boolean> | boolean;
  discharge(tenantId: string): void;
  /** The tenant's connections on all nodes. */
  connections(tenantId: string): number;
  /** Counts one message; false once all nodes together have spent `quota` in the period. */
  spend(tenantId: string, period: string, quota: number | undefined): Promise<boolean> | boolean;
  /** Takes one message back that was counted and led nowhere. */
  unspend(tenantId: string, period: string): void;
  /** Messages all nodes have counted in the period. */
  spent(tenantId: string, period: string): Promise<number> | number;

  /** The others are told that this node's peers are on their way to them. */
  close(): Promise<void>;
}

/** Other nodes did not answer, or cannot be reached. */
export class BackplaneError extends Error {
  readonly code = 'backplane_unavailable';

  constructor(message: string) {
    super(message);
    this.name = 'BackplaneError';
  }
}
