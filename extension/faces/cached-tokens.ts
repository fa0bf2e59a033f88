import { parseCachedTokens } from '../hops/cached-token.ts';
import type { CachedToken } from '../hops/cached-token.ts';
import { inject } from './look.ts';

/** The tokens that the frames of a tab keep, and the way to remove them. */
export class CachedTokens {
  readonly #tab: number;
  readonly #changed: () => void;
  tokens: readonly CachedToken[] = [];
  /** Somebody wants them removed and has not said yes. */
  asking = false;

  constructor(tab: number, changed: () => void) {
    this.#tab = tab;
    this.#changed = changed;
  }

  async read(): Promise<void> {
    const results = (await inject(this.#tab, 'read-tokens.js', 'ISOLATED')) ?? [];
    this.tokens = results.flatMap(({ result }) => parseCachedTokens(result));
    this.#changed();
  }

  ask(asking: boolean): void {
    this.asking = asking;
    this.#changed();
  }

  async clear(): Promise<void> {
    await inject(this.#tab, 'clear-tokens.js', 'ISOLATED');
    this.asking = false;
    await this.read();
  }
}
