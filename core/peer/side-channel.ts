import { Allowance } from '../util/allowance.ts';
import type { Logger } from '../util/log.ts';
import { canHash } from './blob-messages.ts';
import { parseSideMessage } from './side-messages.ts';
import type { PeerHealth, PeerHello, SideMessage } from './side-messages.ts';

/** What our side says of itself to every peer of this engine. */
export interface Profile {
  readonly hello: { readonly displayName?: string };
  readonly health: PeerHealth | null;
}

export interface SideChannelEvents {
  /** The other side introduced itself, or did so again with other words. */
  hello(hello: PeerHello): void;
  /** Any other message; only after the hello. */
  message(message: Exclude<SideMessage, { t: 'hello' }>): void;
  closed(): void;
}

export const SIDE_CHANNEL_VERSION = 1;
export const CAPABILITIES: readonly string[] = ['health', 'outage', 'wants', ...(canHash() ? ['blob'] : [])];

/** Messages a second that one peer may send us, and how many at once; far above what the engine needs. */
const RATE_PER_SECOND = 2_000;
const BURST = 4_000;
/** Bytes that may wait in the browser for a slow link before we stop adding to them. */
const MAX_BUFFERED_BYTES = 8 * 1_048_576;

/**
 * Messages between two of our own peers over the pre-negotiated data channel, as JSON text. Nothing but
 * a hello is sent before the other side has said hello.
 */
export class SideChannel {
  readonly #channel: RTCDataChannel;
  readonly #events: SideChannelEvents;
  readonly #logger: Logger;
  readonly #abort = new AbortController();
  #profile: Profile;
  #greeted = false;
  readonly #allowance = new Allowance(RATE_PER_SECOND, BURST);

  constructor(channel: RTCDataChannel, profile: Profile, events: SideChannelEvents, logger: Logger) {
    this.#channel = channel;
    this.#events = events;
    this.#logger = logger;
    this.#profile = profile;
    const { signal } = this.#abort;
    channel.addEventListener('open', () => this.#sendHello(), { signal });
    channel.addEventListener('message', (ev: MessageEvent<unknown>) => this.#received(ev.data), { signal });
    channel.addEventListener('close', () => this.#closed(), { signal });
    if (channel.readyState === 'open') this.#sendHello();
  }

  /** True once the other side has said hello and while the channel is open. */
  get ready(): boolean {
    return this.#greeted && this.#channel.readyState === 'open';
  }

  setProfile(profile: Profile): void {
    const { hello, health } = this.#profile;
    this.#profile = profile;
    if (hello.displayName !== profile.hello.displayName) this.#sendHello();
    if (health !== profile.health) this.#sendHealth();
  }

  /** False when the message was not taken: not ready, or too much is waiting. */
  send(message: Exclude<SideMessage, { t: 'hello' }>): boolean {
    return this.ready && this.#transmit(message);
  }

  /** Resolves when what was sent has left the browser's buffer, or the time is over. */
  async flushed(timeoutMs: number): Promise<void> {
    if (!this.ready || this.#channel.bufferedAmount === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#channel.bufferedAmountLowThreshold = 0;
      this.#channel.addEventListener('bufferedamountlow', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.#abort.abort();
  }

  #sendHello(): void {
    const { hello } = this.#profile;
    if (this.#channel.readyState !== 'open') return;
    this.#transmit({ t: 'hello', version: SIDE_CHANNEL_VERSION, capabilities: CAPABILITIES, ...hello });
  }

  #sendHealth(): void {
    const { health } = this.#profile;
    if (health) this.send({ t: 'health', ...health });
  }

  #transmit(message: SideMessage): boolean {
    if (this.#channel.bufferedAmount > MAX_BUFFERED_BYTES) return false;
    try {
      this.#channel.send(JSON.stringify(message));
      return true;
    } catch {
      // Closed between the check and the call, or above what the other side takes in one message.
      return false;
    }
  }

  #received(data: unknown): void {
    if (!this.#allowance.take()) {
      this.#logger.warn('the side channel is flooded: it is closed');
      this.#channel.close();
      this.#closed();
      return;
    }
    const message = typeof data === 'string' ? parseSideMessage(data) : undefined;
    if (!message) return;
    if (message.t !== 'hello') {
      if (this.#greeted) this.#events.message(message);
      return;
    }
    const { t: _t, ...hello } = message;
    const first = !this.#greeted;
    this.#greeted = true;
    this.#events.hello(Object.freeze({ ...hello, capabilities: Object.freeze([...hello.capabilities]) }));
    if (first) this.#sendHealth();
  }

  #closed(): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    this.#events.closed();
  }
}
