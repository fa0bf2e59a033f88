import { BackplaneError } from '../backplane.ts';
import { LocalCounts } from '../local-counts.ts';
import { answered } from './answered.ts';
import type { RedisLink } from './link.ts';
import { ADMIT, RESERVE } from './scripts.ts';

/** Messages a node takes from a quota at once: a thousandth of it, so that little is left unused. */
const blockOf = (quota: number): number => Math.max(1, Math.min(1_000, Math.floor(quota / 1_000)));
/** Messages a node lets pass while Redis cannot be asked, each time it cannot: a hundredth of the quota. */
const creditOf = (quota: number): number => Math.ceil(quota / 100);
/** Seconds a month's count is kept. */
const KEEP_S = 40 * 86_400;

export interface SharedCountsOptions {
  link: RedisLink;
  prefix: string;
  /** This node. */
  node: string;
  /** False while Redis is away. */
  available: () => boolean;
  /** A tenant's connections on the other nodes, as far as is known here. */
  elsewhere: (tenantId: string) => number;
}

/** Connections and messages of each tenant over all nodes: exact where a plan limits them. */
export class SharedCounts {
  readonly #options: SharedCountsOptions;
  readonly #local = new LocalCounts();
  /** Tenants whose connections have been limited since this node began. */
  readonly #limited = new Set<string>();
  /** Messages taken from a quota and not spent yet. */
  readonly #reserved = new Map<string, { period: string; left: number }>();
  readonly #reserving = new Map<string, Promise<boolean>>();
  /** Tenants of whose quota nothing was left when Redis was last asked, with the period. */
  readonly #exhausted = new Map<string, string>();
  /** Messages that were not reserved, not yet told to Redis. */
  readonly #untold = new Map<string, number>();

  constructor(options: SharedCountsOptions) {
    this.#options = options;
  }

  connections(tenantId: string): number {
    return this.#local.connections(tenantId) + this.#options.elsewhere(tenantId);
  }

  /** Counts one connection, unless all nodes together have reached `limit`. */
  admit(tenantId: string, limit: number | undefined): Promise<boolean> | boolean {
    const { link, prefix, node, available } = this.#options;
    this.#local.connected(tenantId, 1);
    if (limit === undefined) return true;
    this.#limited.add(tenantId);
    const decide = (admitted: boolean): boolean => {
      if (!admitted) this.#local.connected(tenantId, -1);
      return admitted;
    };
    // Without Redis what was last known of the other nodes has to do.
    const guess = (): boolean => this.connections(tenantId) <= limit;
    if (!available()) return decide(guess());
    return answered(link.run(ADMIT, [this.#connKey(tenantId)], [prefix, node, limit])).then(
      (admitted) => decide(admitted === 1),
      () => decide(guess()),
    );
  }

  discharge(tenantId: string): void {
    this.#local.connected(tenantId, -1);
    if (!this.#limited.has(tenantId)) return;
    // A count that Redis misses now is set right by the next beat.
    const { link, node } = this.#options;
    link.command('HINCRBY', this.#connKey(tenantId), node, '-1').catch(ignore);
  }

  /** Sets right what Redis may have lost of the connections that are limited. */
  async tellConnections(): Promise<void> {
    const { link, node } = this.#options;
    const tellOne = (tenantId: string): Promise<unknown> =>
      link.command('HSET', this.#connKey(tenantId), node, String(this.#local.connections(tenantId)));
    await Promise.all([...this.#limited].map(tellOne));
  }

  /** Tells Redis of the messages that it has not heard of. */
  async tellMessages(): Promise<void> {
    const { link } = this.#options;
    const told: Promise<unknown>[] = [];
    for (const [key, count] of [...this.#untold]) {
      this.#untold.delete(key);
      const tellOne = link.command('INCRBY', key, String(count)).catch((error: unknown) => {
        this.#untold.set(key, (this.#untold.get(key) ?? 0) + count);
        throw error;
      });
      told.push(tellOne, link.command('EXPIRE', key, String(KEEP_S)));
    }
    await Promise.all(told);
  }

  /** The promise rejects if Redis is away, and has been for more messages than a node lets pass by itself. */
  spend(tenantId: string, period: string, quota: number | undefined): Promise<boolean> | boolean {
    if (quota === undefined) {
      this.#tellLater(tenantId, period, 1);
      return true;
    }
    if (this.#takeReserved(tenantId, period)) return true;
    if (this.#options.available()) return this.#reserveAndSpend(tenantId, period, quota);
    return this.#spendOnCredit(tenantId, period, quota);
  }

  /** Takes one message back that was counted and led nowhere. */
  unspend(tenantId: string, period: string): void {
    const reserved = this.#reserved.get(tenantId);
    if (reserved?.period === period) reserved.left += 1;
    else this.#tellLater(tenantId, period, -1);
  }

  /** Rejects if Redis is away. */
  async spent(tenantId: string, period: string): Promise<number> {
    const key = this.#spentKey(tenantId, period);
    const told = Number((await answered(this.#options.link.command('GET', key))) ?? 0);
    const reserved = this.#reserved.get(tenantId);
    return told + (this.#untold.get(key) ?? 0) - (reserved?.period === period ? reserved.left : 0);
  }

  /** Gives back what was reserved and not spent. */
  async giveBack(): Promise<void> {
    const back = [...this.#reserved].map(([tenantId, { period, left }]) =>
      this.#options.link.command('DECRBY', this.#spentKey(tenantId, period), String(left)),
    );
    this.#reserved.clear();
    await Promise.all(back);
  }

  async #reserveAndSpend(tenantId: string, period: string, quota: number): Promise<boolean> {
    // One at a time for each tenant; whoever waited looks again.
    while (!this.#takeReserved(tenantId, period)) {
      const under = this.#reserving.get(tenantId) ?? this.#reserve(tenantId, period, quota);
      this.#reserving.set(tenantId, under);
      try {
        if (!(await under)) return false;
      } catch {
        return this.#spendOnCredit(tenantId, period, quota);
      }
    }
    return true;
  }

  /** What has passed without being asked for is told with the next beat that gets through. */
  #spendOnCredit(tenantId: string, period: string, quota: number): Promise<boolean> | boolean {
    if (this.#exhausted.get(tenantId) === period) return false;
    const untold = this.#untold.get(this.#spentKey(tenantId, period)) ?? 0;
    if (untold >= creditOf(quota)) return Promise.reject(new BackplaneError('Redis is away.'));
    this.#tellLater(tenantId, period, 1);
    return true;
  }

  #tellLater(tenantId: string, period: string, count: number): void {
    const key = this.#spentKey(tenantId, period);
    this.#untold.set(key, (this.#untold.get(key) ?? 0) + count);
  }

  async #reserve(tenantId: string, period: string, quota: number): Promise<boolean> {
    try {
      const key = this.#spentKey(tenantId, period);
      const reserving = this.#options.link.run(RESERVE, [key], [quota, blockOf(quota), KEEP_S]);
      const got = Number(await answered(reserving));
      if (got > 0) this.#reserved.set(tenantId, { period, left: got });
      if (got > 0) this.#exhausted.delete(tenantId);
      else this.#exhausted.set(tenantId, period);
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
    return `${this.#options.prefix}:conn:${tenantId}`;
  }

  #spentKey(tenantId: string, period: string): string {
    return `${this.#options.prefix}:spent:${tenantId}:${period}`;
  }
}

const ignore = (): void => undefined;
