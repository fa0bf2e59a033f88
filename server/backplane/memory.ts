import type { Backplane } from './backplane.ts';
import { LocalCounts } from './local-counts.ts';

/** One process is the whole service: there is nobody to tell, and nothing to wait for. */
export class MemoryBackplane implements Backplane {
  readonly #counts = new LocalCounts();

  start(): Promise<void> {
    return Promise.resolve();
  }

  available(): boolean {
    return true;
  }

  nodes(): number {
    return 1;
  }

  hold(): undefined {}
  release(): void {}
  joined(): void {}
  left(): void {}
  peerChanged(): void {}
  moving(): void {}
  publish(): undefined {}
  locate(): undefined {}
  catchUp(): undefined {}
  kick(): undefined {}

  direct(): Promise<boolean> {
    return Promise.resolve(false);
  }

  latestExpiry(): null {
    return null;
  }

  admit(tenantId: string, limit: number | undefined): boolean {
    if (limit !== undefined && this.#counts.connections(tenantId) >= limit) return false;
    this.#counts.connected(tenantId, 1);
    return true;
  }

  discharge(tenantId: string): void {
    this.#counts.connected(tenantId, -1);
  }

  connections(tenantId: string): number {
    return this.#counts.connections(tenantId);
  }

  spend(tenantId: string, period: string, quota: number | undefined): boolean {
    if (quota !== undefined && this.#counts.spent(tenantId, period) >= quota) return false;
    this.#counts.spend(tenantId, period);
    return true;
  }

  unspend(tenantId: string, period: string): void {
    this.#counts.spend(tenantId, period, -1);
  }

  spent(tenantId: string, period: string): number {
    return this.#counts.spent(tenantId, period);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
