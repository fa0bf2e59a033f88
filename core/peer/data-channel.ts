import { EventEmitter } from '../util/emitter.ts';
import { codedError } from '../util/errors.ts';
import { utf8ByteLength } from '../util/utf8.ts';

/** The part of RTCDataChannel that the wrapper uses. */
export interface RTCDataChannelLike {
  readonly label: string;
  readonly readyState: RTCDataChannelState;
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  send(data: string | ArrayBuffer): void;
  close(): void;
  addEventListener(type: string, listener: (ev: unknown) => void): void;
  removeEventListener(type: string, listener: (ev: unknown) => void): void;
}

export interface DataChannelOptions {
  /** Bytes that may wait in the browser before `send()` pauses. Default 1 048 576. */
  maxBufferedAmount?: number;
  /** Bytes below which a paused `send()` goes on. Default half of `maxBufferedAmount`. */
  bufferedAmountLowThreshold?: number;
  /** Sends that may wait here; one more rejects. Default 256. */
  maxQueuedSends?: number;
  logger?: {
    debug?(msg: string, ctx?: Record<string, unknown>): void;
    warn?(msg: string, ctx?: Record<string, unknown>): void;
    error?(msg: string, ctx?: Record<string, unknown>): void;
  };
}

export interface DataChannelEventMap {
  open: void;
  close: void;
  error: { err: Error };
  message: { data: string | ArrayBuffer };
}

/** Too many sends are waiting for a slow link. */
export class DataChannelOverflowError extends Error {
  override readonly name = 'DataChannelOverflowError';
  readonly code = 'data_channel_overflow';
  readonly queued: number;
  readonly cap: number;

  constructor(queued: number, cap: number) {
    super(`${queued} sends are waiting on the data channel; the limit is ${cap}.`);
    this.queued = queued;
    this.cap = cap;
  }
}

/** An RTCDataChannel whose `send()` waits for a slow link instead of filling memory. */
export class DataChannel extends EventEmitter<DataChannelEventMap> {
  readonly label: string;
  readonly #channel: RTCDataChannelLike;
  readonly #maxBuffered: number;
  readonly #maxQueued: number;
  readonly #logger: DataChannelOptions['logger'];
  readonly #waiters = new Set<() => void>();
  readonly #listeners: Readonly<Record<string, (ev: unknown) => void>>;
  #chain: Promise<void> = Promise.resolve();
  #queued = 0;
  #closed = false;

  constructor(channel: RTCDataChannelLike, opts: DataChannelOptions = {}) {
    super();
    this.#channel = channel;
    this.label = channel.label;
    this.#logger = opts.logger;
    this.#maxBuffered = opts.maxBufferedAmount ?? 1_048_576;
    this.#maxQueued = opts.maxQueuedSends ?? 256;
    channel.bufferedAmountLowThreshold = opts.bufferedAmountLowThreshold ?? Math.floor(this.#maxBuffered / 2);
    this.#listeners = {
      open: () => void this.emit('open', undefined),
      close: () => this.#onClose(),
      error: (ev) => {
        const { error } = ev as { error?: unknown };
        this.emit('error', {
          err: error instanceof Error ? error : codedError('data_channel_failed', 'The data channel failed.'),
        });
      },
      message: (ev) => void this.emit('message', { data: (ev as { data: string | ArrayBuffer }).data }),
      bufferedamountlow: () => this.#wake(),
    };
    for (const [type, listener] of Object.entries(this.#listeners)) channel.addEventListener(type, listener);
  }

  get readyState(): RTCDataChannelState {
    return this.#channel.readyState;
  }

  get bufferedAmount(): number {
    return this.#channel.bufferedAmount;
  }

  /**
   * Resolves when the browser has taken the message. Each send settles on its own.
   * @throws DataChannelOverflowError when too many are waiting; an Error with code `data_channel_closed` or
   * `data_channel_not_open`.
   */
  async send(data: string | ArrayBuffer): Promise<void> {
    this.#assertOpenEnded();
    if (this.#queued >= this.#maxQueued) throw new DataChannelOverflowError(this.#queued, this.#maxQueued);
    this.#queued += 1;
    const sent = this.#chain.then(() => this.#sendWhenClear(data)).finally(() => (this.#queued -= 1));
    this.#chain = sent.catch(() => undefined);
    return sent;
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#end();
    try {
      this.#channel.close();
    } catch (err) {
      this.#logger?.warn?.('the data channel did not close cleanly', { error: String(err) });
    }
    this.removeAllListeners();
  }

  async #sendWhenClear(data: string | ArrayBuffer): Promise<void> {
    const size = typeof data === 'string' ? utf8ByteLength(data) : data.byteLength;
    this.#assertSendable();
    // A message above the limit goes out alone, once nothing else waits.
    while (this.#channel.bufferedAmount > 0 && this.#channel.bufferedAmount + size > this.#maxBuffered) {
      await this.#drained(this.#maxBuffered - size);
      this.#assertSendable();
    }
    this.#channel.send(data);
  }

  /**
   * The browser tells once that the buffer has fallen to the threshold: for a message that has no room even then the
   * threshold is lower, or nobody would be told when it has.
   */
  async #drained(room: number): Promise<void> {
    const channel = this.#channel;
    const threshold = channel.bufferedAmountLowThreshold;
    channel.bufferedAmountLowThreshold = Math.max(0, Math.min(threshold, room));
    try {
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    } finally {
      channel.bufferedAmountLowThreshold = threshold;
    }
  }

  #assertOpenEnded(): void {
    if (this.#closed) throw codedError('data_channel_closed', 'The data channel is closed.');
  }

  #assertSendable(): void {
    this.#assertOpenEnded();
    if (this.#channel.readyState !== 'open') {
      const message = `The data channel is not open (${this.#channel.readyState}).`;
      throw codedError('data_channel_not_open', message);
    }
  }

  #onClose(): void {
    if (this.#closed) return;
    this.#end();
    this.emit('close', undefined);
    this.removeAllListeners();
  }

  #end(): void {
    this.#closed = true;
    for (const [type, listener] of Object.entries(this.#listeners))
      this.#channel.removeEventListener(type, listener);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.clear();
  }
}
