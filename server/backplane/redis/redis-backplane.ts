import { randomUUID } from 'node:crypto';
import type { Logger } from '../../../core/util/log.ts';
import { scrubbedError } from '../../../core/util/scrub.ts';
import type { DepartureReason, OutgoingData } from '../../build-frames.ts';
import { BackplaneError } from '../backplane.ts';
import type { Backplane, BackplaneHandlers, PeerRecord } from '../backplane.ts';
import { CONFIRM_MS, Confirmations } from './confirmations.ts';
import { RedisLink } from './link.ts';
import { decode, encode, itemsOf } from './messages.ts';
import type { Item, Message } from './messages.ts';
import type { Delivery } from './remote-node.ts';
import { RemoteNodes } from './remote-nodes.ts';
import { BEAT, DELIVER, HOLD, LIVING } from './scripts.ts';
import { SharedCounts } from './shared-counts.ts';

export interface RedisBackplaneOptions {
  url: string;
  logger: Logger;
  /** Begins every key and channel, so that several services can share one Redis. Default `metered-call`. */
  prefix?: string;
}

const BEAT_MS = 1_000;
/** Milliseconds without the echo of an own beat after which Redis is taken to be away. */
const SILENCE_MS = 3_500;
/** Milliseconds a node may be silent before Redis forgets it; a little less than the other nodes give it. */
const LEASE_MS = 5_000;
/** Seconds that Redis keeps an interest, and beats after which it is said again. */
const INTEREST_S = 3_600;
const INTEREST_BEATS = 1_200;
/** Milliseconds before a node is asked for its state again; each of its beats is an occasion. */
const ASK_MS = 500;
/** Milliseconds a subscribe waits for Redis to come back. */
const HOLD_MS = 2_000;

/**
 * Nodes that share a Redis. Each tells all others what it holds and keeps a copy of what they hold, so that
 * presence is answered from memory; messages go to the nodes with a subscriber, which confirm them.
 * docs/self-host.md describes what that promises.
 */
