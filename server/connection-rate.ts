import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;

/** Counts connection attempts per address over the last 60 s, in buckets of one fixed window each. */
export class ConnectionRate {
  #counts = new Map<string, number>();
  #windowStart = -Infinity;

  /**
   * Counts one attempt.
   * @param nowMs any clock in milliseconds that does not go back
   * @param limit attempts in one window
   * @returns milliseconds after which to try again, or 0 if it may go on
   */
  attempt(address: string, nowMs: number, limit: number): number {
    // One window for all addresses: forgetting them together bounds the memory without a timer.
    if (nowMs - this.#windowStart >= WINDOW_MS) {
      this.#counts = new Map();
      this.#windowStart = nowMs;
    }
    const source = sourceOf(address);
    const count = (this.#counts.get(source) ?? 0) + 1;
    this.#counts.set(source, count);
    return count > limit ? this.#windowStart + WINDOW_MS - nowMs : 0;
  }
}

/** One household or host holds a whole /64 of IPv6, so that is what counts as one source. */
function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? front
      : [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return groups.slice(0, 4).join(':');
}
