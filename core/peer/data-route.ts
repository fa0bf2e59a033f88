import { namedError } from '../util/errors.ts';
import type { SideMessage } from './side-messages.ts';

type DataMessage = Extract<SideMessage, { t: 'route' | 'route-ack' | 'data' | 'ack' }>;
export type DataKind = 'broadcast' | 'direct';

/** Unacknowledged messages and their bytes, per peer. */
const MAX_UNACKED = 256;
const MAX_UNACKED_LENGTH = 4 * 1_048_576;
/** Milliseconds a change of route is given; after that the side channel counts as dead for data. */
const ROUTE_TIMEOUT_MS = 3_000;
/**
 * What was published before a fence comes before it, or never. The fence itself is lost where its sender has a new id
 * that is not proven yet: then this ends the waiting, before the sender's own patience does.
 */
const FENCE_TIMEOUT_MS = 2_000;

export interface DataRouteOwner {
  /** False when the side channel took it not. */
  sendSide(message: DataMessage): boolean;
  /** Sends the fence to the peer by way of the server. */
  sendFence(fence: string): void;
  received(kind: DataKind, data: unknown): void;
}

/**
 * - `server`: the peer hears us by way of the server.
 * - `peer`: over the side channel, numbered and acknowledged.
 * - `changing`: a change was announced and is not yet acknowledged; nothing may be sent meanwhile.
 */
export type RouteState = 'server' | 'peer' | 'changing';

interface Unacked {
  readonly length: number;
  resolve: () => void;
  reject: (err: Error) => void;
}

/**
 * The application's data between us and one peer of ours while the signalling connection of either is
 * away. Both ends agree on each change of route before anything goes the new way, so that every message
 * arrives once and in order.
 *
 * While we publish to others by way of the server (`live`), a peer that comes back may see the server's
 * copies of what it has had from us already. It ignores them until the fence, the last thing we send
 * before we switch back, has come the same way.
 */
export class DataRoute {
  readonly #owner: DataRouteOwner;
  readonly #unacked = new Map<number, Unacked>();
  #unackedLength = 0;
  #state: RouteState = 'server';
  #target: { via: 'server' } | { via: 'peer'; live: boolean } = { via: 'server' };
  #live = false;
  #epoch = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiters: (() => void)[] = [];
  #sent = 0;

