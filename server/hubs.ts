import type { Backplane, BackplaneHandlers, TenantState } from './backplane/backplane.ts';
import type { DepartureReason, OutgoingData } from './build-frames.ts';
import { Hub } from './hub.ts';
import type { Stats } from './stats.ts';
import type { Tenant } from './tenants.ts';

/** The hub of each tenant. One is made when first asked for: another node may know a tenant earlier. */
export class Hubs implements BackplaneHandlers {
  readonly #hubs = new Map<string, Hub>();
  readonly #backplane: Backplane;
  readonly #stats: Stats;
  readonly #tenant: (id: string) => Tenant | undefined;

  constructor(backplane: Backplane, stats: Stats, tenant: (id: string) => Tenant | undefined) {
    this.#backplane = backplane;
    this.#stats = stats;
    this.#tenant = tenant;
  }

  of(tenantId: string): Hub {
    const known = this.#hubs.get(tenantId);
    if (known) return known;
    const hub = new Hub({
      tenantId,
      backplane: this.#backplane,
      stats: this.#stats,
      quota: () => this.#tenant(tenantId)?.plan?.messageQuota,
    });
    this.#hubs.set(tenantId, hub);
    return hub;
  }

  all(): [tenantId: string, hub: Hub][] {
    return [...this.#hubs];
  }

  state(): [tenantId: string, state: TenantState][] {
    return this.all().map(([tenantId, hub]) => [tenantId, hub.state()]);
  }

  remoteJoined(tenantId: string, channel: string, peerId: string, entry: string): void {
    this.of(tenantId).remoteJoined(channel, peerId, entry);
  }

  remoteLeft(tenantId: string, channel: string, peerId: string, reason: DepartureReason | undefined): void {
    this.of(tenantId).remoteLeft(channel, peerId, reason);
  }

  remoteMessage(tenantId: string, channel: string, outgoing: OutgoingData): void {
    this.of(tenantId).remoteMessage(channel, outgoing);
  }

  remoteDirect(tenantId: string, to: string, outgoing: OutgoingData): boolean {
    return this.of(tenantId).remoteDirect(to, outgoing);
  }

  remoteKick(tenantId: string, peerId: string, untilMs: number | null): number {
    return this.of(tenantId).closePeer(peerId, untilMs);
  }

  remoteDenial(tenantId: string, peerId: string, untilMs: number): void {
    this.of(tenantId).deny(peerId, untilMs);
  }
}
