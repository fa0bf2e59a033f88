import type { Logger } from '../util/log.ts';
import { keyText } from './cache-key.ts';
import type { TokenCacheKey } from './cache-key.ts';
import { inTime } from './in-time.ts';
import { Lease, hasLocks } from './lease.ts';
import { fromRecord, toRecord } from './record.ts';
import type { CachedToken } from './record.ts';
import { hasStore, readRecord, removeRecord, writeRecord } from './store.ts';

/**
 * One stored token and the lease on it. Nothing here rejects: where the browser keeps nothing, as in some
 * private windows, or another tab has the lease, the token stays in memory.
 */
export class Persistence {
  readonly #key: TokenCacheKey;
  readonly #text: string;
  readonly #lease: Lease;
  readonly #logger: Logger;
  #off = false;
  /** Everything happens in the order it was asked for: a removal must not be overtaken by a write. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(key: TokenCacheKey, logger: Logger) {
    this.#key = key;
    this.#text = keyText(key);
    this.#lease = new Lease(this.#text);
    this.#logger = logger;
  }

  get leased(): boolean {
    return this.#lease.held;
  }

  /** The stored token, once the lease is this tab's. What is not sound, or not `wanted`, is removed. */
  load(wanted: (stored: CachedToken) => boolean): Promise<CachedToken | null> {
    return this.#withLease(null, async () => {
      const record = await readRecord(this.#text);
      if (record === undefined) return null;
      const stored = fromRecord(record, this.#key);
      if (stored && wanted(stored)) return stored;
      await removeRecord(this.#text);
      return null;
    });
  }

  /** Stores the token if the lease is this tab's, unless it is no longer `wanted` when its turn comes. */
  save(cached: CachedToken, wanted: () => boolean): Promise<void> {
    return this.#withLease(undefined, async () => {
      if (wanted()) await writeRecord(this.#text, toRecord(this.#key, cached));
    });
  }

  /** Removes this tab's token. Without the lease there is none: what is stored is another tab's. */
  drop(): Promise<void> {
    return this.#next(async () => {
      if (this.#lease.held) await removeRecord(this.#text);
    }).catch((err: unknown) => this.#giveUp(err));
  }

  /** Removes the token whoever leases it, and gives the lease back. False if it may still be there. */
  clear(): Promise<boolean> {
    return this.#next(async () => {
      try {
        if (hasStore()) await removeRecord(this.#text);
      } finally {
        this.#lease.release();
      }
      return true;
    }).catch(() => false);
  }

  /** Gives the lease back after everything asked for is done. */
  release(): Promise<void> {
    return this.#next(() => Promise.resolve(this.#lease.release()));
  }

  #withLease<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
    return this.#next(async () => {
      if (this.#off) return otherwise;
      if (!hasStore() || !hasLocks()) throw new Error('IndexedDB or Web Locks are missing');
      return (await this.#lease.acquire()) ? work() : otherwise;
    }).catch((err: unknown) => {
      this.#giveUp(err);
      return otherwise;
    });
  }

  #giveUp(err: unknown): void {
    if (this.#off) return;
    this.#off = true;
    const error = err instanceof Error ? err.name : 'Error';
    this.#logger.warn('the browser stores no token: it is kept in memory only', { error });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => inTime(work));
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
