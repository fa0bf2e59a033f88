import { createClient } from '@redis/client';
import type { RedisClientType } from '@redis/client';

export interface PairOptions {
  /** `redis://` or `rediss://`, with user and password where Redis wants them. */
  url: string;
  /** Channels to listen on, for as long as the pair lives. */
  channels: readonly string[];
  onMessage: (text: string) => void;
  /** Both connections are there, or there again. */
  onReady: () => void;
  /** One of them broke. */
  onBroken: (error: unknown) => void;
}

const MAX_RETRY_MS = 1_000;
/** Commands that may wait for Redis to read them. */
const MAX_QUEUE = 100_000;

/** A connection for commands and one that listens. Each comes back by itself after a break that it notices. */
export class RedisPair {
  readonly commands: RedisClientType;
  readonly #subscriber: RedisClientType;
  readonly #options: PairOptions;
  #listening = false;
  #destroyed = false;

  constructor(options: PairOptions) {
    this.#options = options;
    this.commands = createClient({
      url: options.url,
      // What waits for Redis to come back would arrive long after its sender was told that it failed.
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_QUEUE,
      socket: { reconnectStrategy, connectTimeout: 3_000 },
    });
    this.#subscriber = this.commands.duplicate();
    for (const client of [this.commands, this.#subscriber]) {
      client.on('error', (error: unknown) => void (this.#destroyed || options.onBroken(error)));
      client.on('ready', () => {
        // The library lets a connection that it was just making come up after it was destroyed.
        if (this.#destroyed) client.destroy();
        else this.#handleReady();
      });
    }
  }

  get ready(): boolean {
    return this.#listening && this.commands.isReady && this.#subscriber.isReady;
  }

  /** Settles once both are there and messages are heard. */
  async connect(): Promise<void> {
    await Promise.all([this.commands.connect(), this.#subscriber.connect()]);
    const listen = (text: string): void => void (this.#destroyed || this.#options.onMessage(text));
    await this.#subscriber.subscribe([...this.#options.channels], listen);
    this.#listening = true;
    this.#handleReady();
  }

  /** At once; commands under way are rejected. */
  destroy(): void {
    this.#destroyed = true;
    for (const client of [this.commands, this.#subscriber]) client.destroy();
  }

  #handleReady(): void {
    if (this.ready) this.#options.onReady();
  }
}

const reconnectStrategy = (retries: number): number =>
  Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(retries, 10)) * (0.8 + 0.4 * Math.random());
