import { namedError } from '../util/errors.ts';
import type { DataKind, Receipt } from './side-messages.ts';

/** Messages, characters and milliseconds that are looked back upon: a dead socket is noticed sooner. */
const MAX_KEPT = 128;
const MAX_KEPT_LENGTH = 1_048_576;
const KEPT_MS = 60_000;

/** A message that went by way of the server. */
export interface Passed {
  readonly kind: DataKind;
  readonly json: string;
  readonly at: number;
  /** The server has said what became of it, or never will. */
  answered?: boolean;
  /** It may still be on its way in a socket that we have lost, and come at any time: it is not sent again. */
  doubtful?: boolean;
  /** Tells who asked for its fate: whether the peer has had it. */
  settle?: (had: boolean | Promise<boolean>) => void;
}

/**
 * What has gone to one peer by way of the server since a mark that went the same way. The server acknowledges what
 * it has passed on, be it to a socket that is dead already; by the peer's own count it is known what never came.
 */
export class DeliveryLog {
  #mark: string | null = null;
  #kept: Passed[] = [];
  #length = 0;
  /** How many since the mark are not kept any more, and the digest of the last of them. */
  #dropped = 0;
  #digest = 0;
  /**
   * The peer knows whose messages those are. One that did not see us come back under a new id may have had some as
   * those of somebody else, and counted none.
   */
  knownToPeer = true;

  get mark(): string | null {
    return this.#mark;
  }

  /** Something went out of which the server has not said yet what became of it. */
  get awaitsAnswer(): boolean {
    return this.#kept.some(({ answered }) => answered !== true);
  }

  /** Counting begins anew; the mark has to go to the peer before anything else does. */
  begin(mark: string): void {
    this.end();
    this.#mark = mark;
    this.#dropped = 0;
    this.#digest = 0;
  }

  /** Nothing will be known any more of what is on its way. */
  end(): void {
    for (const passed of this.#empty()) passed.settle?.(false);
  }

  add(kind: DataKind, json: string): Passed {
    const passed: Passed = { kind, json, at: performance.now() };
    this.#kept.push(passed);
    this.#length += json.length;
    for (let [first] = this.#kept; first && this.#isTooMuch(first, passed.at); [first] = this.#kept) {
      this.withdraw(first);
      this.#dropped += 1;
      this.#digest = digestOf(first.json);
      first.settle?.(false);
    }
    return passed;
  }

  /** It has not been passed on, so that the peer cannot have counted it. */
  withdraw(passed: Passed): void {
    const index = this.#kept.indexOf(passed);
    if (index < 0) return;
    this.#kept.splice(index, 1);
    this.#length -= passed.json.length;
  }

  /**
   * Resolves with true once the peer is known to have had it, with false when that will not be known: no other way
   * than the server's was tried then. Rejects when it went over the side channel and was not acknowledged.
   */
  fate(passed: Passed): Promise<boolean> {
    if (!this.#kept.includes(passed)) return Promise.resolve(false);
    return new Promise((resolve) => {
      passed.settle = resolve;
    });
  }

  /**
   * What the peer has not had, in order, and the log is empty then; without what is doubtful, and nothing where the
   * counts do not fit.
   */
  missing(receipt: Receipt): Passed[] {
    const count = this.#countOf(receipt);
    if (count === undefined) {
      this.end();
      return [];
    }
    const all = this.#empty();
    for (const passed of all.slice(0, count)) passed.settle?.(true);
    const missing = all.slice(count);
    for (const passed of missing) if (passed.doubtful) passed.settle?.(false);
    return missing.filter(({ doubtful }) => !doubtful);
  }

  /** How many of the kept the peer has had; undefined where that cannot be told. */
  #countOf({ mark, had, digest }: Receipt): number | undefined {
    if (this.#mark === null) return undefined;
    if (mark === this.#mark) {
      const count = had - this.#dropped;
      const last = this.#kept[count - 1];
      return (last ? digestOf(last.json) : count === 0 && this.#digest) === digest ? count : undefined;
    }
    // The mark was lost with the socket that it went into, and so all that went there after it: the last that came
    // is from before.
    const isOlder = this.knownToPeer && !this.#kept.some(({ json }) => digestOf(json) === digest);
    return isOlder ? 0 : undefined;
  }

  #isTooMuch(first: Passed, now: number): boolean {
    return this.#kept.length > MAX_KEPT || this.#length > MAX_KEPT_LENGTH || now - first.at > KEPT_MS;
  }

  #empty(): Passed[] {
    this.#mark = null;
    this.#length = 0;
    return this.#kept.splice(0);
  }
}

/** The receiver's side of it. */
export class DeliveryCount {
  #receipt: Receipt = { mark: null, had: 0, digest: 0 };

  get receipt(): Receipt {
    return this.#receipt;
  }

  begin(mark: string | null): void {
    this.#receipt = { mark, had: 0, digest: 0 };
  }

  goOnFrom(receipt: Receipt): void {
    this.#receipt = receipt;
  }

  /** Without a mark too: the last that came tells then whether anything did since a mark that was lost. */
  add(data: unknown): void {
    const { mark, had } = this.#receipt;
    this.#receipt = { mark, had: had + 1, digest: digestOf(JSON.stringify(data)) };
  }
}

/** FNV-1a over UTF-16 units: it tells counts that went out of step, and is no protection. */
export function digestOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

export function unknownFate(): Error {
  return namedError('DeliveryUnknownError', 'The link broke before the message was acknowledged.');
}
