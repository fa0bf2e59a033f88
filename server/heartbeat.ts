const SLICES = 10;

/** Beats everything that was added once in every period, a tenth of it at a time and on one timer. */
export class Heartbeat<T extends { beat(): void }> {
  readonly #slices = Array.from({ length: SLICES }, () => new Set<T>());
  #timer: NodeJS.Timeout | undefined;
  #periodMs = 0;
  #next = 0;
  #added = 0;

  constructor(periodMs: number) {
    this.setPeriod(periodMs);
  }

  setPeriod(periodMs: number): void {
    if (periodMs === this.#periodMs) return;
    this.#periodMs = periodMs;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), periodMs / SLICES).unref();
  }

  add(member: T): void {
    this.#slices[this.#added++ % SLICES]?.add(member);
  }

  delete(member: T): void {
    for (const slice of this.#slices) if (slice.delete(member)) return;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    for (const member of this.#slices[this.#next++ % SLICES] ?? []) member.beat();
  }
}
