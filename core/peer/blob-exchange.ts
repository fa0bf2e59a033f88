import { BlobTransferError } from './blob-error.ts';
import type { BlobInbox, BlobInfo, BlobOffer } from './blob-events.ts';
import { InboundBlob } from './blob-inbound.ts';
import { MAX_BLOB_BYTES, MAX_TRANSFERS_PER_PEER, canHash, parseFrame } from './blob-messages.ts';
import type { BlobMessage } from './blob-messages.ts';
import { LOW_WATER_BYTES, OutboundBlob } from './blob-outbound.ts';
import type { OutboundPort } from './blob-outbound.ts';

/** Both sides open the blob channel under this id, when first there is something to carry. */
const BLOB_CHANNEL_ID = 1001;
/** Milliseconds for a peer to say hello: on a connection that has yet to be made, and on one that stands. */
const CONNECT_MS = 15_000;
const HELLO_MS = 3_000;
/** Bytes of a blob that is accepted without being asked about. */
export const MAX_UNASKED_BYTES = 10_000_000;
/** Bytes of all transfers under way to this page, from whomever. */
const MAX_INBOUND_BYTES = MAX_BLOB_BYTES;

/** Offers that have come to this page: the sender's own count begins again where it has taken us for gone. */
let offers = 0;

/** What an exchange needs of a PeerLink. */
export interface BlobLink {
  readonly connectionState: RTCPeerConnectionState | null;
  openSide(): void;
  openBeside(id: number): RTCDataChannel | null;
  sendSide(message: BlobMessage): boolean;
}

export interface SendInit {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((sent: number) => void) | undefined;
}

/** The blobs between us and one peer, both ways, on whichever connection the link has. */
export class BlobExchange implements OutboundPort {
  readonly #peerId: string;
  readonly #link: BlobLink;
  readonly #inbox: BlobInbox;
  readonly #outbound = new Map<number, OutboundBlob>();
  readonly #inbound = new Map<number, InboundBlob>();
  #channel: RTCDataChannel | null = null;
  /** Null until the peer has said hello. */
  #capable: boolean | null = null;
  #gone = false;
  #lastSent = 0;
  #lastOffered = -1;
  #waiters: (() => void)[] = [];

  constructor(peerId: string, link: BlobLink, inbox: BlobInbox) {
    this.#peerId = peerId;
    this.#link = link;
    this.#inbox = inbox;
  }

