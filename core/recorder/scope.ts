import type { Natives, PageWindow } from './natives.ts';

/** Changes within this time are told of together. */
const NOTICE_MS = 100;

/** What every part of one recording shares. */
export class Scope {
  readonly window: PageWindow;
  readonly natives: Natives;
  dropped = 0;
  readonly #listeners = new Set<() => void>();
  readonly #numbers = new Map<string, number>();
  #noticePending = false;

  constructor(window: PageWindow, natives: Natives) {
    this.window = window;
    this.natives = natives;
  }

  readonly drop = (count: number): void => {
    this.dropped += count;
  };

  now(): number {
    return this.natives.now();
  }

  /** The next id of a kind: `c1`, `c2` … */
  nextId(prefix: string): string {
    const number = (this.#numbers.get(prefix) ?? 0) + 1;
    this.#numbers.set(prefix, number);
    return `${prefix}${number}`;
  }

  /** Runs `work` in the middle of a page's call: whatever it throws ends here. */
  safely<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      return undefined;
    }
  }

  /**
   * What a page gets in place of `promise`. It settles alike and one microtask later; a handler on the promise itself
   * would hide a rejection that the page leaves unhandled.
   */
  observe<T>(promise: Promise<T>, ok: (value: T) => void, fail: (reason: unknown) => void): Promise<T> {
    return this.natives.then(
      promise,
      (value) => {
        this.safely(() => ok(value));
        return value;
      },
      (reason) => {
        this.safely(() => fail(reason));
        throw reason;
      },
    );
  }

  /** Listens without ever throwing into the page. */
  on(target: EventTarget, type: string, work: (event: Event) => void): () => void {
    const listener = (event: Event): void => void this.safely(() => work(event));
    this.natives.listen(target, type, listener);
    return () => this.natives.unlisten(target, type, listener);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#noticePending || this.#listeners.size === 0) return;
    this.#noticePending = true;
    this.natives.after(NOTICE_MS, () => {
      this.#noticePending = false;
      for (const listener of [...this.#listeners]) this.safely(listener);
    });
  }
}
