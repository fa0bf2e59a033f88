import { Allowance } from '../util/allowance.ts';
import type { Logger } from '../util/log.ts';
import { DataRoute } from './data-route.ts';
import type { PeerLink } from './peer-link.ts';
import type { RemotePeer, RemotePeerControls } from './remote-peer.ts';
import type { DataKind, SideMessage } from './side-messages.ts';

/** Milliseconds a peer that left the server's roster is kept while its connection lives. */
const HOLD_MS = 45_000;
/** Hints of one peer that the server is back, a second and at once: each may cost the server an attempt. */
const WAKES = [1 / 5, 1] as const;
/**
 * Proofs and fences that one peer makes us send by way of the server, a second and at once: it may ask a thousand times
 * a second over the side channel, and the server closes on who sends it a hundred. What is left out counts as lost.
 */
const PROOFS = [1, 4] as const;
const FENCES = [2, 8] as const;
/** Milliseconds an absent peer is kept once its connection is lost too: a path may be away for 20 s. */
const LOST_MS = 23_000;
/** Milliseconds for who left the server and closed its connection to show that it is coming back with another. */
const CLOSED_MS = 1_000;

export interface MemberInit {
  readonly serverId: string;
  readonly link: PeerLink;
  readonly remote: RemotePeer;
  readonly controls: RemotePeerControls;
  readonly logger: Logger;
}

export interface MemberOwner {
  /** The member is to be removed; `saidBye` if it has said so itself, maybe before the server did. */
  gone(member: Member, saidBye?: boolean): void;
  /** The member says it is subscribed under this id. */
  claims(member: Member, id: string): void;
  /** The member asks us to prove our id by way of the server. */
  challenged(member: Member, nonce: string, to: string): void;
  /** Application data came over the side channel. */
  received(member: Member, kind: DataKind, data: unknown): void;
  /** The member's way by the server opened or closed. */
  reachabilityChanged(member: Member): void;
  sendFence(member: Member, fence: string, e: number): void;
  /** The server, if it is still there, should answer by now. */
  serverDue(): void;
  /** Whether our own signalling connection is up and subscribed. */
  readonly online: boolean;
}

