import { BackplaneError } from '../backplane.ts';
import { answered } from './answered.ts';
import { CONFIRM_MS } from './confirmations.ts';
import type { RedisLink } from './link.ts';
import type { RedisNames } from './names.ts';
import type { Outbox } from './outbox.ts';
import { BEAT } from './scripts.ts';

const BEAT_MS = 1_000;
/** Milliseconds without the echo of an own beat after which Redis is taken to be away. */
const SILENCE_MS = 3_500;
/** Milliseconds a node may be silent before Redis forgets it; a little less than the other nodes give it. */
const LEASE_MS = 5_000;
/** Beats without an echo after which the connections are given up: a slow Redis is not, a lost path is. */
const SILENT_BEATS = 8;

export interface PulseOptions {
  link: RedisLink;
  names: RedisNames;
  outbox: Outbox;
  /** This node. */
  node: string;
  /**
   * What Redis has to know before the others hear the beat.
   * @param forgotten Redis has begun anew, or has given this node up
   */
  beforeBeat: (forgotten: boolean) => Promise<void>;
}

/** Tells Redis and the others that this node lives, and by what comes back knows that Redis does. */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #echoes = new Map<number, () => void>();
  #echoId = 0;
  /** When the pulse is lost, or was, by `performance.now`; each own beat that comes back puts it off. */
  #lostAt = performance.now();
  /** Counted and not timed: a process that was held itself has not listened meanwhile. */
  #silentBeats = 0;
  #beating = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.beat();
    this.#timer = setInterval(() => this.#tick(), BEAT_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** True if something of this node's own came back through Redis a moment ago. */
  get felt(): boolean {
    return this.#options.link.ready && performance.now() < this.#lostAt;
  }

  /** Milliseconds since it was last felt. */
  get lostForMs(): number {
    return Math.max(0, performance.now() - this.#lostAt);
  }

  /** The connection broke: what came back before says nothing any more. */
  doubt(): void {
    this.#lostAt = Math.min(this.#lostAt, performance.now());
  }

  async beat(): Promise<void> {
    const { link, names, node, outbox, beforeBeat } = this.#options;
    if (this.#beating || this.#stopped || !link.ready) return;
    this.#beating = true;
    try {
      // Each within its time: what Redis answers late must not hold the beats after it, nor add one to them.
      const known = await answered(link.run(BEAT, [names.lease(node), names.nodes], [node, LEASE_MS]));
      await answered(beforeBeat(known !== 1));
      await answered(outbox.beat());
    } catch {
      // The link says itself that it broke, or silence does; the next beat comes in any case.
    } finally {
      this.#beating = false;
    }
  }

  handleOwnBeat(): void {
    this.#lostAt = performance.now() + SILENCE_MS;
    this.#silentBeats = 0;
  }

  handleEcho(id: number): void {
    this.#echoes.get(id)?.();
    this.#echoes.delete(id);
  }

  /**
   * What goes to this node's own inbox comes back behind everything that was said before.
   * @throws BackplaneError through the promise: it does not come back in time
   */
  async echo(): Promise<void> {
    const id = ++this.#echoId;
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => {
        this.#echoes.delete(id);
        reject(new BackplaneError('Redis does not answer.'));
      };
      const timer = setTimeout(fail, CONFIRM_MS);
      this.#echoes.set(id, () => {
        clearTimeout(timer);
        resolve();
      });
      this.#options.outbox.say(this.#options.node, { kind: 'echo', id }).catch(fail);
    });
  }

  #tick(): void {
    if (++this.#silentBeats >= SILENT_BEATS) {
      this.#silentBeats = 0;
      this.#options.link.reset();
    }
    void this.beat();
  }
}
