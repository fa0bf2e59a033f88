import { BlobTransferError } from './blob-error.ts';
import type { BlobTransferErrorCode } from './blob-error.ts';
import { CHUNK_BYTES, buildFrame } from './blob-messages.ts';
import type { BlobEnd, BlobMessage } from './blob-messages.ts';

/** Bytes sent and not yet acknowledged: what the receiver may still have to check. */
const WINDOW_BYTES = 8 * 1_048_576;
/** Bytes that wait in the browser; little, so that what comes next is soon under way. */
const HIGH_WATER_BYTES = 524_288;
export const LOW_WATER_BYTES = 131_072;
/** Milliseconds without any progress after which an accepted transfer is given up. */
export const STALL_MS = 60_000;

/** Milliseconds in which an offer has to be answered: somebody may have to find it and think about it. */
export const ANSWER_MS = 120_000;

export interface OutboundPort {
  /** False where the side channel does not take it. */
  tell(message: BlobMessage): boolean;
  channel(): RTCDataChannel | null;
  /** Resolves at the next change of anything that a transfer waits for. */
  changed(): Promise<void>;
  wake(): void;
}

export interface OutboundInit {
  readonly id: number;
  readonly blob: Blob;
  readonly name: string;
  readonly onProgress: ((sent: number) => void) | undefined;
}

/** One blob on its way to one peer. */
export class OutboundBlob {
  /** @throws BlobTransferError */
  readonly finished: Promise<void>;
  readonly #init: OutboundInit;
  readonly #port: OutboundPort;
  #resolve: () => void = () => undefined;
  #reject: (err: Error) => void = () => undefined;
  #started = false;
  #over = false;
  #sent = 0;
  #acked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(init: OutboundInit, port: OutboundPort) {
    this.#init = init;
    this.#port = port;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { id, blob, name } = init;
    if (port.tell({ t: 'blob', id, op: 'offer', size: blob.size, name, type: blob.type }))
      this.#timer = setTimeout(() => this.#unanswered(), ANSWER_MS);
    else this.fail('link_lost');
  }

  accepted(): void {
    if (this.#started || this.#over) return;
    this.#started = true;
    this.#watch();
    void this.#pump();
  }

  acknowledged(received: number): void {
    if (this.#over) return;
    // Nobody can have checked what was not sent.
    if (!this.#started || received < this.#acked || received > this.#sent) return this.cancel('corrupted');
    this.#acked = received;
    this.#watch();
    if (received === this.#init.blob.size) this.#end(this.#resolve);
    this.#port.wake();
    this.#init.onProgress?.(received);
  }

  /** Gives up, and tells the other side. */
  cancel(code: BlobEnd, cause?: unknown): void {
    if (this.#over) return;
    this.#port.tell({ t: 'blob', id: this.#init.id, op: 'cancel', code });
    this.fail(code, cause);
  }

  fail(code: BlobTransferErrorCode, cause?: unknown): void {
    const err = new BlobTransferError(code, cause === undefined ? undefined : { cause });
    this.#end(() => this.#reject(err));
  }

  async #pump(): Promise<void> {
    const { id, blob } = this.#init;
    try {
      for (let index = 0; this.#sent < blob.size && !this.#over; index += 1) {
        const chunk = await blob.slice(this.#sent, this.#sent + CHUNK_BYTES).arrayBuffer();
        const frame = await buildFrame(id, index, chunk);
        const channel = await this.#clear();
        if (!channel) return;
        channel.send(frame);
        this.#sent += chunk.byteLength;
      }
    } catch (err) {
      // A file that changed under us, or a channel that closed between the check and the call.
      this.cancel(this.#port.channel()?.readyState === 'open' ? 'corrupted' : 'link_lost', err);
    }
  }

  /** The channel once it takes more; null when the transfer is over. */
  async #clear(): Promise<RTCDataChannel | null> {
    while (!this.#over) {
      const channel = this.#port.channel();
      const room = channel && channel.readyState === 'open' && channel.bufferedAmount < HIGH_WATER_BYTES;
      if (room && this.#sent - this.#acked < WINDOW_BYTES) return channel;
      await this.#port.changed();
    }
    return null;
  }

  /** There it is taken back, here it counts as refused. */
  #unanswered(): void {
    this.#port.tell({ t: 'blob', id: this.#init.id, op: 'cancel', code: 'aborted' });
    this.fail('refused');
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.cancel('link_lost'), STALL_MS);
  }

  #end(settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    settle();
    this.#port.wake();
  }
}