/** One other peer: its place in the server's roster, its link, and the route of the data to it. */
export class Member {
  readonly remote: RemotePeer;
  readonly controls: RemotePeerControls;
  readonly link: PeerLink;
  readonly route: DataRoute;
  /** The id under which the server knows the peer now; `remote.id` keeps its first value. */
  serverId: string;
  readonly #owner: MemberOwner;
  readonly #logger: Logger;
  /** In the server's roster, as far as we know. */
  #present = true;
  #saidOffline = false;
  /** It has said hello, if only on a connection before this one. */
  #ours = false;
  readonly #wakes = new Allowance(...WAKES);
  readonly #proofs = new Allowance(...PROOFS);
  readonly #fences = new Allowance(...FENCES);
  #holdTimer: ReturnType<typeof setTimeout> | undefined;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #closedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(init: MemberInit, owner: MemberOwner) {
    this.remote = init.remote;
    this.controls = init.controls;
    this.link = init.link;
    this.serverId = init.serverId;
    this.#logger = init.logger;
    this.#owner = owner;
    const { link } = init;
    this.route = new DataRoute({
      get sideReady() {
        return link.sideReady;
      },
      get alive() {
        return link.sideReady && link.connectionState === 'connected';
      },
      sendSide: (message) => link.sendSide(message),
      sendFence: (fence, e) => {
        if (this.#fences.take()) owner.sendFence(this, fence, e);
      },
      serverDue: () => owner.serverDue(),
      received: (kind, data) => owner.received(this, kind, data),
    });
    this.link
      .on('side', ({ message }) => this.#onSide(message))
      .on('side-closed', ({ byThem }) => {
        this.#saidOffline = false;
        this.route.closed();
        if (byThem && !this.#present && owner.online) this.#closedToo();
      })
      .on('state-change', ({ to }) => this.#onState(to))
      .on('hello', () => {
        this.#ours = true;
        // It may have come after one of us lost the server.
        if (!owner.online) this.link.sendSide({ t: 'offline' });
        owner.reachabilityChanged(this);
      });
  }

  /** Both ends have the server: what we send there reaches it. */
  get reachable(): boolean {
    return this.#present && !this.#saidOffline;
  }

  get present(): boolean {
    return this.#present;
  }

  /** It left the server and its connection lives: its word on where it is comes that way, late from a slow machine. */
  get wordDue(): boolean {
    return !this.#present && this.#alive;
  }

  get #alive(): boolean {
    return this.link.sideReady && this.link.connectionState === 'connected';
  }

  /**
   * It is one of ours, its connection is away and was not closed. The server may give up the socket that was lost
   * with it just before there is a new one.
   */
  get #lost(): boolean {
    const state = this.link.connectionState;
    const replaced = state === 'new' || state === 'connecting';
    return this.#ours && this.#lostTimer !== undefined && (this.link.sideReady || replaced);
  }

  /** Whether its word that the server is back is worth an attempt now. */
  mayWake(): boolean {
    return this.#wakes.take();
  }

  /** The server says that it left. */
  departed(reason: string | undefined): void {
    this.#present = false;
    const final = reason === 'kicked' || reason === 'expired';
    if (final || !(this.#alive || this.#lost)) {
      this.#owner.gone(this);
      return;
    }
    this.#logger.debug('a peer left the server, its connection lives on', { peer: this.remote.id });
    this.#holdTimer ??= setTimeout(() => this.#owner.gone(this), HOLD_MS);
    this.#owner.reachabilityChanged(this);
  }

  /** It is in the roster of a snapshot, which may be older than what it told us itself. */
  listed(): void {
    if (!this.#saidOffline) this.returned(this.serverId);
  }

  /** It has just entered, under the id it had or under one that it has proven. */
  returned(serverId: string): void {
    const before = this.reachable;
    this.serverId = serverId;
    this.#present = true;
    this.#saidOffline = false;
    clearTimeout(this.#holdTimer);
    this.#holdTimer = undefined;
    this.#stopLostTimer();
    this.link.resendLostOffer();
    if (!before) this.#owner.reachabilityChanged(this);
  }

  /** Our own signalling connection went or came: who is lost meanwhile cannot be told by the server. */
  watchLoss(): void {
    const state = this.link.connectionState;
    if (state === null || state === 'connected' || state === 'new' || state === 'connecting') return;
    this.#onState('reconnecting');
  }

  dispose(): void {
    clearTimeout(this.#holdTimer);
    clearTimeout(this.#closedTimer);
    this.#stopLostTimer();
    this.route.closed();
    this.controls.close();
  }

  #onState(to: string): void {
    if (to === 'connected') this.#stopLostTimer();
    else if (to === 'reconnecting') {
      this.#lostTimer ??= setTimeout(() => {
        this.#lostTimer = undefined;
        // It is we who are away then.
        if (globalThis.navigator?.onLine === false) return this.#onState(to);
        // Only where the server cannot vouch for it any more.
        if (this.#ours && !(this.#present && this.#owner.online)) this.#owner.gone(this);
      }, LOST_MS);
    }
  }

  /**
   * It has left the server and ended its connection. Who comes back from a path that was lost does so too, and is in the
   * roster again right after, or has the other connection up.
   */
  #closedToo(): void {
    clearTimeout(this.#closedTimer);
    this.#closedTimer = setTimeout(() => {
      if (!this.#present && !this.#alive && this.#owner.online) this.#owner.gone(this);
    }, CLOSED_MS);
  }

  #stopLostTimer(): void {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = undefined;
  }

  #onSide(message: Exclude<SideMessage, { t: 'hello' | 'signal' }>): void {
    switch (message.t) {
      case 'health': {
        const { t: _t, ...health } = message;
        this.controls.setHealth(Object.freeze(health));
        return;
      }
      case 'blob':
      case 'wants':
        // Others listen to the link for these.
        return;
      case 'bye':
        return this.#owner.gone(this, true);
      case 'offline':
        if (this.#saidOffline) return;
        this.#saidOffline = true;
        this.#owner.reachabilityChanged(this);
        return;
      case 'online':
        return this.#owner.claims(this, message.id);
      case 'challenge':
        if (this.#proofs.take()) this.#owner.challenged(this, message.nonce, message.to);
        return;
      default:
        return this.route.handle(message);
    }
  }
}
