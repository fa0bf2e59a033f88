const HOLD_MS = 5_000;
const MAX_PEERS = 32;
const MAX_SIGNALS_PER_PEER = 256;

interface Held<S> {
  readonly signals: S[];
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Keeps signals from a peer whose presence is still on its way, for 5 s and within bounds. */
export class EarlySignals<S> {
  readonly #held = new Map<string, Held<S>>();

  hold(peerId: string, signal: S): void {
    let entry = this.#held.get(peerId);
    if (!entry) {
      if (this.#held.size >= MAX_PEERS) return;
      entry = { signals: [], timer: setTimeout(() => this.#held.delete(peerId), HOLD_MS) };
      this.#held.set(peerId, entry);
    }
    if (entry.signals.length < MAX_SIGNALS_PER_PEER) entry.signals.push(signal);
  }

  /** What is held for the peer, in order. */
  of(peerId: string): readonly S[] {
    return this.#held.get(peerId)?.signals ?? [];
  }

  /** What was held for the peer, in order; it is held no longer. */
  take(peerId: string): S[] {
    const entry = this.#held.get(peerId);
    if (!entry) return [];
    clearTimeout(entry.timer);
    this.#held.delete(peerId);
    return entry.signals;
  }

  clear(): void {
    for (const { timer } of this.#held.values()) clearTimeout(timer);
    this.#held.clear();
  }
}
