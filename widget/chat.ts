import type {
  BlobInfo,
  BlobOffer,
  BlobTransferError,
  MeteredPeer,
  MeteredPeerEventMap,
} from '../core/index.ts';
import type { ChatFile, ChatMessage } from './chat-message.ts';
import { chatPayload, cleanText, parseChat } from './chat-message.ts';
import { CallError } from './failures.ts';
import { isReportName } from './report-name.ts';

export interface ChatEvents {
  changed(): void;
  /** Somebody else's message came. */
  received(message: ChatMessage): void;
  nameOf(peerId: string): string;
  /** The ids of those who can read it. */
  readers(): readonly string[];
}

const MAX_MESSAGES = 500;
/** Bytes of the others' files that are kept here; beyond them each is asked about. */
const MAX_KEPT_BYTES = 200_000_000;

const fileOf = ({ name, size }: Pick<ChatFile, 'name' | 'size'>, state: ChatFile['state']): ChatFile =>
  Object.freeze({ name, size, state, progress: 0, delivered: null, url: null });

/** What is said and sent in writing, between those who can. Gone with the call. */
export class Chat {
  messages: readonly ChatMessage[] = Object.freeze([]);
  unread = 0;
  readonly #events: ChatEvents;
  readonly #offers = new Map<string, BlobOffer>();
  readonly #sending = new Map<string, AbortController>();
  #peer: MeteredPeer | null = null;
  #open = false;
  #count = 0;

  constructor(events: ChatEvents) {
    this.#events = events;
  }

  /** While it is open, what comes counts as read. */
  setOpen(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    if (!open || this.unread === 0) return;
    this.unread = 0;
    this.#events.changed();
  }

