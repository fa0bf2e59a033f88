import { BackplaneError } from '../backplane.ts';
import { answered } from './answered.ts';
import type { RedisLink } from './link.ts';
import type { RedisNames } from './names.ts';
import { HOLD } from './scripts.ts';

/** Seconds that Redis keeps an interest that is not said again. */
const INTEREST_S = 3_600;
/**
 * Milliseconds since Redis went away for which subscribes wait for it to come back. Were each to wait as long, a
 * connection that subscribes to many channels would have its answers, one after the other, minutes later.
 */
const PATIENCE_MS = 2_000;

export interface InterestsOptions {
  link: RedisLink;
  names: RedisNames;
  /** This node. */
  node: string;
  /** False while Redis is away. */
  available: () => boolean;
  /** Milliseconds that it has been away for. */
  awayMs: () => number;
}

/** The channels whose messages this node wants, as Redis knows them. */
export class Interests {
  readonly #options: InterestsOptions;
  readonly #held = new Map<string, Promise<void> | true>();

  constructor(options: InterestsOptions) {
    this.#options = options;
  }

  /** Nothing to wait for where Redis knows already. */
  hold(tenantId: string, channel: string): Promise<void> | undefined {
    const key = this.#options.names.interest(tenantId, channel);
    const held = this.#held.get(key);
    if (held === true) return undefined;
    if (held) return held;
    const holding = this.#say(key);
    this.#held.set(key, holding);
    holding.then(
      () => this.#held.get(key) === holding && this.#held.set(key, true),
      () => this.#held.get(key) === holding && this.#held.delete(key),
    );
    return holding;
  }

  release(tenantId: string, channel: string): void {
    const { link, names, node } = this.#options;
    const key = names.interest(tenantId, channel);
    if (!this.#held.delete(key)) return;
    // If Redis misses it, messages come here for nobody until the interest runs out.
    link.command('SREM', key, node).catch(ignore);
  }

  /** Redis may have lost them, or be about to. Rejects if it is away. */
  async sayAll(): Promise<void> {
    const { link, node } = this.#options;
    await Promise.all([...this.#held.keys()].map((key) => link.run(HOLD, [key], [node, INTEREST_S])));
  }

  async #say(key: string): Promise<void> {
    const { link, node, available, awayMs } = this.#options;
    while (!available()) {
      if (awayMs() >= PATIENCE_MS) throw new BackplaneError('Redis is away.');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await answered(link.run(HOLD, [key], [node, INTEREST_S]));
  }
}

const ignore = (): void => undefined;
