/** What this process has counted of each tenant: living connections, and messages of the current period. */
export class LocalCounts {
  readonly #connections = new Map<string, number>();
  readonly #messages = new Map<string, { period: string; count: number }>();

  /** @param change 1 or -1 */
  connected(tenantId: string, change: number): void {
    const count = this.connections(tenantId) + change;
    if (count > 0) this.#connections.set(tenantId, count);
    else this.#connections.delete(tenantId);
  }

  connections(tenantId: string): number {
    return this.#connections.get(tenantId) ?? 0;
  }

  /** Counts messages, or takes some back; those of an earlier period are forgotten. */
  spend(tenantId: string, period: string, count = 1): void {
    const entry = this.#messages.get(tenantId);
    if (entry?.period === period) entry.count += count;
    else this.#messages.set(tenantId, { period, count });
  }

  spent(tenantId: string, period: string): number {
    const entry = this.#messages.get(tenantId);
    return entry?.period === period ? entry.count : 0;
  }
}
