import type { Logger } from '../../../core/util/log.ts';
import { scrubbedError } from '../../../core/util/scrub.ts';
import { BackplaneError } from '../backplane.ts';
import { answered } from './answered.ts';
import { RedisPair } from './pair.ts';
import type { PairOptions } from './pair.ts';

export interface LinkOptions extends Omit<PairOptions, 'onBroken'> {
  logger: Logger;
  /** One of the connections broke, or both were given up. */
  onBroken: () => void;
}

/** Milliseconds that the first connection may take. */
const START_MS = 10_000;

/**
 * Two connections to one Redis: Redis hands what goes in through one out of the other in the same order,
 * and on that rests the order of everything between nodes. Nothing is sent again after a break.
 */
export class RedisLink {
  readonly #options: LinkOptions;
  #pair: RedisPair;
  #started = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#pair = this.#newPair();
  }

  get ready(): boolean {
    return this.#started && this.#pair.ready;
  }

  /** @throws BackplaneError Redis cannot be reached */
  async start(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new BackplaneError('Redis cannot be reached.')), START_MS);
    });
    try {
      await Promise.race([this.#pair.connect(), late]);
      this.#started = true;
    } catch (error) {
      this.stop();
      // The library's own words may hold the address, and with it a password.
      throw error instanceof BackplaneError ? error : new BackplaneError('Redis cannot be used.');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Gives both connections up for fresh ones: one whose packets get lost does not notice for a quarter of an hour. */
  reset(): void {
    if (!this.#started) return;
    this.#options.logger.warn('Redis is silent, and is connected to anew');
    this.#pair.destroy();
    this.#options.onBroken();
    this.#pair = this.#newPair();
    // It tries for as long as it is not destroyed; where it fails all the same, silence leads here again.
    this.#pair.connect().catch(ignore);
  }

  publish(channel: string, text: string): Promise<number> {
    return this.#pair.commands.publish(channel, text);
  }

  /** Runs one of scripts.ts. */
  run(script: string, keys: string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#pair.commands.eval(script, { keys, arguments: args.map(String) });
  }

  /** Any one command. */
  command(...args: string[]): Promise<unknown> {
    return this.#pair.commands.sendCommand(args);
  }

  /** Lets commands that are under way finish if Redis answers, then closes. */
  async close(): Promise<void> {
    await answered(this.#pair.commands.close()).catch(ignore);
    this.stop();
  }

  stop(): void {
    this.#started = false;
    this.#pair.destroy();
  }

  #newPair(): RedisPair {
    return new RedisPair({
      ...this.#options,
      onReady: () => {
        if (this.#started) this.#options.onReady();
      },
      onBroken: (error) => this.#handleBreak(error),
    });
  }

  #handleBreak(error: unknown): void {
    if (!this.#started) return;
    this.#options.logger.warn('Redis is away', { error: scrubbedError(error).name });
    this.#options.onBroken();
  }
}

const ignore = (): void => undefined;
