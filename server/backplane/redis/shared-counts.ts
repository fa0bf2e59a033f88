import { LocalCounts } from '../local-counts.ts';
import type { RedisLink } from './link.ts';
import { ADMIT, RESERVE } from './scripts.ts';

/** Messages a node takes from a quota at once: a thousandth of it, so that little is left unused. */
const blockOf = (quota: number): number => Math.max(1, Math.min(1_000, Math.floor(quota / 1_000)));
/** Seconds a month's count is kept. */
const KEEP_S = 40 * 86_400;

/** Connections and messages of each tenant over all nodes: exact where a plan limits them. */
export class SharedCounts {
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #node: string;
  readonly local = new LocalCounts();
  /** Messages taken from a quota and not spent yet. */
  readonly #reserved = new Map<string, { period: string; left: number }>();
  readonly #reserving = new Map<string, Promise<boolean>>();
  /** Messages of tenants without a quota, not yet told to Redis. */
  readonly #untold = new Map<string, number>();

  constructor(link: RedisLink, prefix: string, node: string) {
    this.#link = link;
    this.#prefix = prefix;
    this.#node = node;
  }

  /** Rejects if Redis is away. */
  async admit(tenantId: string, limit: number): Promise<boolean> {
    const admitted = await this.#link.run(
      ADMIT,
      [this.#connKey(tenantId)],
      [this.#prefix, this.#node, limit],
    );
    return admitted === 1;
  }

  discharge(tenantId: string, limited: boolean): void {
    this.local.connected(tenantId, -1);
    // A count that Redis misses now is set right by the next beat.
    if (limited) this.#link.command('HINCRBY', this.#connKey(tenantId), this.#node, '-1').catch(ignore);
  }

  /** Sets right what Redis may have lost, and tells it what it has not heard. */
  async tell(limitedTenants: Iterable<string>): Promise<void> {
    const told: Promise<unknown>[] = [];
    for (const tenantId of limitedTenants) {
      const connections = String(this.local.connections(tenantId));
      told.push(this.#link.command('HSET', this.#connKey(tenantId), this.#node, connections));
    }
    for (const [key, count] of [...this.#untold]) {
      this.#untold.delete(key);
      const tellOne = this.#link.command('INCRBY', key, String(count)).catch((error: unknown) => {
        this.#untold.set(key, (this.#untold.get(key) ?? 0) + count);
        throw error;
      });
      told.push(tellOne, this.#link.command('EXPIRE', key, String(KEEP_S)));
    }
    await Promise.all(told);
  }

  /** The promise rejects if Redis is away. */
  spend(tenantId: string, period: string, quota: number | undefined): Promise<boolean> | boolean {
    if (quota === undefined) {
      const key = this.#spentKey(tenantId, period);
      this.#untold.set(key, (this.#untold.get(key) ?? 0) + 1);
      return true;
    }
    if (this.#takeReserved(tenantId, period)) return true;
    return this.#reserveAndSpend(tenantId, period, quota);
  }

  /** Rejects if Redis is away. */
  async spent(tenantId: string, period: string): Promise<number> {
    const key = this.#spentKey(tenantId, period);
    const told = Number((await this.#link.command('GET', key)) ?? 0);
    const reserved = this.#reserved.get(tenantId);
    return told + (this.#untold.get(key) ?? 0) - (reserved?.period === period ? reserved.left : 0);
  }

  /** Gives back what was reserved and not spent. */
  async giveBack(): Promise<void> {
    const back = [...this.#reserved].map(([tenantId, { period, left }]) =>
      this.#link.command('DECRBY', this.#spentKey(tenantId, period), String(left)),
    );
    this.#reserved.clear();
    await Promise.all(back);
  }

  async #reserveAndSpend(tenantId: string, period: string, quota: number): Promise<boolean> {
    // One at a time for each tenant; whoever waited looks again.
    while (!this.#takeReserved(tenantId, period)) {
      const under = this.#reserving.get(tenantId) ?? this.#reserve(tenantId, period, quota);
      this.#reserving.set(tenantId, under);
      if (!(await under)) return false;
    }
    return true;
  }

  async #reserve(tenantId: string, period: string, quota: number): Promise<boolean> {
    try {
      const key = this.#spentKey(tenantId, period);
      const got = Number(await this.#link.run(RESERVE, [key], [quota, blockOf(quota), KEEP_S]));
      if (got > 0) this.#reserved.set(tenantId, { period, left: got });
      return got > 0;
    } finally {
      this.#reserving.delete(tenantId);
    }
  }

  #takeReserved(tenantId: string, period: string): boolean {
    const reserved = this.#reserved.get(tenantId);
    if (reserved?.period !== period || reserved.left === 0) return false;
    reserved.left -= 1;
    return true;
  }

  #connKey(tenantId: string): string {
    return `${this.#prefix}:conn:${tenantId}`;
  }

  #spentKey(tenantId: string, period: string): string {
    return `${this.#prefix}:spent:${tenantId}:${period}`;
  }
}

const ignore = (): void => undefined;
