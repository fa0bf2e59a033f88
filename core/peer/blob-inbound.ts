import { BlobTransferError } from './blob-error.ts';
import { CHUNK_BYTES, chunkLength, inertType, verifiedChunk } from './blob-messages.ts';
import type { BlobEnd, BlobMessage } from './blob-messages.ts';
import { STALL_MS } from './blob-outbound.ts';

/** Chunks that are gathered before they are acknowledged, and handed to the browser as a part of the Blob. */
const CHUNKS_PER_ACK = 16;

export interface InboundOwner {
  tell(message: BlobMessage): void;
  /** Makes room for so many bytes, and the channel that they come by; false where there is none. */
  reserve(bytes: number): boolean;
  progressed(received: number): void;
  complete(blob: Blob): void;
  failed(err: BlobTransferError): void;
  /** Comes last, once. */
  over(reserved: number): void;
}

/** One blob on its way here. Its sender may lie about anything; what it can cost is the declared size. */
export class InboundBlob {
  readonly #id: number;
  readonly #size: number;
  readonly #type: string;
  readonly #owner: InboundOwner;
  #state: 'offered' | 'accepted' | 'over' = 'offered';
  #parts: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes that have come, and those of them that were checked. */
  #arrived = 0;
  #checked = 0;
  #checking: Promise<void> = Promise.resolve();
  #stall: ReturnType<typeof setTimeout> | undefined;

  constructor(id: number, size: number, type: string, owner: InboundOwner) {
    this.#id = id;
    this.#size = size;
    this.#type = type;
    this.#owner = owner;
  }

  accept(): void {
    if (this.#state !== 'offered') return;
    if (!this.#owner.reserve(this.#size)) return this.end('busy', true);
    this.#state = 'accepted';
    this.#watch();
    this.#owner.tell({ t: 'blob', id: this.#id, op: 'accept' });
    if (this.#size === 0) this.#checkedOne();
  }

  /** A frame that bears this transfer's id: the next chunk, of exactly the length that is due, or a lie. */
  arrived(index: number, frame: ArrayBuffer): void {
    if (this.#state === 'over') return;
    const length = chunkLength(frame);
    const due = Math.min(CHUNK_BYTES, this.#size - this.#arrived);
    if (this.#state !== 'accepted' || index * CHUNK_BYTES !== this.#arrived || length !== due)
      return this.end('corrupted', true);
    this.#arrived += length;
    this.#watch();
    this.#checking = this.#checking.then(() => this.#check(frame));
  }

  /** Ends it for this reason; `tell`: by our choice. */
  end(code: BlobEnd, tell: boolean): void {
    if (this.#state === 'over') return;
    if (tell) this.#owner.tell({ t: 'blob', id: this.#id, op: 'decline', code });
    this.#finish(() => this.#owner.failed(new BlobTransferError(code)));
  }

  async #check(frame: ArrayBuffer): Promise<void> {
    if (this.#state === 'over') return;
    const chunk = await verifiedChunk(frame).catch(() => undefined);
    if (!chunk) return this.end('corrupted', true);
    // It may have ended meanwhile, which the compiler cannot know.
    if ((this.#state as string) === 'over') return;
    this.#chunks.push(chunk);
    this.#checked += chunk.byteLength;
    if (this.#chunks.length === CHUNKS_PER_ACK || this.#checked === this.#size) this.#checkedOne();
  }

  #checkedOne(): void {
    // A browser keeps a Blob's bytes where it likes; here they would all stay in the page's memory.
    this.#parts.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#owner.progressed(this.#checked);
    if ((this.#state as string) === 'over') return;
    this.#owner.tell({ t: 'blob', id: this.#id, op: 'ack', received: this.#checked });
    if (this.#checked < this.#size) return;
    const blob = new Blob(this.#parts, { type: inertType(this.#type) });
    this.#finish(() => this.#owner.complete(blob));
  }

  #watch(): void {
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.end('link_lost', true), STALL_MS);
  }

  #finish(report: () => void): void {
    const reserved = this.#state === 'accepted' ? this.#size : 0;
    this.#state = 'over';
    clearTimeout(this.#stall);
    this.#parts = [];
    this.#chunks = [];
    this.#owner.over(reserved);
    report();
  }
}
