import { WsCloseCode } from '../core/protocol/close-codes.ts';
import type { ClientFrame, PublishFrame, SendFrame, SubscribeFrame } from '../core/protocol/frames.ts';
import { MOVE_MS } from './backplane/backplane.ts';
import type { TenantState } from './backplane/backplane.ts';
import { departureFrame, messageFrame, PONG_FRAME, presenceFrame } from './build-frames.ts';
import type { DepartureReason, OutgoingData } from './build-frames.ts';
import { Channels } from './channels.ts';
import type { Departure } from './channels.ts';
import type { Connection } from './connection.ts';
import { Denials } from './denials.ts';
import { Directs } from './directs.ts';
import { FanOut } from './fan-out.ts';
import { dataOf, mayAct, mayUse, refuseUnconfirmed } from './frame-checks.ts';
import { MessageQuota } from './message-quota.ts';
import type { MessageQuotaOptions } from './message-quota.ts';
import { recordOf } from './peer-record.ts';
import { Peers } from './peers.ts';
import type { Stats } from './stats.ts';

export interface HubOptions extends MessageQuotaOptions {
  stats: Stats;
}

/**
 * One tenant on this node: acts on frames, delivers to the connections concerned, and tells the other
 * nodes. Each frame is handled to its end in one go wherever nothing has to be waited for; the order
 * of presence and messages rests on that.
 */
export class Hub {
  readonly quota: MessageQuota;
  readonly #options: HubOptions;
  readonly #channels = new Channels<Connection>();
  readonly #peers = new Peers<Connection>();
  readonly #denials = new Denials();
  /** Subscribes that wait for the backplane, by channel. */
  readonly #entering = new Map<string, number>();
  readonly #directs: Directs;

  constructor(options: HubOptions) {
    this.#options = options;
    this.quota = new MessageQuota(options);
    this.#directs = new Directs({ ...options, peers: this.#peers, onUnknown: () => this.quota.unspend() });
  }

  add(connection: Connection): void {
    this.#peers.add(connection);
    this.#tellOfPeer(connection.peerId);
  }