  /**
   * Resolves when the peer has all of it.
   * @throws BlobTransferError
   */
  async send(blob: Blob, { name, signal, onProgress }: SendInit): Promise<void> {
    let late = false;
    let transfer: OutboundBlob | undefined;
    const onAbort = (): void => {
      transfer?.cancel('aborted', signal?.reason);
      this.wake();
    };
    const connected = this.#link.connectionState === 'connected';
    const timer = setTimeout(
      () => {
        late = true;
        this.wake();
      },
      connected ? HELLO_MS : CONNECT_MS,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (this.#capable === null && !signal?.aborted) this.#link.openSide();
      for (;;) {
        if (signal?.aborted) throw new BlobTransferError('aborted', { cause: signal.reason });
        if (this.#gone) throw new BlobTransferError('link_lost');
        if (this.#capable === false || (this.#capable === null && late))
          throw new BlobTransferError('unsupported');
        if (this.#capable && this.#outbound.size < MAX_TRANSFERS_PER_PEER) break;
        await this.changed();
      }
      clearTimeout(timer);
      const id = ++this.#lastSent;
      transfer = new OutboundBlob({ id, blob, name, onProgress }, this);
      this.#outbound.set(id, transfer);
      await transfer.finished.finally(() => this.#outbound.delete(id));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.wake();
    }
  }

  greeted(capabilities: readonly string[]): void {
    this.#capable = capabilities.includes('blob') && canHash();
    this.wake();
  }

  handle(message: BlobMessage): void {
    const { id } = message;
    switch (message.op) {
      case 'offer':
        return this.#offered(message);
      case 'cancel':
        return this.#inbound.get(id)?.end(message.code, false);
      case 'accept':
        return this.#outbound.get(id)?.accepted();
      case 'ack':
        return this.#outbound.get(id)?.acknowledged(message.received);
      case 'decline':
        return this.#outbound.get(id)?.fail(message.code);
    }
  }

  /** The side channel is gone, and with it the peer's word and all that was under way; `forever`: the peer too. */
  closed(forever: boolean): void {
    this.#gone ||= forever;
    this.#capable = null;
    const channel = this.#channel;
    this.#channel = null;
    this.#lastOffered = -1;
    for (const transfer of [...this.#outbound.values()]) transfer.fail('link_lost');
    for (const transfer of [...this.#inbound.values()]) transfer.end('link_lost', false);
    channel?.close();
    this.wake();
  }

  tell(message: BlobMessage): boolean {
    return this.#link.sendSide(message);
  }

  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  channel(): RTCDataChannel | null {
    if (this.#channel) return this.#channel;
    const channel = this.#link.openBeside(BLOB_CHANNEL_ID);
    if (!channel) return null;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    for (const type of ['open', 'bufferedamountlow']) channel.addEventListener(type, () => this.wake());
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const parsed = this.#channel === channel ? parseFrame(data) : undefined;
      // What is still on its way when a transfer has ended belongs to nobody.
      if (parsed) this.#inbound.get(parsed.id)?.arrived(parsed.index, parsed.frame);
    });
    channel.addEventListener('close', () => {
      if (this.#channel !== channel) return;
      this.#channel = null;
      for (const transfer of [...this.#outbound.values()]) transfer.cancel('link_lost');
      for (const transfer of [...this.#inbound.values()]) transfer.end('link_lost', true);
    });
    this.#channel = channel;
    return channel;
  }

  #offered({ id, size, name, type }: BlobMessage & { op: 'offer' }): void {
    // Ids only rise, so that nothing can be offered twice.
    if (id <= this.#lastOffered) return;
    this.#lastOffered = id;
    const inbox = this.#inbox;
    const info: BlobInfo = {
      transferId: String(++offers),
      senderPeerId: this.#peerId,
      name,
      size,
      type,
    };
    const automatic = size <= MAX_UNASKED_BYTES;
    const heeded = inbox.listenerCount('blob') > 0 && (automatic || inbox.listenerCount('blob-offered') > 0);
    const full = this.#inbound.size >= MAX_TRANSFERS_PER_PEER;
    const obstacle = size > MAX_BLOB_BYTES ? 'too_large' : full ? 'busy' : heeded ? undefined : 'refused';
    if (obstacle) {
      this.tell({ t: 'blob', id, op: 'decline', code: obstacle });
      return;
    }
    const transfer = new InboundBlob(id, size, type, {
      tell: (message) => void this.tell(message),
      reserve: (bytes) => {
        if (inbox.reserved + bytes > MAX_INBOUND_BYTES || !this.channel()) return false;
        inbox.reserved += bytes;
        return true;
      },
      progressed: (received) => void inbox.emit('blob-progress', { ...info, received }),
      complete: (blob) => void inbox.emit('blob', { ...info, blob }),
      failed: (err) => void inbox.emit('blob-failed', { ...info, err }),
      over: (reserved) => {
        inbox.reserved -= reserved;
        this.#inbound.delete(id);
      },
    });
    this.#inbound.set(id, transfer);
    let waits = !automatic;
    const offer: BlobOffer = {
      ...info,
      automatic,
      accept: () => transfer.accept(),
      hold: () => void (waits = true),
      decline: () => transfer.end('refused', true),
    };
    inbox.emit('blob-offered', { offer: Object.freeze(offer) });
    if (!waits) transfer.accept();
  }
}
