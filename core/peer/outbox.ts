import { namedError } from '../util/errors.ts';
import type { Members } from './members.ts';

/** Messages and characters of JSON that may wait for a connection. */
const MAX_WAITING = 256;
const MAX_WAITING_LENGTH = 4 * 1_048_576;

export interface OutboxOptions {
  members: Members;
  publish: (data: unknown) => Promise<void>;
  sendTo: (serverId: string, data: unknown) => Promise<void>;
}

interface Item {
  /** null for everyone. */
  readonly to: string | null;
  readonly data: unknown;
  readonly length: number;
  resolve: () => void;
  reject: (err: unknown) => void;
}

/** What goes out once the server is back: to everyone, or to those who have not had it. */
interface Deferred {
  readonly to: readonly string[] | null;
  readonly data: unknown;
  readonly length: number;
  resolve: () => void;
  reject: (err: unknown) => void;
}

/**
 * The application's messages on their way out. With every peer within the server's reach they go there at
 * once. During an outage they go over the side channel to whom there is one, and wait for the others, in
 * order and within bounds.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #queue: Item[] = [];
  #deferred: Deferred[] = [];
  #length = 0;
  #running = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  broadcast(data: unknown): Promise<void> {
    if (this.#plain()) return this.#options.publish(data);
    return this.#enqueue(null, data);
  }

  direct(peerId: string, data: unknown): Promise<void> {
    if (this.#plain()) return this.#options.sendTo(this.#serverIdOf(peerId), data);
    return this.#enqueue(peerId, data);
  }

  /** The server is back. */
  restored(): void {
    void this.#run();
  }

  /** Nothing will go out any more. */
  close(err: Error): void {
    for (const item of [...this.#queue, ...this.#deferred]) item.reject(err);
    this.#queue = [];
    this.#deferred = [];
    this.#length = 0;
  }

  #plain(): boolean {
    const { members } = this.#options;
    if (!members.online || this.#running || this.#queue.length + this.#deferred.length > 0) return false;
    return members.all.every((member) => member.route.state === 'server');
  }

  #enqueue(to: string | null, data: unknown): Promise<void> {
    const { length } = JSON.stringify(data);
    const waiting = this.#queue.length + this.#deferred.length;
    if (waiting >= MAX_WAITING || this.#length + length > MAX_WAITING_LENGTH) {
      return Promise.reject(
        namedError('OutageQueueOverflowError', 'Too many messages wait for the connection to come back.'),
      );
    }
    this.#length += length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ to, data, length, resolve, reject });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#settled();
      this.#sendDeferred();
      for (let item = this.#queue.shift(); item; item = this.#queue.shift()) {
        this.#dispatch(item);
        await this.#settled();
        this.#sendDeferred();
      }
    } finally {
      this.#running = false;
    }
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#options.members.all.map((member) => member.route.settled()));
  }

  #dispatch(item: Item): void {
    if (item.to === null) this.#dispatchBroadcast(item);
    else this.#dispatchDirect(item, item.to);
  }

  #dispatchBroadcast(item: Item): void {
    const { members, publish } = this.#options;
    const overSide = members.all.filter((member) => member.route.state === 'peer');
    const sent = overSide.map((member) => member.route.send('broadcast', item.data));
    if (members.online) sent.push(publish(item.data));
    else {
      const others = members.all
        .filter((member) => !overSide.includes(member))
        .map(({ remote }) => remote.id);
      if (overSide.length === 0) {
        this.#deferred.push({ ...item, to: null });
        return;
      }
      if (others.length > 0) sent.push(this.#defer(others, item.data));
    }
    this.#settle(item, Promise.all(sent));
  }

  #dispatchDirect(item: Item, to: string): void {
    const { members, sendTo } = this.#options;
    const member = members.byId(to);
    if (member?.route.state === 'peer') this.#settle(item, member.route.send('direct', item.data));
    else if (members.online) this.#settle(item, sendTo(this.#serverIdOf(to), item.data));
    else this.#deferred.push({ ...item, to: [to] });
  }

  #defer(to: readonly string[], data: unknown): Promise<void> {
    return new Promise((resolve, reject) => this.#deferred.push({ to, data, length: 0, resolve, reject }));
  }

  #sendDeferred(): void {
    const { members, publish, sendTo } = this.#options;
    if (!members.online) return;
    for (const item of this.#deferred.splice(0)) {
      if (item.to === null) {
        this.#settle(item, publish(item.data));
        continue;
      }
      const present = item.to.filter((peerId) => members.byId(peerId));
      this.#settle(item, Promise.all(present.map((peerId) => sendTo(this.#serverIdOf(peerId), item.data))));
    }
  }

  #settle(item: Item | Deferred, outcome: Promise<unknown>): void {
    this.#length -= item.length;
    outcome.then(() => item.resolve(), item.reject);
  }

  #serverIdOf(peerId: string): string {
    return this.#options.members.byId(peerId)?.serverId ?? peerId;
  }
}