  /** @param code what the server closed the connection with, if it did */
  remove(connection: Connection, code: WsCloseCode | undefined): void {
    this.#peers.remove(connection);
    // Who was sent away is about to come back: nobody here is told, and elsewhere they wait a moment.
    const returning = code === WsCloseCode.GoingAway;
    for (const departure of this.#channels.leaveAll(connection)) {
      if (returning) this.#withholdDeparture(departure);
      else this.#announceDeparture(departure, reasonOf(code));
    }
    const { backplane, tenantId } = this.#options;
    if (!returning) this.#tellOfPeer(connection.peerId);
    else if (!this.#peers.newest(connection.peerId)) backplane.moving(tenantId, connection.peerId);
    backplane.discharge(tenantId);
  }

  /** A promise if the connection's next frames have to wait. */
  handleFrame(connection: Connection, frame: ClientFrame): Promise<void> | undefined {
    switch (frame.type) {
      case 'ping':
        connection.send(PONG_FRAME);
        return undefined;
      case 'subscribe':
        return this.#subscribe(connection, frame);
      case 'unsubscribe': {
        const departure = this.#channels.unsubscribe(connection, frame.channel);
        if (departure) this.#announceDeparture(departure, undefined);
        connection.ack(frame.requestId);
        return undefined;
      }
      case 'publish':
        return this.#handlePublish(connection, frame);
      case 'send':
        return this.#handleSend(connection, frame);
    }
  }

  /** Entries of the channel's peers on every node, as presence shows them. */
  entriesOf(channel: string): string[] {
    return this.#channels.entriesOf(channel);
  }

  /**
   * Delivers to every subscriber on every node.
   * @throws BackplaneError through the promise: not every node has confirmed
   */
  publish(channel: string, outgoing: OutgoingData, sender?: Connection): Promise<void> | undefined {
    this.#options.stats.messages += 1;
    this.#deliver(channel, outgoing, sender);
    return this.#options.backplane.publish(this.#options.tenantId, channel, outgoing);
  }

  connectionsEverywhere(): number {
    return this.#options.backplane.connections(this.#options.tenantId);
  }

  /**
   * Closes every socket of a peer with 4020, and keeps it out until its latest token has run out.
   * @returns how many sockets that were
   * @throws BackplaneError other nodes cannot be reached, or did not all answer
   */
  async kick(peerId: string): Promise<number> {
    const { backplane, tenantId } = this.#options;
    // What can be done without the others is done first, and does not wait for them.
    let here = this.closePeer(peerId, this.#denialUntil(peerId));
    await backplane.catchUp();
    const untilMs = this.#denialUntil(peerId);
    here += this.closePeer(peerId, untilMs);
    return here + ((await backplane.kick(tenantId, peerId, untilMs)) ?? 0);
  }

  /** When the latest token of a peer runs out, of those that are known or were; null if none does. */
  #denialUntil(peerId: string): number | null {
    const { backplane, tenantId } = this.#options;
    const expiries = this.#peers.of(peerId).map(({ identity }) => identity.expiresAt ?? 0);
    const latestMs = Math.max(0, backplane.latestExpiry(tenantId, peerId) ?? 0, ...expiries) * 1000;
    // Kicked before, when the others could not be told: they hear of it now.
    const untilMs = Math.max(latestMs, this.#denials.until(peerId, Date.now()) ?? 0);
    return untilMs > 0 ? untilMs : null;
  }

  /** The part of a kick that concerns this node. */
  closePeer(peerId: string, untilMs: number | null): number {
    if (untilMs !== null) this.#denials.add(peerId, untilMs);
    const sockets = [...this.#peers.of(peerId)];
    for (const connection of sockets) connection.close(WsCloseCode.AdminDisconnect);
    return sockets.length;
  }

  closeAll(code: WsCloseCode): void {
    for (const connection of this.#peers.all()) connection.close(code);
  }

  isDenied(peerId: string): boolean {
    return this.#denials.until(peerId, Date.now()) !== undefined;
  }

  deny(peerId: string, untilMs: number): void {
    this.#denials.add(peerId, untilMs);
  }

  connections(): Connection[] {
    return this.#peers.all();
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  state(): TenantState {
    return {
      peers: [...this.#peers.ids()].flatMap((peerId) => {
        const record = recordOf(this.#peers.of(peerId));
        return record ? [[peerId, record]] : [];
      }),
      channels: this.#channels.peersHere(),
      denials: this.#denials.current(Date.now()),
    };
  }

  remoteJoined(channel: string, peerId: string, entry: string): void {
    const arrival = this.#channels.joinElsewhere(channel, peerId, entry);
    if (arrival) sendAll(arrival.witnesses, presenceFrame(channel, [arrival.entry], []));
  }

  remoteLeft(channel: string, peerId: string, reason: DepartureReason | undefined): void {
    const witnesses = this.#channels.leaveElsewhere(channel, peerId);
    if (witnesses) sendAll(witnesses, departureFrame(channel, peerId, reason));
  }

  remoteMessage(channel: string, outgoing: OutgoingData): void {
    this.#deliver(channel, outgoing, undefined);
  }

  /** False if no socket here takes it. */
  remoteDirect(to: string, outgoing: OutgoingData): boolean {
    return this.#directs.deliver(to, outgoing);
  }

  #subscribe(connection: Connection, frame: SubscribeFrame): Promise<void> | undefined {
    const { channel, requestId } = frame;
    if (!mayUse(connection, 'subscribe', frame)) return undefined;
    const held = this.#options.backplane.hold(this.#options.tenantId, channel);
    if (!held) return void this.#enter(connection, frame);
    this.#entering.set(channel, (this.#entering.get(channel) ?? 0) + 1);
    return held
      .then(
        () => this.#enter(connection, frame),
        () => refuseUnconfirmed(connection, requestId),
      )
      .finally(() => {
        const left = (this.#entering.get(channel) ?? 1) - 1;
        if (left > 0) this.#entering.set(channel, left);
        else this.#entering.delete(channel);
        this.#releaseIfEmpty(channel);
      });
  }

  #enter(connection: Connection, { channel, requestId, includeSenderMetadata }: SubscribeFrame): void {
    if (connection.gone) return;
    const result = this.#channels.subscribe(connection, channel, {
      includeSenderMetadata: includeSenderMetadata === true,
    });
    if (!result.ok) {
      const why =
        result.reason === 'too_many_channels'
          ? 'The connection is in as many channels as it may be.'
          : 'The channel is full.';
      connection.refuse('channel_limit_exceeded', why, requestId);
      return this.#releaseIfEmpty(channel);
    }
    const { entry, arrival, firstHere, snapshot } = result;
    if (arrival) sendAll(arrival.witnesses, presenceFrame(channel, [arrival.entry], []));
    if (firstHere) {
      const { backplane, tenantId } = this.#options;
      // The one that `state` tells as well, or a node that hears both would see the peer leave and come back.
      backplane.joined(tenantId, channel, connection.peerId, entry);
    }
    connection.ack(requestId);
    if (connection.seesPresence) connection.send(presenceFrame(channel, snapshot, []));
  }

  #handlePublish(connection: Connection, frame: PublishFrame): Promise<void> | undefined {
    if (!mayUse(connection, 'publish', frame)) return undefined;
    const dataJson = dataOf(connection, frame);
    if (dataJson === undefined) return undefined;
    const { channel, requestId } = frame;
    return this.quota.spending(connection, requestId, () => {
      const outgoing = outgoingOf(connection, dataJson);
      const confirmed = this.publish(channel, outgoing, connection);
      if (!confirmed) return void connection.ack(requestId);
      void confirmed.then(
        () => connection.ack(requestId),
        () => refuseUnconfirmed(connection, requestId),
      );
      return undefined;
    });
  }

  #handleSend(connection: Connection, frame: SendFrame): Promise<void> | undefined {
    const { to, requestId } = frame;
    if (!mayAct(connection, 'send', requestId)) return undefined;
    const dataJson = dataOf(connection, frame);
    if (dataJson === undefined) return undefined;
    const outgoing = outgoingOf(connection, dataJson);
    return this.quota.spending(connection, requestId, () => {
      this.#options.stats.directs += 1;
      return this.#directs.send(connection, to, outgoing, requestId);
    });
  }

