import { randomUUID } from 'node:crypto';
import type { Logger } from '../../../core/util/log.ts';
import { scrubbedError } from '../../../core/util/scrub.ts';
import type { DepartureReason, OutgoingData } from '../../build-frames.ts';
import { BackplaneError } from '../backplane.ts';
import type { Backplane, BackplaneHandlers, PeerRecord } from '../backplane.ts';
import { CONFIRM_MS, Confirmations } from './confirmations.ts';
import { Interests } from './interests.ts';
import { RedisLink } from './link.ts';
import { decode } from './messages.ts';
import type { Message } from './messages.ts';
import { RedisNames } from './names.ts';
import { Outbox } from './outbox.ts';
import { Pulse } from './pulse.ts';
import type { Delivery } from './remote-node.ts';
import { RemoteNodes } from './remote-nodes.ts';
import { DELIVER, LIVING } from './scripts.ts';
import { SharedCounts } from './shared-counts.ts';

export interface RedisBackplaneOptions {
  url: string;
  logger: Logger;
  /** Begins every key and channel, so that several services can share one Redis. Default `metered-call`. */
  prefix?: string;
}

/** Beats after which interests are said again, before Redis forgets them. */
const INTEREST_BEATS = 1_200;
/** Milliseconds before a node is asked for its state again; each of its beats is an occasion. */
const ASK_MS = 500;

/**
 * Nodes that share a Redis. Each tells all others what it holds and keeps a copy of what they hold, so that
 * presence is answered from memory; messages go to the nodes with a subscriber, which confirm them.
 * docs/self-host.md describes what that promises.
 */
export class RedisBackplane implements Backplane {
  readonly #id = randomUUID();
  readonly #names: RedisNames;
  readonly #logger: Logger;
  readonly #link: RedisLink;
  readonly #counts: SharedCounts;
  readonly #interests: Interests;
  readonly #outbox: Outbox;
  readonly #pulse: Pulse;
  readonly #confirmations = new Confirmations();
  #nodes!: RemoteNodes;
  #handlers!: BackplaneHandlers;
  #beats = 0;
  #closed = false;

