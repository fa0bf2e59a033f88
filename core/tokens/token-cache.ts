import { NoopLogger } from '../util/log.ts';
import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';
import { TOKEN_FEEDBACK } from '../util/token-feedback.ts';
import type { TokenFeedback } from '../util/token-feedback.ts';
import { cacheKey } from './cache-key.ts';
import type { TokenCacheKey } from './cache-key.ts';
import { readTimes } from './claims.ts';
import type { TokenTimes } from './claims.ts';
import { StaleTokenError } from './errors.ts';
import { inTime } from './in-time.ts';
import { Persistence } from './persistence.ts';
import type { CachedToken } from './record.ts';
import { expiryOf, isStale } from './staleness.ts';
import type { Clock } from './staleness.ts';
import { hasStore, removeAllRecords } from './store.ts';

export interface TokenCacheOptions {
  /** Fetches a fresh JWT from the application's server. */
  provider: () => Promise<string>;
  /** Keep the token across page loads. Default false. Needs `cacheKey`. */
  persistent?: boolean;
  /** Whose token it is: a stored token is found only under all three. */
  cacheKey?: TokenCacheKey;
  logger?: Logger;
}

interface HandedToken {
  readonly token: string;
  readonly times: TokenTimes | null;
  /** It had been used or stored before. */
  readonly kept: boolean;
}

/** Close codes after which the same token will not do: invalid, expired, admits no channel. */
const REFUSALS: readonly number[] = [4001, 4002, 4003];
const REFUSALS_REMEMBERED = 4;
/** A provider call that has not answered by then is not waited for by whoever asks next. */
const SHARED_FOR_MS = 10_000;

/**
 * Wraps a token provider and hands its JWT out again while it is good. Pass `.provider` wherever a token
 * provider goes; one cache serves one connection, since one JWT is one peer id.
 */
export class TokenCache {
  /** Bumped by clearAll(): every cache of this page compares, and forgets. */
  static #signOuts = 0;

  /** A token provider; the signalling client tells it what became of each token. */
  readonly provider: () => Promise<string>;

  readonly #fetch: () => Promise<string>;
  readonly #persistence: Persistence | null;
  readonly #logger: Logger;
  #signOutsSeen = TokenCache.#signOuts;
  /** Grows when everything is forgotten: a call that began before must not bring it back. */
  #epoch = 0;
  #calls = 0;
  #loaded = false;
  #held: CachedToken | null = null;
  #running: { readonly token: Promise<string>; readonly since: number } | null = null;
  #handed: HandedToken | null = null;
  #refused: string[] = [];
  #doubted: string | null = null;
  #skew: number | null = null;