  #deliver(channel: string, outgoing: OutgoingData, sender: Connection | undefined): void {
    const { fromMetadataJson } = outgoing;
    const frames = new FanOut(
      () => messageFrame(channel, { ...outgoing, fromMetadataJson: undefined }),
      fromMetadataJson === undefined ? undefined : () => messageFrame(channel, outgoing),
    );
    for (const [subscriber, { includeSenderMetadata }] of this.#channels.subscribersOf(channel)) {
      if (subscriber !== sender) subscriber.send(frames.next(includeSenderMetadata));
    }
  }

  #announceDeparture(departure: Departure<Connection>, reason: DepartureReason | undefined): void {
    const { channel, peerId, lastHere, witnesses } = departure;
    if (witnesses) sendAll(witnesses, departureFrame(channel, peerId, reason));
    if (lastHere) this.#options.backplane.left(this.#options.tenantId, channel, peerId, reason);
    this.#releaseIfEmpty(channel);
  }

  /** Others learn by `moving` of a peer with its last socket; of one that has more here, and so stays, by this. */
  #withholdDeparture({ channel, peerId, lastHere }: Departure<Connection>): void {
    this.#releaseIfEmpty(channel);
    if (!lastHere || !this.#peers.newest(peerId)) return;
    const { backplane, tenantId } = this.#options;
    const leave = (): void => {
      if (!this.#channels.isHere(channel, peerId)) backplane.left(tenantId, channel, peerId, undefined);
    };
    setTimeout(leave, MOVE_MS).unref();
  }

  #releaseIfEmpty(channel: string): void {
    if (this.#entering.has(channel) || this.#channels.hasMembersHere(channel)) return;
    this.#options.backplane.release(this.#options.tenantId, channel);
  }

  #tellOfPeer(peerId: string): void {
    this.#options.backplane.peerChanged(this.#options.tenantId, peerId, recordOf(this.#peers.of(peerId)));
  }
}

function reasonOf(code: WsCloseCode | undefined): DepartureReason | undefined {
  if (code === WsCloseCode.AdminDisconnect) return 'kicked';
  return code === WsCloseCode.TokenExpired ? 'expired' : undefined;
}

function sendAll(receivers: readonly Connection[], frame: string): void {
  for (const receiver of receivers) receiver.send(frame);
}

function outgoingOf({ peerId, peerMetadataJson }: Connection, dataJson: string): OutgoingData {
  return { from: peerId, fromPeer: true, dataJson, fromMetadataJson: peerMetadataJson };
}
