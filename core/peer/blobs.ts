import type { Logger } from '../util/log.ts';
import { BlobTransferError } from './blob-error.ts';
import type { BlobInbox } from './blob-events.ts';
import { BlobExchange } from './blob-exchange.ts';
import { MAX_BLOB_BYTES, canHash, cleanName } from './blob-messages.ts';
import type { PeerLink } from './peer-link.ts';

export interface SendBlobOptions {
  /** Cancels the transfer, at both ends. */
  signal?: AbortSignal;
  /** `sent`: bytes that this peer has received and checked; it only rises. */
  onProgress?: (progress: { peerId: string; sent: number; total: number }) => void;
  /** What the receivers are told it is called. Default a File's own name. */
  name?: string;
}

/** The blobs to and from every peer of the channel. */
export class Blobs {
  readonly #inbox: BlobInbox;
  readonly #logger: Logger;
  readonly #exchanges = new Map<string, BlobExchange>();

  constructor(inbox: BlobInbox, logger: Logger) {
    this.#inbox = inbox;
    this.#logger = logger;
  }

  /** A peer has come; it goes when its link closes. */
  add(peerId: string, link: PeerLink): void {
    const exchange = new BlobExchange(peerId, link, this.#inbox);
    this.#exchanges.set(peerId, exchange);
    link
      .on('hello', ({ hello }) => exchange.greeted(hello.capabilities))
      .on('side', ({ message }) => {
        if (message.t === 'blob') exchange.handle(message);
      })
      .on('side-closed', () => exchange.closed(false))
      .on('state-change', ({ to }) => {
        if (to !== 'closed') return;
        exchange.closed(true);
        if (this.#exchanges.get(peerId) === exchange) this.#exchanges.delete(peerId);
      });
  }

  /**
   * Sends it to one peer, or (null) to all that take blobs; resolves with the ids of those who have it.
   * @throws BlobTransferError
   */
  async send(to: string | null, blob: Blob, options: SendBlobOptions): Promise<string[]> {
    const { signal, onProgress } = options;
    const total = blob.size;
    const name = cleanName(options.name ?? (blob as Partial<File>).name ?? '');
    if (total > MAX_BLOB_BYTES) throw new BlobTransferError('too_large');
    if (!canHash()) throw new BlobTransferError('unsupported');
    const one = to === null ? undefined : this.#exchanges.get(to);
    const receivers = to === null ? [...this.#exchanges] : one ? [[to, one] as const] : [];
    const failed: { peerId: string; err: BlobTransferError }[] = [];
    const succeeded: string[] = [];
    const sends = receivers.map(async ([peerId, exchange]) => {
      const progressed = (sent: number): void => onProgress?.({ peerId, sent, total });
      try {
        await exchange.send(blob, { name, signal, onProgress: onProgress && progressed });
        succeeded.push(peerId);
      } catch (thrown) {
        const err = thrown instanceof BlobTransferError ? thrown : new BlobTransferError('link_lost');
        // Who does not run this engine is not one of all.
        if (to === null && err.code === 'unsupported')
          this.#logger.debug('a peer takes no blobs', { peerId });
        else failed.push({ peerId, err });
      }
    });
    await Promise.all(sends);
    const [first] = failed;
    if (to !== null && first) throw first.err;
    if (first) throw new BlobTransferError(first.err.code, { cause: first.err }, succeeded, failed);
    if (succeeded.length === 0) throw new BlobTransferError('no_peer');
    return succeeded;
  }
}
