/**
 * A claim to one stored token, held through a Web Lock: one JWT is one peer id, so two tabs must not use the
 * same. The browser releases the lock when the tab ends, however it ends. Locks are never stolen.
 */
export class Lease {
  readonly #name: string;
  #release: (() => void) | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  get held(): boolean {
    return this.#release !== undefined;
  }

  /**
   * Whether the lease is this tab's now; never waits for another tab. To be asked once at a time.
   * @throws what the browser throws.
   */
  acquire(): Promise<boolean> {
    return this.held ? Promise.resolve(true) : this.#ask();
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #ask(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        if (!lock) return undefined;
        return new Promise((release) => (this.#release = release));
      };
      navigator.locks
        .request(`metered-call-token:${this.#name}`, { ifAvailable: true }, hold)
        // Somebody else's steal ends up here as well, long after the promise was settled.
        .catch((err: Error) => {
          this.#release = undefined;
          reject(err);
        });
    });
  }
}

/** Web Locks are missing outside secure contexts. */
export function hasLocks(): boolean {
  return typeof navigator !== 'undefined' && 'locks' in navigator;
}