  constructor({ url, logger, prefix = 'metered-call' }: RedisBackplaneOptions) {
    const names = new RedisNames(prefix);
    this.#names = names;
    this.#logger = logger;
    this.#link = new RedisLink({
      url,
      logger,
      channels: [names.everyone, names.inbox(this.#id)],
      onMessage: (text) => this.#receive(text),
      onReady: () => void this.#pulse.beat(),
      onBroken: () => this.#handleBreak(),
    });
    const node = this.#id;
    const available = (): boolean => this.available();
    const elsewhere = (tenantId: string): number => this.#nodes.connections(tenantId);
    this.#counts = new SharedCounts({ link: this.#link, prefix, node, available, elsewhere });
    this.#outbox = new Outbox({ link: this.#link, names, node });
    const awayMs = (): number => (this.#closed ? Infinity : this.#pulse.lostForMs);
    this.#interests = new Interests({ link: this.#link, names, node, available, awayMs });
    const beforeBeat = (forgotten: boolean): Promise<void> => this.#remind(forgotten);
    this.#pulse = new Pulse({ link: this.#link, names, node, outbox: this.#outbox, beforeBeat });
  }

  /** @throws BackplaneError Redis cannot be reached */
  async start(handlers: BackplaneHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#nodes = new RemoteNodes(handlers, (node) => this.#confirmations.forget(node));
    await this.#link.start();
    const others = (await this.#link.run(LIVING, [this.#names.nodes], [this.#names.prefix])) as string[];
    for (const id of others) this.#ask(id);
    await this.#pulse.start();
    // A first subscriber shall see who is there already, but a dead node must not keep this one from starting.
    const patience = performance.now() + CONFIRM_MS;
    while (performance.now() < patience && !(this.available() && this.#nodes.allInSync())) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  available(): boolean {
    return !this.#closed && this.#pulse.felt;
  }

  nodes(): number {
    return 1 + this.#nodes.ids().length;
  }

  hold(tenantId: string, channel: string): Promise<void> | undefined {
    return this.#interests.hold(tenantId, channel);
  }

  release(tenantId: string, channel: string): void {
    this.#interests.release(tenantId, channel);
  }

  joined(tenantId: string, channel: string, peerId: string, entry: string): void {
    this.#outbox.change(['joined', tenantId, channel, peerId, entry]);
  }

  left(tenantId: string, channel: string, peerId: string, reason: DepartureReason | undefined): void {
    this.#outbox.change(['left', tenantId, channel, peerId, reason ?? null]);
  }

  peerChanged(tenantId: string, peerId: string, record: PeerRecord | null): void {
    this.#outbox.change(['peer', tenantId, peerId, record]);
  }

  moving(tenantId: string, peerId: string): void {
    this.#outbox.change(['moving', tenantId, peerId]);
  }

  async publish(tenantId: string, channel: string, outgoing: OutgoingData): Promise<void> {
    this.#needRedis();
    const nodes = this.#nodes.concernedBy(tenantId, channel);
    const { id, done } = this.#confirmations.open(nodes);
    const text = this.#outbox.encode({ kind: 'message', id, tenant: tenantId, channel, outgoing });
    const key = this.#names.interest(tenantId, channel);
    this.#link.run(DELIVER, [key], [this.#names.prefix, this.#id, text, ...nodes]).then(
      (found) => this.#confirmations.complete(id, found as string[]),
      () => this.#confirmations.fail(id, 'Redis has not passed the message on.'),
    );
    await done;
  }

  locate(tenantId: string, peerId: string): { nodeId: string; newestAt: number } | undefined {
    return this.#nodes.locate(tenantId, peerId);
  }

  async catchUp(): Promise<void> {
    this.#needRedis();
    await this.#pulse.echo();
    if (!this.#nodes.allInSync()) throw new BackplaneError('Not all that other nodes hold is known yet.');
  }

  async direct(nodeId: string, tenantId: string, to: string, outgoing: OutgoingData): Promise<boolean> {
    this.#needRedis();
    const { id, done } = this.#confirmations.open([nodeId]);
    const text = this.#outbox.encode({ kind: 'direct', id, tenant: tenantId, to, outgoing });
    this.#pass(id, this.#names.inbox(nodeId), text);
    return (await done) > 0;
  }

  async kick(tenantId: string, peerId: string, untilMs: number | null): Promise<number> {
    this.#needRedis();
    const { id, done } = this.#confirmations.open(this.#nodes.ids());
    const text = this.#outbox.encode({ kind: 'kick', id, tenant: tenantId, peer: peerId, untilMs });
    this.#pass(id, this.#names.everyone, text);
    return done;
  }

  latestExpiry(tenantId: string, peerId: string): number | null {
    return this.#nodes.latestExpiry(tenantId, peerId);
  }

  admit(tenantId: string, limit: number | undefined): Promise<boolean> | boolean {
    return this.#counts.admit(tenantId, limit);
  }

  discharge(tenantId: string): void {
    this.#counts.discharge(tenantId);
  }

  connections(tenantId: string): number {
    return this.#counts.connections(tenantId);
  }

  spend(tenantId: string, period: string, quota: number | undefined): Promise<boolean> | boolean {
    return this.#counts.spend(tenantId, period, quota);
  }

  unspend(tenantId: string, period: string): void {
    this.#counts.unspend(tenantId, period);
  }

  async spent(tenantId: string, period: string): Promise<number> {
    this.#needRedis();
    return this.#counts.spent(tenantId, period).catch(() => {
      throw new BackplaneError('Redis does not answer.');
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#pulse.stop();
    if (this.available()) {
      const farewell = Promise.all([
        this.#outbox.say(null, { kind: 'bye' }),
        this.#link.command('DEL', this.#names.lease(this.#id)),
        this.#counts.tellMessages(),
        this.#counts.giveBack(),
      ]);
      await Promise.race([farewell.catch(ignore), new Promise((resolve) => setTimeout(resolve, CONFIRM_MS))]);
    }
    this.#closed = true;
    this.#confirmations.failAll('The node is closing.');
    this.#nodes?.stop();
    await this.#link.close();
  }

  // --- speaking ------------------------------------------------------------------------------

  #pass(id: number, to: string, text: string): void {
    this.#link.publish(to, text).then(
      () => this.#confirmations.complete(id),
      () => this.#confirmations.fail(id, 'Redis has not passed the message on.'),
    );
  }

  #ask(nodeId: string): void {
    const node = this.#nodes.of(nodeId);
    if (performance.now() - node.askedAtMs < ASK_MS) return;
    node.askedAtMs = performance.now();
    this.#outbox.say(nodeId, { kind: 'ask' }).catch(ignore);
  }

  // --- hearing -------------------------------------------------------------------------------

  #receive(text: string): void {
    const message = decode(text);
    if (!message || this.#closed) return;
    try {
      if (message.node === this.#id) this.#handleOwn(message);
      else this.#handle(message);
    } catch (error) {
      this.#logger.error('a message of another node could not be handled', {
        error: scrubbedError(error).message,
      });
    }
  }