  /** @throws TypeError for options that cannot work. */
  constructor({ provider, persistent = false, cacheKey: key, logger = NoopLogger }: TokenCacheOptions) {
    if (typeof provider !== 'function') throw new TypeError('provider must be a function');
    this.#fetch = provider;
    this.#logger = logger;
    this.#persistence = persistent ? new Persistence(cacheKey(key), logger) : null;
    const feedback: TokenFeedback = {
      welcomed: ({ serverTime }) => this.#welcomed(serverTime),
      closed: (closeCode) => this.#closed(closeCode),
    };
    this.provider = Object.assign(() => this.#token(), { [TOKEN_FEEDBACK]: feedback });
  }

  /**
   * Removes every stored token of this origin and what this page's caches hold: for signing out. False if the
   * browser refused, and something may still be stored.
   */
  static async clearAll(): Promise<boolean> {
    TokenCache.#signOuts += 1;
    if (!hasStore()) return true;
    return inTime(removeAllRecords).then(
      () => true,
      () => false,
    );
  }

  /** Forgets this cache's token, stored or not, and gives its lease back. False as in clearAll(). */
  async clear(): Promise<boolean> {
    this.#forget();
    return this.#persistence ? this.#persistence.clear() : true;
  }

  /** Leaves the stored token to another tab, or to this page's next cache, once everything is written. */
  async release(): Promise<void> {
    this.#forget();
    await this.#persistence?.release();
  }

  /** Says nothing of the token itself. */
  toJSON(): { persistent: boolean; cached: boolean } {
    this.#noticeSignOut();
    return { persistent: this.#persistence !== null, cached: this.#held !== null };
  }

  async #token(): Promise<string> {
    this.#noticeSignOut();
    if (this.#held && this.#isUsable(this.#held)) return this.#hand(this.#held, true);
    const now = performance.now();
    if (this.#running && now - this.#running.since < SHARED_FOR_MS) return this.#running.token;
    const running = { token: this.#obtain(), since: now };
    this.#running = running;
    try {
      return await running.token;
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  async #obtain(): Promise<string> {
    const epoch = this.#epoch;
    if (this.#persistence && !this.#loaded) {
      this.#loaded = true;
      const stored = await this.#persistence.load((entry) => this.#isUsable(entry));
      this.#noticeSignOut();
      if (stored && epoch === this.#epoch) return this.#hand((this.#held = stored), true);
    }
    const call = (this.#calls += 1);
    const token = await this.#fetched();
    // Not a token at all is for the signalling client to refuse, in its own words.
    if (typeof token !== 'string') return token as string;
    const times = readTimes(token);
    this.#assertFresh(token, times);
    this.#noticeSignOut();
    const current = epoch === this.#epoch && call === this.#calls;
    if (current) this.#held = times && { token, times, fetchedAt: Date.now() };
    if (current) this.#save();
    return this.#hand({ token, times }, false);
  }

  async #fetched(): Promise<unknown> {
    try {
      return await this.#fetch();
    } catch (thrown) {
      throw scrubbedError(thrown);
    }
  }

  /** @throws StaleTokenError where connecting with it could only fail again. */
  #assertFresh(token: string, times: TokenTimes | null): void {
    if (this.#refused.includes(token)) throw new StaleTokenError('refused');
    const expiry = times ? expiryOf(times, this.#clock()) : 'valid';
    if (expiry === 'valid') return;
    // By this machine's clock alone, a provider stuck on an old token and a clock hours ahead look alike until
    // a second token arrives: if it is another one, the provider does mint, and the server may judge it.
    if (expiry === 'doubtful' && this.#doubted !== null && this.#doubted !== token) {
      this.#logger.warn("new tokens look expired: this machine's clock may be ahead");
      return;
    }
    this.#doubted = token;
    throw new StaleTokenError('expired');
  }

  #hand({ token, times }: Omit<HandedToken, 'kept'>, kept: boolean): string {
    this.#handed = { token, times, kept };
    return token;
  }

  #isUsable({ token, times, fetchedAt }: CachedToken): boolean {
    return !this.#refused.includes(token) && !isStale(times, fetchedAt, this.#clock());
  }

  /** Stores what is held, unless everyone has been signed out when its turn comes. */
  #save(): void {
    const signOuts = TokenCache.#signOuts;
    if (this.#held) void this.#persistence?.save(this.#held, () => signOuts === TokenCache.#signOuts);
  }

  #welcomed(serverTime: number): void {
    this.#noticeSignOut();
    if (!Number.isFinite(serverTime)) return;
    // A server that is past the expiry of the token it has just accepted tells a wrong time.
    if (serverTime >= (this.#handed?.times?.expiresAt ?? Infinity)) return;
    this.#skew = serverTime * 1000 - Date.now();
    this.#doubted = null;
    // After a reload the page before may have had the lease a moment longer.
    if (!this.#persistence?.leased) this.#save();
  }

  #closed(closeCode: number): boolean {
    if (!this.#handed || !REFUSALS.includes(closeCode)) return false;
    const { token, kept } = this.#handed;
    this.#refused = [token, ...this.#refused.filter((other) => other !== token)].slice(
      0,
      REFUSALS_REMEMBERED,
    );
    if (this.#held?.token === token) {
      this.#held = null;
      void this.#persistence?.drop();
    }
    return kept;
  }

  #clock(): Clock {
    return { now: Date.now(), skew: this.#skew };
  }

  #noticeSignOut(): void {
    if (this.#signOutsSeen !== TokenCache.#signOuts) this.#forget();
  }

  #forget(): void {
    this.#signOutsSeen = TokenCache.#signOuts;
    this.#epoch += 1;
    this.#loaded = false;
    this.#held = this.#running = this.#handed = this.#doubted = null;
    this.#refused = [];
  }
}