  connect(peer: MeteredPeer): void {
    this.#peer = peer;
    const on = <K extends keyof MeteredPeerEventMap>(
      event: K,
      handler: (event: MeteredPeerEventMap[K]) => void,
    ): unknown => peer.on(event, (payload) => this.#peer === peer && handler(payload));
    on('data', ({ senderPeerId, data }) => {
      const said = parseChat(data);
      // The id is the sender's own: prefixed, it cannot take the place of another's.
      if (said) this.#add(senderPeerId, `${senderPeerId}/${said.id}`, said.text, null);
    });
    on('blob-offered', ({ offer }) => this.#offered(offer));
    on('blob-progress', (blob) => this.#moved(blob, { progress: blob.received / (blob.size || 1) }));
    on('blob', (came) => this.#moved(came, { state: 'done', progress: 1 }, came.blob));
    on('blob-failed', (blob) =>
      this.#moved(blob, { state: blob.err.code === 'aborted' ? 'cancelled' : 'failed' }),
    );
  }

  /** The call is over: nothing of it stays. */
  close(): void {
    this.#peer = null;
    for (const controller of this.#sending.values()) controller.abort();
    for (const { file } of this.messages) if (file?.url) URL.revokeObjectURL(file.url);
    this.#offers.clear();
    this.messages = Object.freeze([]);
    this.unread = 0;
    this.#open = false;
  }

  /** @throws CallError `chat-nobody` where nobody can read it, `chat-empty`, `chat-failed`. */
  async send(text: string): Promise<void> {
    const clean = cleanText(text);
    if (clean === '') throw new CallError('chat-empty');
    const peer = this.#peer;
    const readers = this.#events.readers();
    if (!peer || readers.length === 0) throw new CallError('chat-nobody');
    const id = this.#ownId();
    this.#add(null, id, clean, null);
    const payload = chatPayload(id, clean);
    const outcomes = await Promise.allSettled(readers.map((id) => peer.sendTo(id, payload)));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!failure || outcomes.some((outcome) => outcome.status === 'fulfilled')) return;
    this.#change(id, () => ({ failed: true }));
    throw new CallError('chat-failed', failure.reason);
  }

  /** Sends a file to everyone who takes one. Never rejects: the message says how it went. */
  async sendFile(file: File): Promise<void> {
    const peer = this.#peer;
    if (!peer) return;
    const id = this.#ownId();
    const controller = new AbortController();
    this.#sending.set(id, controller);
    this.#add(null, id, '', fileOf(file, 'moving'));
    const sent = new Map<string, number>();
    try {
      await peer.sendBlob('all', file, {
        signal: controller.signal,
        onProgress: (step) => {
          sent.set(step.peerId, step.sent);
          // The slowest receiver is what it waits for.
          this.#file(id, { progress: Math.min(...sent.values()) / (step.total || 1) });
        },
      });
      this.#file(id, { state: 'done', progress: 1 });
    } catch (error) {
      const { succeeded = [], failed = [] } = error as Partial<BlobTransferError>;
      const delivered = { count: succeeded.length, total: succeeded.length + failed.length };
      // Whoever has it has it, also where it was cancelled for the others.
      if (delivered.count > 0) this.#file(id, { state: 'done', progress: 1, delivered });
      else this.#file(id, { state: controller.signal.aborted ? 'cancelled' : 'failed' });
    } finally {
      this.#sending.delete(id);
    }
  }

  /** Answers an offer, or (false) gives up a file that is under way at either end. */
  answer(id: string, accept: boolean): void {
    const offer = this.#offers.get(id);
    if (offer && accept) {
      offer.accept();
      this.#file(id, { state: 'moving' });
    } else if (offer) {
      offer.decline();
      this.#file(id, { state: 'cancelled' });
    } else if (!accept) this.#sending.get(id)?.abort();
  }

  #ownId(): string {
    return `${Date.now().toString(36)}-${++this.#count}`;
  }

  #offered(offer: BlobOffer): void {
    const { transferId, senderPeerId, name, size } = offer;
    if (isReportName(name)) return;
    this.#offers.set(transferId, offer);
    let kept = size;
    for (const { isLocal, file } of this.messages)
      if (!isLocal && (file?.state === 'moving' || file?.state === 'done')) kept += file.size;
    const waits = !offer.automatic || kept > MAX_KEPT_BYTES;
    if (waits) offer.hold();
    const state = waits ? 'offered' : 'moving';
    this.#add(senderPeerId, transferId, '', fileOf({ name, size }, state));
  }

  #moved({ transferId }: BlobInfo, change: Partial<ChatFile>, blob?: Blob): void {
    if (change.state) this.#offers.delete(transferId);
    const known = this.messages.find(({ id }) => id === transferId)?.file;
    // What was declined here has been told already; what is not shown, such as a report, needs no link.
    if (!known || known.state === 'cancelled') return;
    this.#file(transferId, blob ? { ...change, url: URL.createObjectURL(blob) } : change);
  }

  #file(id: string, change: Partial<ChatFile>): void {
    this.#change(id, ({ file }) => (file ? { file: Object.freeze({ ...file, ...change }) } : {}));
  }

  #change(id: string, change: (message: ChatMessage) => Partial<ChatMessage>): void {
    const messages = this.messages.map((m) => (m.id === id ? Object.freeze({ ...m, ...change(m) }) : m));
    this.messages = Object.freeze(messages);
    this.#events.changed();
  }

  /** `from` null: your own. */
  #add(from: string | null, id: string, text: string, file: ChatFile | null): void {
    if (this.messages.some((message) => message.id === id)) return;
    const message = Object.freeze({
      id,
      from: from ?? this.#peer?.peerId ?? '',
      name: from === null ? '' : this.#events.nameOf(from),
      text,
      at: Date.now(),
      isLocal: from === null,
      failed: false,
      file,
    });
    const kept = this.messages.slice(1 - MAX_MESSAGES);
    for (const old of this.messages.slice(0, -kept.length || undefined))
      if (old.file?.url) URL.revokeObjectURL(old.file.url);
    this.messages = Object.freeze([...kept, message]);
    if (from !== null && !this.#open) this.unread++;
    this.#events.changed();
    if (from !== null) this.#events.received(message);
  }
}
