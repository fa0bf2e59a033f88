import type { TenantState } from '../backplane.ts';
import type { RedisLink } from './link.ts';
import { encode, itemsOf } from './messages.ts';
import type { Item, Message } from './messages.ts';
import type { RedisNames } from './names.ts';
import type { Delivery } from './remote-node.ts';

export interface OutboxOptions {
  link: RedisLink;
  names: RedisNames;
  /** This node. */
  node: string;
}

/** What this node says to the others: its changes first, numbered, so that a lost one is noticed. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #confirms = new Map<string, [id: number, value: number][]>();
  #changes: Item[] = [];
  #seq = 0;
  #told = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  change(item: Item): void {
    if (this.#changes.push(item) === 1) queueMicrotask(() => this.#flushChanges());
  }

  /** A message as text, behind everything that changed before it. */
  encode(message: DistributiveOmit<Delivery, 'node' | 'seq'>): string {
    this.#flushChanges();
    return encode({ ...message, node: this.#options.node, seq: this.#seq });
  }

  /** @param node null for all of them */
  say(node: string | null, message: DistributiveOmit<Message, 'node'>): Promise<number> {
    const { link, names, node: from } = this.#options;
    return link.publish(
      node === null ? names.everyone : names.inbox(node),
      encode({ ...message, node: from }),
    );
  }

  async beat(): Promise<void> {
    this.#flushChanges();
    await this.say(null, { kind: 'beat', seq: this.#seq });
  }

  confirm(node: string, id: number, value: number): void {
    const results = this.#confirms.get(node);
    if (results) return void results.push([id, value]);
    const own: [number, number][] = [[id, value]];
    this.#confirms.set(node, own);
    // Everything that arrived in one read is confirmed in one message.
    setImmediate(() => {
      this.#confirms.delete(node);
      this.say(node, { kind: 'confirm', results: own }).catch(ignore);
    });
  }

  /** All that this node holds. */
  tellState(node: string, state: () => [tenantId: string, state: TenantState][]): void {
    this.#flushChanges();
    const parts = itemsOf(state());
    const told = ++this.#told;
    for (const [part, items] of parts.entries()) {
      const last = part === parts.length - 1;
      this.say(node, { kind: 'state', seq: this.#seq, told, part, last, items }).catch(ignore);
    }
  }

  /** Whatever others are told next, they know these first. */
  #flushChanges(): void {
    if (this.#changes.length === 0) return;
    const items = this.#changes;
    this.#changes = [];
    this.#seq += 1;
    // Lost ones are noticed by their number, and all is told again.
    if (this.#options.link.ready) this.say(null, { kind: 'changes', seq: this.#seq, items }).catch(ignore);
  }
}

/** Omit that keeps the members of a union apart. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const ignore = (): void => undefined;
