import { BackplaneError } from '../backplane.ts';

/** Milliseconds in which every node has to confirm. */
export const CONFIRM_MS = 2_000;

interface Pending {
  /** Nodes that have yet to confirm. */
  readonly waiting: Set<string>;
  /** Nodes that have, which may be before it is known that they had to. */
  readonly confirmed: Set<string>;
  /** False until Redis has said who all got it. */
  complete: boolean;
  sum: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (sum: number) => void;
  readonly reject: (error: BackplaneError) => void;
}

/** What this node has sent and not yet heard of from every node that got it. */
export class Confirmations {
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /**
   * Begins to wait for `nodes`, and for those that `complete` adds.
   * @returns the message's id, and the sum of what the nodes confirm
   */
  open(nodes: Iterable<string>): { id: number; done: Promise<number> } {
    const id = ++this.#lastId;
    const done = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => this.fail(id, 'A node has not confirmed in time.'), CONFIRM_MS);
      const waiting = new Set(nodes);
      this.#pending.set(id, {
        waiting,
        confirmed: new Set(),
        complete: false,
        sum: 0,
        timer,
        resolve,
        reject,
      });
    });
    return { id, done };
  }

  /** Redis has passed the message on, to these nodes as well. */
  complete(id: number, nodes: readonly string[] = []): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    for (const node of nodes) if (!pending.confirmed.has(node)) pending.waiting.add(node);
    pending.complete = true;
    this.#settle(id, pending);
  }

  confirm(id: number, node: string, value: number): void {
    const pending = this.#pending.get(id);
    if (!pending || pending.confirmed.has(node)) return;
    pending.confirmed.add(node);
    pending.waiting.delete(node);
    pending.sum += value;
    this.#settle(id, pending);
  }

  fail(id: number, why: string): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.reject(new BackplaneError(why));
  }

  /** A node does not live any more: what only it had to confirm is confirmed. */
  forget(node: string): void {
    for (const [id, pending] of this.#pending) {
      if (pending.waiting.delete(node)) this.#settle(id, pending);
    }
  }

  failAll(why: string): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, why);
  }

  #settle(id: number, { complete, waiting, timer, sum, resolve }: Pending): void {
    if (!complete || waiting.size > 0) return;
    this.#pending.delete(id);
    clearTimeout(timer);
    resolve(sum);
  }
}