  #heard = 0;
  /** The peer has announced that its data comes this way: nothing may pass the server's permissions otherwise. */
  #listening = false;
  #ignoring = false;
  #awaited: { e: number; fence: string } | null = null;
  #lastFence: string | null = null;
  #fenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: DataRouteOwner) {
    this.#owner = owner;
  }

  get state(): RouteState {
    return this.#state;
  }

  /** True while the server's copies of this peer's data are to be ignored. */
  get ignoring(): boolean {
    return this.#ignoring;
  }

  /** Data goes over the side channel from now on. `live`: we are connected ourselves. */
  viaPeer(live: boolean): void {
    if (this.#target.via === 'peer' && this.#target.live === live) return;
    this.#target = { via: 'peer', live };
    // Without a live server of ours nothing can come twice: the other side need not be asked again.
    if (this.#state === 'peer' && this.#live && !live) return;
    this.#announce();
  }

  viaServer(): void {
    if (this.#target.via === 'server') return;
    this.#target = { via: 'server' };
    this.#announce();
  }

  /** Resolves when no change of route is under way. */
  settled(): Promise<void> {
    if (this.#state !== 'changing') return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Resolves when the other side has handed the message to its application. */
  send(kind: DataKind, data: unknown): Promise<void> {
    if (this.#state !== 'peer') return Promise.reject(unknownFate());
    const { length } = JSON.stringify(data);
    if (this.#unacked.size >= MAX_UNACKED || this.#unackedLength + length > MAX_UNACKED_LENGTH) {
      return Promise.reject(namedError('OutageQueueOverflowError', 'Too much waits for a slow peer.'));
    }
    const n = this.#sent + 1;
    if (!this.#owner.sendSide({ t: 'data', n, kind, data })) return Promise.reject(unknownFate());
    this.#sent = n;
    this.#unackedLength += length;
    return new Promise((resolve, reject) => this.#unacked.set(n, { length, resolve, reject }));
  }

  handle(message: DataMessage): void {
    switch (message.t) {
      case 'data':
        // Replayed, or out of line: a peer that keeps to the rules sends neither.
        if (!this.#listening || message.n !== this.#heard + 1) return;
        this.#heard = message.n;
        this.#owner.received(message.kind, message.data);
        this.#owner.sendSide({ t: 'ack', n: message.n });
        return;
      case 'ack':
        return this.#acknowledged(message.n);
      case 'route':
        return this.#routed(message);
      case 'route-ack':
        if (this.#state === 'changing' && message.e === this.#epoch) this.#settle();
        return;
    }
  }

  /** A fence came by way of the server; true if it was one that this peer may have sent. */
  fenced(fence: string): void {
    this.#lastFence = fence;
    if (this.#awaited?.fence === fence) this.#opened(this.#awaited.e);
  }

  /** The side channel is gone: what was not acknowledged has an unknown fate. */
  closed(): void {
    this.#giveUp();
    this.#sent = 0;
    this.#heard = 0;
    this.#listening = false;
    this.#ignoring = false;
    this.#awaited = null;
    clearTimeout(this.#fenceTimer);
  }

  /** The other side does not answer: what it sends us, and the numbers of both, go on as they were. */
  #giveUp(): void {
    clearTimeout(this.#timer);
    for (const { reject } of this.#unacked.values()) reject(unknownFate());
    this.#unacked.clear();
    this.#unackedLength = 0;
    this.#target = { via: 'server' };
    this.#state = 'server';
    this.#wake();
  }

  #announce(): void {
    this.#epoch += 1;
    this.#state = 'changing';
    const e = this.#epoch;
    let taken: boolean;
    if (this.#target.via === 'peer') {
      taken = this.#owner.sendSide({ t: 'route', via: 'peer', e, live: this.#target.live });
    } else {
      const fence = this.#live ? nonce() : null;
      taken = this.#owner.sendSide({ t: 'route', via: 'server', e, fence });
      if (taken && fence) this.#owner.sendFence(fence);
    }
    clearTimeout(this.#timer);
    if (!taken) this.#giveUp();
    else this.#timer = setTimeout(() => this.#goBack(), ROUTE_TIMEOUT_MS);
  }

  /** No answer came, or it comes late: the other side must not go on ignoring what comes by way of the server. */
  #goBack(): void {
    this.#epoch += 1;
    this.#owner.sendSide({ t: 'route', via: 'server', e: this.#epoch, fence: null });
    this.#giveUp();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#live = this.#target.via === 'peer' && (this.#live || this.#target.live);
    this.#state = this.#target.via;
    this.#wake();
  }

  #acknowledged(n: number): void {
    for (const [number, entry] of this.#unacked) {
      if (number > n) return;
      this.#unacked.delete(number);
      this.#unackedLength -= entry.length;
      entry.resolve();
    }
  }

  #routed(message: Extract<DataMessage, { t: 'route' }>): void {
    this.#awaited = null;
    clearTimeout(this.#fenceTimer);
    if (message.via === 'peer') {
      this.#listening = true;
      this.#ignoring ||= message.live;
      this.#owner.sendSide({ t: 'route-ack', e: message.e });
    } else if (message.fence === null || message.fence === this.#lastFence) this.#opened(message.e);
    else {
      const { e } = message;
      this.#awaited = { e, fence: message.fence };
      this.#fenceTimer = setTimeout(() => this.#opened(e), FENCE_TIMEOUT_MS);
    }
  }

  #opened(e: number): void {
    this.#awaited = null;
    clearTimeout(this.#fenceTimer);
    this.#listening = false;
    this.#ignoring = false;
    this.#owner.sendSide({ t: 'route-ack', e });
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

/** 128 random bits as text. */
export function nonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unknownFate(): Error {
  return namedError('DeliveryUnknownError', 'The link broke before the message was acknowledged.');
}