export class RedisBackplane implements Backplane {
  readonly #id = randomUUID();
  readonly #prefix: string;
  readonly #logger: Logger;
  readonly #link: RedisLink;
  readonly #counts: SharedCounts;
  readonly #confirmations = new Confirmations();
  readonly #held = new Map<string, Promise<void> | true>();
  readonly #limited = new Map<string, number>();
  readonly #echoes = new Map<number, () => void>();
  readonly #outgoingConfirms = new Map<string, [id: number, value: number][]>();
  #nodes!: RemoteNodes;
  #handlers!: BackplaneHandlers;
  #changes: Item[] = [];
  #seq = 0;
  #echoId = 0;
  #echoedAt = -Infinity;
  #beating = false;
  #beats = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ url, logger, prefix = 'metered-call' }: RedisBackplaneOptions) {
    this.#prefix = prefix;
    this.#logger = logger;
    this.#link = new RedisLink({
      url,
      logger,
      channels: [this.#everyone, this.#inbox(this.#id)],
      onMessage: (text) => this.#receive(text),
      onReady: () => void this.#beat(),
      onBroken: () => this.#handleBreak(),
    });
    this.#counts = new SharedCounts(this.#link, prefix, this.#id);
  }

  /** @throws BackplaneError Redis cannot be reached */
  async start(handlers: BackplaneHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#nodes = new RemoteNodes(handlers, (node) => this.#confirmations.forget(node));
    await this.#link.start();
    const others = (await this.#link.run(LIVING, [this.#key('nodes')], [this.#prefix])) as string[];
    for (const id of others) this.#ask(id);
    await this.#beat();
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS);
    // A first subscriber shall see who is there already, but a dead node must not keep this one from starting.
    const patience = performance.now() + CONFIRM_MS;
    while (performance.now() < patience && !(this.available() && this.#nodes.allInSync())) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  available(): boolean {
    return !this.#closed && this.#link.ready && performance.now() - this.#echoedAt < SILENCE_MS;
  }

  nodes(): number {
    return 1 + this.#nodes.ids().length;
  }

  hold(tenantId: string, channel: string): Promise<void> | undefined {
    const key = this.#interestKey(tenantId, channel);
    const held = this.#held.get(key);
    if (held === true) return undefined;
    if (held) return held;
    const holding = this.#hold(key);
    this.#held.set(key, holding);
    holding.then(
      () => this.#held.get(key) === holding && this.#held.set(key, true),
      () => this.#held.get(key) === holding && this.#held.delete(key),
    );
    return holding;
  }

  release(tenantId: string, channel: string): void {
    const key = this.#interestKey(tenantId, channel);
    if (!this.#held.delete(key)) return;
    // If Redis misses it, messages come here for nobody until the interest runs out.
    this.#link.command('SREM', key, this.#id).catch(ignore);
  }

  joined(tenantId: string, channel: string, peerId: string, entry: string): void {
    this.#change(['joined', tenantId, channel, peerId, entry]);
  }

  left(tenantId: string, channel: string, peerId: string, reason: DepartureReason | undefined): void {
    this.#change(['left', tenantId, channel, peerId, reason ?? null]);
  }

  peerChanged(tenantId: string, peerId: string, record: PeerRecord | null): void {
    this.#change(['peer', tenantId, peerId, record]);
  }

  async publish(tenantId: string, channel: string, outgoing: OutgoingData): Promise<void> {
    this.#needRedis();
    const nodes = this.#nodes.concernedBy(tenantId, channel);
    const { id, done } = this.#confirmations.open(nodes);
    const text = this.#encodeAfterChanges({ kind: 'message', id, tenant: tenantId, channel, outgoing });
    const key = this.#interestKey(tenantId, channel);
    this.#link.run(DELIVER, [key], [this.#prefix, this.#id, text, ...nodes]).then(
      (found) => this.#confirmations.complete(id, found as string[]),
      () => this.#confirmations.fail(id, 'Redis has not passed the message on.'),
    );
    await done;
  }

  locate(tenantId: string, peerId: string): { nodeId: string; newestAt: number } | undefined {
    return this.#nodes.locate(tenantId, peerId);
  }

  /** What goes to this node's own inbox comes back behind everything that was said before. */
  async catchUp(): Promise<void> {
    this.#needRedis();
    const id = ++this.#echoId;
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => {
        this.#echoes.delete(id);
        reject(new BackplaneError('Redis does not answer.'));
      };
      const timer = setTimeout(fail, CONFIRM_MS);
      this.#echoes.set(id, () => {
        clearTimeout(timer);
        resolve();
      });
      this.#say(this.#id, { kind: 'echo', node: this.#id, id }).catch(fail);
    });
    if (!this.#nodes.allInSync()) throw new BackplaneError('Not all that other nodes hold is known yet.');
  }

  async direct(nodeId: string, tenantId: string, to: string, outgoing: OutgoingData): Promise<boolean> {
    this.#needRedis();
    const { id, done } = this.#confirmations.open([nodeId]);
    const text = this.#encodeAfterChanges({ kind: 'direct', id, tenant: tenantId, to, outgoing });
    this.#pass(id, this.#inbox(nodeId), text);
    return (await done) > 0;
  }

  async kick(tenantId: string, peerId: string, untilMs: number | null): Promise<number> {
    this.#needRedis();
    const { id, done } = this.#confirmations.open(this.#nodes.ids());
    const text = this.#encodeAfterChanges({ kind: 'kick', id, tenant: tenantId, peer: peerId, untilMs });
    this.#pass(id, this.#everyone, text);
    return done;
  }

  latestExpiry(tenantId: string, peerId: string): number | null {
    return this.#nodes.latestExpiry(tenantId, peerId);
  }

  admit(tenantId: string, limit: number | undefined): Promise<boolean> | boolean {
    this.#counts.local.connected(tenantId, 1);
    if (limit === undefined) return true;
    this.#limited.set(tenantId, limit);
    const decide = (admitted: boolean): boolean => {
      if (!admitted) this.#counts.local.connected(tenantId, -1);
      return admitted;
    };
    // Without Redis what was last known of the other nodes has to do.
    const guess = (): boolean => this.connections(tenantId) <= limit;
    if (!this.available()) return decide(guess());
    return this.#counts.admit(tenantId, limit).then(decide, () => decide(guess()));
  }

  discharge(tenantId: string): void {
    this.#counts.discharge(tenantId, this.#limited.has(tenantId));
  }

  connections(tenantId: string): number {
    return this.#counts.local.connections(tenantId) + this.#nodes.connections(tenantId);
  }

  spend(tenantId: string, period: string, quota: number | undefined): Promise<boolean> | boolean {
    return this.#counts.spend(tenantId, period, quota);
  }

  async spent(tenantId: string, period: string): Promise<number> {
    this.#needRedis();
    return this.#counts.spent(tenantId, period).catch(() => {
      throw new BackplaneError('Redis does not answer.');
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    clearInterval(this.#timer);
    if (this.available()) {
      const farewell = Promise.all([
        this.#say(null, { kind: 'bye', node: this.#id }),
        this.#link.command('DEL', this.#key(`lease:${this.#id}`)),
        this.#counts.tell([]),
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

  #change(item: Item): void {
    if (this.#changes.push(item) === 1) queueMicrotask(() => this.#flushChanges());
  }

  /** Whatever others are told next, they know these first. */
  #flushChanges(): void {
    if (this.#changes.length === 0) return;
    const items = this.#changes;
    this.#changes = [];
    this.#seq += 1;
    // Lost ones are noticed by their number, and all is told again.
    if (this.#link.ready)
      this.#say(null, { kind: 'changes', node: this.#id, seq: this.#seq, items }).catch(ignore);
  }

  #encodeAfterChanges(message: DistributiveOmit<Delivery, 'node' | 'seq'>): string {
    this.#flushChanges();
    return encode({ ...message, node: this.#id, seq: this.#seq });
  }

  #pass(id: number, to: string, text: string): void {
    this.#link.publish(to, text).then(
      () => this.#confirmations.complete(id),
      () => this.#confirmations.fail(id, 'Redis has not passed the message on.'),
    );
  }

  /** @param node null for all of them */
  #say(node: string | null, message: Message): Promise<number> {
    return this.#link.publish(node === null ? this.#everyone : this.#inbox(node), encode(message));
  }

  #ask(nodeId: string): void {
    const node = this.#nodes.of(nodeId);
    if (performance.now() - node.askedAtMs < ASK_MS) return;
    node.askedAtMs = performance.now();
    this.#say(nodeId, { kind: 'ask', node: this.#id }).catch(ignore);
  }

  #confirm(node: string, id: number, value: number): void {
    const results = this.#outgoingConfirms.get(node);
    if (results) return void results.push([id, value]);
    const own: [number, number][] = [[id, value]];
    this.#outgoingConfirms.set(node, own);
    // Everything that arrived in one read is confirmed in one message.
    setImmediate(() => {
      this.#outgoingConfirms.delete(node);
      this.#say(node, { kind: 'confirm', node: this.#id, results: own }).catch(ignore);
    });
  }

  #tellState(node: string): void {
    this.#flushChanges();
    const parts = itemsOf(this.#handlers.state());
    for (const [at, items] of parts.entries()) {
      const [first, last] = [at === 0, at === parts.length - 1];
      this.#say(node, { kind: 'state', node: this.#id, seq: this.#seq, first, last, items }).catch(ignore);
    }
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
      this.#echoedAt = performance.now();
      this.#nodes.countBeat();
    } else if (message.kind === 'echo') {
      this.#echoes.get(message.id)?.();
      this.#echoes.delete(message.id);
    }
  }

  #handle(message: Message): void {
    if (message.kind === 'confirm') {
      for (const [id, value] of message.results) this.#confirmations.confirm(id, message.node, value);
      return;
    }
    if (message.kind === 'ask') return this.#tellState(message.node);
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
        const { seq, first, last, items } = message;
        const held = node.state(seq, first, last, items, performance.now(), CONFIRM_MS);
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
    if (result !== null) this.#confirm(delivery.node, delivery.id, result);
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

  async #beat(): Promise<void> {
    if (this.#beating || this.#closed || !this.#link.ready) return;
    this.#beating = true;
    try {
      const keys = [this.#key(`lease:${this.#id}`), this.#key('nodes')];
      const known = await this.#link.run(BEAT, keys, [this.#id, LEASE_MS]);
      // Redis has begun anew, or has given this node up: it has to know all before the others rely on it.
      if (known !== 1 || ++this.#beats % INTEREST_BEATS === 0) await this.#sayInterests();
      await this.#counts.tell(this.#limited.keys());
      this.#flushChanges();
      await this.#say(null, { kind: 'beat', node: this.#id, seq: this.#seq });
    } catch {
      // The link says itself that it broke; the next beat comes in any case.
    } finally {
      this.#beating = false;
    }
  }

  async #sayInterests(): Promise<void> {
    const all = [...this.#held.keys()].map((key) => this.#link.run(HOLD, [key], [this.#id, INTEREST_S]));
    await Promise.all(all);
  }

  async #hold(key: string): Promise<void> {
    const patience = performance.now() + HOLD_MS;
    while (!this.available() && performance.now() < patience) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    this.#needRedis();
    await this.#link.run(HOLD, [key], [this.#id, INTEREST_S]).catch(() => {
      throw new BackplaneError('Redis does not answer.');
    });
  }

  #handleBreak(): void {
    this.#echoedAt = -Infinity;
    this.#nodes.doubtAll();
  }

  #needRedis(): void {
    if (!this.available()) throw new BackplaneError('Redis is away.');
  }

  // --- names -----------------------------------------------------------------------------------

  get #everyone(): string {
    return this.#key('all');
  }

  #inbox(node: string): string {
    return this.#key(`node:${node}`);
  }

  #interestKey(tenantId: string, channel: string): string {
    return this.#key(`in:${tenantId}\n${channel}`);
  }

  #key(name: string): string {
    return `${this.#prefix}:${name}`;
  }
}

/** Omit that keeps the members of a union apart. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const ignore = (): void => undefined;
