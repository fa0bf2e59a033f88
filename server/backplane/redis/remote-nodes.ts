import { MOVE_MS } from '../backplane.ts';
import type { BackplaneHandlers } from '../backplane.ts';
import { RemoteNode } from './remote-node.ts';

/** Own beats without one of theirs, one a second, after which a node is dead. */
const MISSED_BEATS = 5;
/** How often, in own beats, nodes forget what they delivered. */
const AGE_BEATS = 5;

/** The other nodes that are known to live. */
export class RemoteNodes {
  readonly #handlers: BackplaneHandlers;
  readonly #nodes = new Map<string, RemoteNode>();
  readonly #goodbyes = new Map<string, NodeJS.Timeout>();
  readonly #onGone: (nodeId: string) => void;
  #beats = 0;

  /** @param onGone a node is dead, or has said goodbye: nothing more is to be expected of it */
  constructor(handlers: BackplaneHandlers, onGone: (nodeId: string) => void) {
    this.#handlers = handlers;
    this.#onGone = onGone;
  }

  get size(): number {
    return this.#nodes.size;
  }

  of(nodeId: string): RemoteNode {
    const known = this.#nodes.get(nodeId);
    if (known) return known;
    const node = new RemoteNode(nodeId, this.#handlers);
    this.#nodes.set(nodeId, node);
    return node;
  }

  /** One of this node's own beats has come back: Redis works, so whoever is silent has a reason. */
  countBeat(): void {
    this.#beats += 1;
    for (const node of this.#nodes.values()) {
      if (this.#beats % AGE_BEATS === 0) node.age();
      node.missed += 1;
      if (node.missed > MISSED_BEATS && !node.leaving) this.#drop(node);
    }
  }

  /** This node's connection broke: nothing it knows of the others is certain. */
  doubtAll(): void {
    for (const node of this.#nodes.values()) node.doubt();
  }

  sayGoodbye(nodeId: string): void {
    const node = this.#nodes.get(nodeId);
    if (!node || node.leaving) return;
    node.leaving = true;
    this.#onGone(nodeId);
    this.#goodbyes.set(
      nodeId,
      setTimeout(() => this.#drop(node), MOVE_MS),
    );
  }

  /** Nodes that a channel's message has to reach as far as is known here, and those we are not sure of. */
  concernedBy(tenantId: string, channel: string): string[] {
    return this.#living()
      .filter((node) => !node.inSync || node.replica.has(tenantId, channel))
      .map(({ id }) => id);
  }

  ids(): string[] {
    return this.#living().map(({ id }) => id);
  }

  allInSync(): boolean {
    return this.#living().every(({ inSync }) => inSync);
  }

  locate(tenantId: string, peerId: string): { nodeId: string; newestAt: number } | undefined {
    let best: { nodeId: string; newestAt: number } | undefined;
    for (const { id, replica } of this.#living()) {
      const newestAt = replica.peer(tenantId, peerId)?.newestAt;
      if (newestAt !== undefined && (!best || newestAt > best.newestAt)) best = { nodeId: id, newestAt };
    }
    return best;
  }

  latestExpiry(tenantId: string, peerId: string): number | null {
    const all = [...this.#nodes.values()].flatMap(
      ({ replica }) => replica.peer(tenantId, peerId)?.expiresAt ?? [],
    );
    return all.length > 0 ? Math.max(...all) : null;
  }

  connections(tenantId: string): number {
    return this.#living().reduce((sum, { replica }) => sum + replica.connections(tenantId), 0);
  }

  stop(): void {
    for (const timer of this.#goodbyes.values()) clearTimeout(timer);
    for (const node of this.#nodes.values()) node.stop();
  }

  #living(): RemoteNode[] {
    return [...this.#nodes.values()].filter(({ leaving }) => !leaving);
  }

  #drop(node: RemoteNode): void {
    clearTimeout(this.#goodbyes.get(node.id));
    this.#goodbyes.delete(node.id);
    this.#nodes.delete(node.id);
    this.#onGone(node.id);
    node.stop();
    node.replica.replace([]);
  }
}