  #handleOwn(message: Message): void {
    if (message.kind === 'beat') {
      this.#pulse.handleOwnBeat();
      this.#nodes.countBeat();
    } else if (message.kind === 'echo') this.#pulse.handleEcho(message.id);
  }

  #handle(message: Message): void {
    if (message.kind === 'confirm') {
      for (const [id, value] of message.results) this.#confirmations.confirm(id, message.node, value);
      return;
    }
    if (message.kind === 'ask') {
      return this.#outbox.tellState(message.node, () => this.#handlers.state());
    }
    if (message.kind === 'bye') return this.#nodes.sayGoodbye(message.node);
    if (message.kind === 'echo') return;
    const node = this.#nodes.of(message.node);
    switch (message.kind) {
      case 'beat':
        node.missed = 0;
        if (!node.heard(message.seq)) this.#ask(node.id);
        return;
      case 'changes':
        if (!node.changes(message.seq, message.items)) this.#ask(node.id);
        return;
      case 'state': {
        const held = node.state(message, performance.now(), CONFIRM_MS);
        if (!held) return this.#ask(node.id);
        for (const delivery of held) this.#deliver(delivery);
        return;
      }
      case 'message':
      case 'direct':
      case 'kick':
        return this.#deliver(message);
    }
  }

  #deliver(delivery: Delivery): void {
    const node = this.#nodes.of(delivery.node);
    if (!node.heard(delivery.seq)) {
      node.hold(delivery, performance.now());
      return this.#ask(node.id);
    }
    const result = node.deliver(delivery.id, () => this.#perform(delivery));
    if (result !== null) this.#outbox.confirm(delivery.node, delivery.id, result);
  }

  #perform(delivery: Delivery): number {
    switch (delivery.kind) {
      case 'message':
        this.#handlers.remoteMessage(delivery.tenant, delivery.channel, delivery.outgoing);
        return 1;
      case 'direct':
        return this.#handlers.remoteDirect(delivery.tenant, delivery.to, delivery.outgoing) ? 1 : 0;
      case 'kick':
        return this.#handlers.remoteKick(delivery.tenant, delivery.peer, delivery.untilMs);
    }
  }

  // --- staying alive --------------------------------------------------------------------------

  async #remind(forgotten: boolean): Promise<void> {
    if (forgotten || ++this.#beats % INTEREST_BEATS === 0) await this.#interests.sayAll();
    await Promise.all([this.#counts.tellConnections(), this.#counts.tellMessages()]);
  }

  #handleBreak(): void {
    this.#pulse.doubt();
    this.#nodes.doubtAll();
  }

  #needRedis(): void {
    if (!this.available()) throw new BackplaneError('Redis is away.');
  }
}

const ignore = (): void => undefined;
