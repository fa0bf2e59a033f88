/** More than that are never remembered; the oldest is forgotten first. */
const MAX_DENIALS = 100_000;

/** Peers that were kicked, each until the token it was kicked with has run out. */
export class Denials {
  readonly #until = new Map<string, number>();

  /** @param untilMs unix milliseconds */
  add(peerId: string, untilMs: number): void {
    const known = this.#until.get(peerId) ?? 0;
    this.#until.delete(peerId);
    this.#until.set(peerId, Math.max(known, untilMs));
    for (const oldest of this.#until.keys()) {
      if (this.#until.size <= MAX_DENIALS) break;
      this.#until.delete(oldest);
    }
  }

  /** Undefined for a peer that is not denied, or no more. */
  until(peerId: string, nowMs: number): number | undefined {
    const until = this.#until.get(peerId);
    if (until === undefined || until > nowMs) return until;
    this.#until.delete(peerId);
    return undefined;
  }

  /** Those that still count; the others are forgotten. */
  current(nowMs: number): [peerId: string, untilMs: number][] {
    for (const [peerId, until] of this.#until) if (until <= nowMs) this.#until.delete(peerId);
    return [...this.#until];
  }
}
