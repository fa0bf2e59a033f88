import type { Logger } from '../util/log.ts';

export interface SubscribeOptions {
  /** Ask the server to stamp each message with the sender's peerMetadata. Default false. */
  includeSenderMetadata?: boolean;
}

const MAX_RETRIES = 3;
const RETRY_DELAY_MS = 2_000;

/** What the application subscribed to, and its replay after a reconnect. */
export class Subscriptions {
  readonly #channels = new Map<string, SubscribeOptions>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #subscribe: (channel: string, options: SubscribeOptions) => Promise<void>;
  readonly #restored: (channel: string) => void;
  readonly #logger: Logger;

  /** @param restored is told of each replay that the server has acknowledged. */
  constructor(
    subscribe: (channel: string, options: SubscribeOptions) => Promise<void>,
    restored: (channel: string) => void,
    logger: Logger,
  ) {
    this.#subscribe = subscribe;
    this.#restored = restored;
    this.#logger = logger;
  }

  has(channel: string): boolean {
    return this.#channels.has(channel);
  }

  remember(channel: string, options: SubscribeOptions): void {
    this.#channels.set(channel, { ...options });
  }

  forget(channel: string): void {
    this.#channels.delete(channel);
  }

  replayAll(): void {
    for (const channel of this.#channels.keys()) this.#replay(channel, 0);
  }

  /** The socket is gone: retries meant for it must not run on the next one. */
  cancelRetries(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #replay(channel: string, retries: number): void {
    const options = this.#channels.get(channel);
    if (!options) return;
    this.#subscribe(channel, options).then(
      () => this.#restored(channel),
      (err: unknown) => this.#failed(channel, retries, err),
    );
  }

  #failed(channel: string, retries: number, err: unknown): void {
    const name = err instanceof Error ? err.name : 'Error';
    if (name === 'DisconnectedError' || name === 'NotConnectedError') return;
    this.#logger.warn('subscription not restored', { channel, error: name, retries });
    if (retries >= MAX_RETRIES) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#replay(channel, retries + 1);
    }, RETRY_DELAY_MS);
    this.#timers.add(timer);
  }
}
