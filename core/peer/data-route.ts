import { nonce } from '../util/nonce.ts';
import { DataInlet } from './data-inlet.ts';
import { DeliveryLog, unknownFate } from './delivery-log.ts';
import type { Passed } from './delivery-log.ts';
import type { DataKind, Receipt, SideMessage } from './side-messages.ts';
import { MAX_UNACKED, Unacked, slowPeerOverflow } from './unacked.ts';

type DataMessage = Extract<SideMessage, { t: 'route' | 'route-ack' | 'data' | 'ack' }>;
type Way = 'server' | 'peer';

/**
 * Milliseconds a change of route is given; after that the side channel counts as dead for data, or, where the
 * connection lives, the other side as slow: what is for it waits, and nothing else waits for it.
 */
const ROUTE_TIMEOUT_MS = 3_000;
export interface DataRouteOwner {
  /** False when the side channel took it not. */
  sendSide(message: DataMessage): boolean;
  /** Sends the fence to the peer by way of the server; `e` is the change of route up to which it stands. */
  sendFence(fence: string, e: number): void;
  received(kind: DataKind, data: unknown): void;
  /** The server, if it is still there, should answer by now. */
  serverDue(): void;
  /** Whether there is a side channel to fall back upon. */
  readonly sideReady: boolean;
  /** Whether what goes over it arrives, as far as the connection knows. */
  readonly alive: boolean;
}

/**
 * - `server`: the peer hears us by way of the server.
 * - `peer`: over the side channel, numbered and acknowledged.
 * - `changing`: a change was announced and is not yet acknowledged; nothing may be sent meanwhile.
 */
export type RouteState = 'server' | 'peer' | 'changing';

interface Waiting {
  readonly kind: DataKind;
  readonly data: unknown;
  /** It was published as well, and may be heard that way before the peer answers. */
  readonly passed: Passed | undefined;
  resolve: (sent: boolean | Promise<boolean>) => void;
}

/**
 * The application's data between us and one peer of ours while the signalling connection of either is
 * away. Both ends agree on each change of route before anything goes the new way, so that every message
 * arrives once and in order.
 *
 * A peer that hears us over the side channel ignores from then on what comes from us by way of the server, and says
 * how much it has had that way: what the server took and never delivered is sent again first. Of what it has not
 * answered nobody knows yet: it may lie in a dead socket that is not known to be, and come at any time. Its ears for
 * the server open with the fence, the last thing that goes there before the switch back.
 */
export class DataRoute {
  readonly #owner: DataRouteOwner;
  readonly #unacked = new Unacked();
  #state: RouteState = 'server';
  #target: Way = 'server';
  /** The change that is under way. */
  #announced: Way = 'server';
  /** It takes long, and messages wait for it here. */
  #overdue = false;
  readonly #waiting: Waiting[] = [];
  #fence: string | null = null;
  /** The peer has agreed, and what it has had; what the server has not answered yet may still come by that way. */
  #receipt: Receipt | null = null;
  #epoch = 0;
  /** The peer may ignore the server still: it was not told, or cannot be by the side, that we are back there. */
  #unheard = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiters: (() => void)[] = [];
  #sent = 0;
  readonly #log = new DeliveryLog();
  /** Of what is published while the peer's answer is overdue: maybe on another socket, after a gap. */
  readonly #overdueLog = new DeliveryLog();

  readonly #inlet: DataInlet;

  constructor(owner: DataRouteOwner) {
    this.#owner = owner;
    this.#inlet = new DataInlet(owner);
  }

  get state(): RouteState {
    return this.#overdue ? 'peer' : this.#state;
  }

  /** Data goes over the side channel from now on. */
  viaPeer(): void {
    this.#aim('peer');
  }

  viaServer(): void {
    this.#aim('server');
  }

