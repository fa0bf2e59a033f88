import type { ProbeRequest } from '../hops/probe-request.ts';
import { askBackground } from './feed.ts';
import type { ProbeOffer } from './probe-offers.ts';

/** Somebody may have to answer the browser's question first; after this long there is no answer. */
const PATIENCE_MS = 70_000;

interface Run {
  readonly askedAt: number;
  /** When the result that was there before was begun. */
  readonly before: number | undefined;
}

/** The tests that somebody has asked for here and that have no result yet. */
export class ProbeRuns {
  readonly #tab: number;
  readonly #changed: () => void;
  readonly #runs = new Map<string, Run>();

  constructor(tab: number, changed: () => void) {
    this.#tab = tab;
    this.#changed = changed;
  }

  run(page: string, { request, result }: ProbeOffer): void {
    this.#runs.set(keyOf(page, request), { askedAt: Date.now(), before: result?.at });
    this.#changed();
    void askBackground({ type: 'probe', tab: this.#tab, page, probe: request });
  }

  isRunning(page: string, { request, result }: ProbeOffer): boolean {
    const run = this.#runs.get(keyOf(page, request));
    return run !== undefined && run.before === result?.at && Date.now() - run.askedAt < PATIENCE_MS;
  }
}

const keyOf = (page: string, { probe, target }: ProbeRequest): string => `${page} ${probe} ${target}`;
