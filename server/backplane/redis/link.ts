import { createClient } from '@redis/client';
import type { RedisClientType } from '@redis/client';
import type { Logger } from '../../../core/util/log.ts';
import { scrubbedError } from '../../../core/util/scrub.ts';
import { BackplaneError } from '../backplane.ts';
import { answered } from './answered.ts';

export interface LinkOptions {
  /** `redis://` or `rediss://`, with user and password where Redis wants them. */
  url: string;
  logger: Logger;
  /** Channels to listen on, for as long as the link lives. */
  channels: readonly string[];
  onMessage: (text: string) => void;
  /** Both connections are there, or there again. */
  onReady: () => void;
  /** One of them broke. */
  onBroken: () => void;
}

/** Milliseconds that the first connection may take. */
const START_MS = 10_000;
const MAX_RETRY_MS = 1_000;
/** Commands that may wait for Redis to read them. */
const MAX_QUEUE = 100_000;

/**
 * Two connections to one Redis: Redis hands what goes in through one out of the other in the same order,
 * and on that rests the order of everything between nodes. Nothing is sent again after a break.
 */
export class RedisLink {
  readonly #options: LinkOptions;
  readonly #commands: RedisClientType;
  readonly #subscriber: RedisClientType;
  #started = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#commands = createClient({
      url: options.url,
      // What waits for Redis to come back would arrive long after its sender was told that it failed.
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_QUEUE,
      socket: { reconnectStrategy, connectTimeout: 3_000 },
    });
    this.#subscriber = this.#commands.duplicate();
    for (const client of [this.#commands, this.#subscriber]) {
      client.on('error', (error: unknown) => this.#handleBreak(error));
      client.on('ready', () => this.#handleReady());
    }
  }

  get ready(): boolean {
    return this.#started && this.#commands.isReady && this.#subscriber.isReady;
  }

  /** @throws BackplaneError Redis cannot be reached */
  async start(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new BackplaneError('Redis cannot be reached.')), START_MS);
    });
    try {
      const connected = Promise.all([this.#commands.connect(), this.#subscriber.connect()]);
      await Promise.race([connected, late]);
      const listen = (text: string): void => this.#options.onMessage(text);
      await Promise.race([this.#subscriber.subscribe([...this.#options.channels], listen), late]);
      this.#started = true;
    } catch (error) {
      this.stop();
      // The library's own words may hold the address, and with it a password.
      throw error instanceof BackplaneError ? error : new BackplaneError('Redis cannot be used.');
    } finally {
      clearTimeout(timer);
    }
  }

  publish(channel: string, text: string): Promise<number> {
    return this.#commands.publish(channel, text);
  }

  /** Runs one of scripts.ts. */
  run(script: string, keys: string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#commands.eval(script, { keys, arguments: args.map(String) });
  }

  /** Any one command. */
  command(...args: string[]): Promise<unknown> {
    return this.#commands.sendCommand(args);
  }

  /** Lets commands that are under way finish if Redis answers, then closes. */
  async close(): Promise<void> {
    await answered(this.#commands.close()).catch(() => undefined);
    this.stop();
  }

  stop(): void {
    this.#started = false;
    for (const client of [this.#commands, this.#subscriber]) if (client.isOpen) client.destroy();
  }

  #handleReady(): void {
    if (this.ready) this.#options.onReady();
  }

  #handleBreak(error: unknown): void {
    if (!this.#started) return;
    this.#options.logger.warn('Redis is away', { error: scrubbedError(error).name });
    this.#options.onBroken();
  }
}

const reconnectStrategy = (retries: number): number =>
  Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(retries, 10)) * (0.8 + 0.4 * Math.random());
