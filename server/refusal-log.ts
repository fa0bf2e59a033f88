import type { Logger } from '../core/util/log.ts';

const WINDOW_MS = 60_000;
/** Addresses that are told of in one window: a flood from everywhere must not fill a disk. */
const MAX_ADDRESSES = 100;

/** Tells of attempts that were refused: one line an address and window, with how many there were since its last one. */
export class RefusalLog {
  readonly #logger: Logger;
  readonly #told = new Map<string, number>();
  #untold = new Map<string, number>();
  #windowStart = -Infinity;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param nowMs any clock in milliseconds that does not go back */
  refused(address: string, nowMs: number): void {
    if (nowMs - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = nowMs;
      this.#untold = new Map(this.#told);
      this.#told.clear();
    }
    const further = this.#told.get(address);
    if (further !== undefined) return void this.#told.set(address, further + 1);
    if (this.#told.size >= MAX_ADDRESSES) return;
    this.#told.set(address, 0);
    const attempts = 1 + (this.#untold.get(address) ?? 0);
    this.#logger.warn('too many connection attempts from one address', { status: 429, address, attempts });
  }
}