  /** A message is about to go by way of the server; undefined where there will be no asking after it. */
  passing(kind: DataKind, json: string): Passed | undefined {
    if (this.#state !== 'server') return undefined;
    if (!this.#owner.sideReady) {
      if (this.#unheard) this.#sendFence(nonce());
      this.#unheard = false;
      return undefined;
    }
    return this.#logged(this.#log, kind, json);
  }

  /** It was not passed on after all. */
  withdraw(passed: Passed): void {
    this.#log.withdraw(passed);
  }

  /** The server has answered what was passed on, or will not any more. */
  answered(passed: Passed): void {
    passed.answered = true;
    if (this.#receipt) this.#agreed(this.#receipt);
  }

  /** Whether the peer has had it, by whichever way: see {@link DeliveryLog.fate}. */
  fate(passed: Passed): Promise<boolean> {
    return this.#log.fate(passed);
  }

  /** Whether what came by way of the server is for the application: it has come, or comes, over the side otherwise. */
  accepts(data: unknown, kind: DataKind): boolean {
    return this.#inlet.accepts(data, kind);
  }

  /** What came over `other` by way of the server was this peer's. */
  heardAs(other: DataRoute): void {
    this.#inlet.heardAs(other.#inlet);
  }

  /** The peer may not have known until now whose fences those were that it has had from us. */
  markAgain(): void {
    if (this.#state === 'server') this.#log.end();
    else if (this.#state === 'changing' && this.#fence !== null) this.#sendFence(this.#fence);
  }

  /** Resolves when no change of route is under way, or none that is worth waiting for. */
  settled(): Promise<void> {
    if (this.state !== 'changing') return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /**
   * Resolves with true when the other side has handed the message to its application, with false when the side
   * channel has gone before it could leave.
   * @param published whether it is about to be published as well, where a peer that has not answered yet may hear it.
   */
  send(kind: DataKind, data: unknown, published = false): Promise<boolean> {
    if (this.state !== 'peer') return Promise.reject(unknownFate());
    if (this.#overdue) {
      if (this.#waiting.length >= MAX_UNACKED) return Promise.reject(slowPeerOverflow());
      const passed = published ? this.#logged(this.#overdueLog, kind, JSON.stringify(data)) : undefined;
      return new Promise((resolve) => this.#waiting.push({ kind, data, passed, resolve }));
    }
    const { length } = JSON.stringify(data);
    if (!this.#unacked.hasRoomFor(length)) return Promise.reject(slowPeerOverflow());
    const n = this.#sent + 1;
    if (!this.#owner.sendSide({ t: 'data', n, kind, data })) return Promise.reject(unknownFate());
    this.#sent = n;
    return this.#unacked.add(n, length).then(() => true);
  }

  handle(message: DataMessage): void {
    switch (message.t) {
      case 'data':
      case 'route':
        return this.#inlet.handle(message);
      case 'ack':
        return this.#unacked.acknowledged(message.n);
      case 'route-ack':
        if (this.#state === 'changing' && message.e === this.#epoch) this.#agreed(message);
        return;
    }
  }

  /** A fence came by way of the server: what is counted begins behind it. */
  fenced(fence: string, e: number): void {
    this.#inlet.fenced(fence, e);
  }

  /** The side channel is gone: what was not acknowledged has an unknown fate. */
  closed(): void {
    this.#giveUp();
    this.#log.knownToPeer = true;
    this.#unacked.rejectAll(unknownFate);
    this.#sent = 0;
    this.#inlet.closed();
  }

  #aim(target: Way): void {
    if (this.#target === target) return;
    this.#target = target;
    // One change at a time: what the peer answers to the first says what is to be sent before the second.
    if (this.#state !== 'changing') this.#announce();
  }

  /** The other side does not answer: what is on its way to it, and the numbers of both, go on as they were. */
  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#epoch += 1;
    this.#unheard ||= this.#announced === 'peer' || this.#state === 'changing';
    this.#log.end();
    this.#overdueLog.end();
    this.#log.knownToPeer = false;
    this.#receipt = null;
    this.#target = 'server';
    this.#state = 'server';
    this.#overdue = false;
    for (const { passed, resolve } of this.#waiting.splice(0))
      resolve(!!passed && Promise.reject(unknownFate()));
    this.#wake();
  }

  #announce(way = this.#target): void {
    this.#epoch += 1;
    this.#receipt = null;
    this.#state = 'changing';
    this.#announced = way;
    this.#fence = way === 'server' ? nonce() : null;
    const e = this.#epoch;
    const taken = this.#owner.sendSide(
      this.#fence === null
        ? { t: 'route', via: 'peer', e }
        : { t: 'route', via: 'server', e, fence: this.#fence },
    );
    clearTimeout(this.#timer);
    if (!taken) return this.#giveUp();
    this.#timer = setTimeout(() => this.#late(), ROUTE_TIMEOUT_MS);
    if (this.#fence === null) return;
    this.#log.begin(this.#fence);
    this.#sendFence(this.#fence);
  }

  #late(): void {
    if (!this.#owner.alive) return this.#goBack();
    this.#overdue = true;
    // What went by way of the server now could come before the announcement, and be ignored: not yet, then.
    if (this.#announced === 'server') this.#announce('peer');
    else this.#timer = setTimeout(() => this.#late(), ROUTE_TIMEOUT_MS);
    this.#wake();
  }

  /** No answer came, or it comes late: the other side must not go on ignoring what comes by way of the server. */
  #goBack(): void {
    this.#epoch += 1;
    this.#owner.sendSide({ t: 'route', via: 'server', e: this.#epoch, fence: null });
    this.#giveUp();
  }

  #agreed(receipt: Receipt): void {
    clearTimeout(this.#timer);
    const waits = this.#announced === 'peer' && this.#log.awaitsAnswer;
    if (waits && !this.#receipt) this.#owner.serverDue();
    this.#receipt = waits ? receipt : null;
    if (waits) return;
    this.#state = this.#announced;
    this.#overdue = false;
    if (this.#announced === 'peer') this.#sendMissing(receipt);
    else {
      this.#log.knownToPeer = receipt.mark === this.#log.mark;
      if (!this.#log.knownToPeer) this.#log.end();
    }
    if (this.#state === this.#target) this.#wake();
    else this.#announce();
  }

  #logged(log: DeliveryLog, kind: DataKind, json: string): Passed {
    if (log.mark === null) {
      const mark = nonce();
      log.begin(mark);
      this.#sendFence(mark);
    }
    return log.add(kind, json);
  }

  /** What the peer has not had by way of the server, and then what has waited for its answer, less what it has had. */
  #sendMissing(receipt: Receipt): void {
    // It counts from the later mark: how much it had before that is not known any more.
    if (receipt.mark !== null && receipt.mark === this.#overdueLog.mark) this.#log.end();
    for (const { kind, json, settle } of this.#log.missing(receipt)) {
      const sent = this.send(kind, JSON.parse(json));
      if (settle) settle(sent);
      else sent.catch(() => undefined);
    }
    const waiting = this.#waiting.splice(0).map((message) => ({
      ...message,
      fate: message.passed && this.#overdueLog.fate(message.passed),
    }));
    const missing = new Set(this.#overdueLog.missing(receipt));
    for (const { kind, data, passed, fate, resolve } of waiting)
      resolve(
        !passed || !fate || missing.has(passed)
          ? this.send(kind, data)
          : fate.then((had) => had || Promise.reject(unknownFate())),
      );
  }

  #sendFence(fence: string): void {
    this.#owner.sendFence(fence, this.#epoch);
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
