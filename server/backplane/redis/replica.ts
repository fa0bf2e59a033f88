import type { BackplaneHandlers, PeerRecord } from '../backplane.ts';
import type { Item } from './messages.ts';

interface TenantReplica {
  readonly peers: Map<string, PeerRecord>;
  /** Of each channel the peers the node holds in it, with their entries. */
  readonly channels: Map<string, Map<string, string>>;
}

type Tenants = Map<string, TenantReplica>;

/** What one other node holds, as far as it has said; tells the handlers each change to it. */
export class Replica {
  readonly #handlers: BackplaneHandlers;
  #tenants: Tenants = new Map();

  constructor(handlers: BackplaneHandlers) {
    this.#handlers = handlers;
  }

  apply(items: readonly Item[]): void {
    for (const item of items) {
      if (item[0] === 'left') {
        const [, tenant, channel, peer, reason] = item;
        const peers = this.#tenants.get(tenant)?.channels.get(channel);
        if (!peers?.delete(peer)) continue;
        if (peers.size === 0) this.#tenants.get(tenant)?.channels.delete(channel);
        this.#handlers.remoteLeft(tenant, channel, peer, reason ?? undefined);
      } else if (item[0] === 'denied') {
        this.#handlers.remoteDenial(item[1], item[2], item[3]);
      } else if (put(this.#tenants, item) && item[0] === 'joined') {
        this.#handlers.remoteJoined(item[1], item[2], item[3], item[4]);
      }
    }
  }

  /** The node says all that it holds: only what differs is told. */
  replace(items: readonly Item[]): void {
    const next: Tenants = new Map();
    for (const item of items) {
      if (item[0] === 'denied') this.#handlers.remoteDenial(item[1], item[2], item[3]);
      else put(next, item);
    }
    const previous = this.#tenants;
    this.#tenants = next;
    for (const [tenant, channel, peer, entry] of membersOf(previous)) {
      if (entryIn(next, tenant, channel, peer) !== entry) {
        this.#handlers.remoteLeft(tenant, channel, peer, undefined);
      }
    }
    for (const [tenant, channel, peer, entry] of membersOf(next)) {
      if (entryIn(previous, tenant, channel, peer) !== entry) {
        this.#handlers.remoteJoined(tenant, channel, peer, entry);
      }
    }
  }

  /** The node does not hold the peer any more, wherever it was. */
  drop(tenantId: string, peer: string): void {
    const tenant = this.#tenants.get(tenantId);
    tenant?.peers.delete(peer);
    for (const [channel, peers] of [...(tenant?.channels ?? [])]) {
      if (!peers.delete(peer)) continue;
      if (peers.size === 0) tenant?.channels.delete(channel);
      this.#handlers.remoteLeft(tenantId, channel, peer, undefined);
    }
  }

  has(tenant: string, channel: string): boolean {
    return this.#tenants.get(tenant)?.channels.has(channel) ?? false;
  }

  peer(tenant: string, peerId: string): PeerRecord | undefined {
    return this.#tenants.get(tenant)?.peers.get(peerId);
  }

  connections(tenant: string): number {
    let sum = 0;
    for (const { sockets } of this.#tenants.get(tenant)?.peers.values() ?? []) sum += sockets;
    return sum;
  }
}

/** False if nothing is new about it. */
function put(tenants: Tenants, item: Item): boolean {
  const [kind, tenantId] = item;
  const tenant: TenantReplica = tenants.get(tenantId) ?? { peers: new Map(), channels: new Map() };
  tenants.set(tenantId, tenant);
  if (kind === 'peer') {
    const [, , peer, record] = item;
    if (record) tenant.peers.set(peer, record);
    else tenant.peers.delete(peer);
    return true;
  }
  if (kind !== 'joined') return false;
  const [, , channel, peer, entry] = item;
  const peers = tenant.channels.get(channel) ?? new Map<string, string>();
  tenant.channels.set(channel, peers);
  if (peers.has(peer)) return false;
  peers.set(peer, entry);
  return true;
}

function* membersOf(
  tenants: Tenants,
): Generator<[tenant: string, channel: string, peer: string, entry: string]> {
  for (const [tenant, { channels }] of tenants) {
    for (const [channel, peers] of channels) {
      for (const [peer, entry] of peers) yield [tenant, channel, peer, entry];
    }
  }
}

function entryIn(tenants: Tenants, tenant: string, channel: string, peer: string): string | undefined {
  return tenants.get(tenant)?.channels.get(channel)?.get(peer);
}
