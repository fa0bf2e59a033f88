/** What fills a bucket; all connections with the same limits share it. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: `burst` at once, `perSecond` for as long as one likes. */
export class MessageRate {
  readonly #limit: RateLimit;
  #tokens: number;
  #lastMs: number;

  /** @param nowMs any clock in milliseconds that does not go back */
  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#lastMs = nowMs;
  }

  /** Takes one token; false if there is none left. */
  take(nowMs: number): boolean {
    const { perSecond, burst } = this.#limit;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#lastMs) / 1000) * perSecond);
    this.#lastMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
