import { isRecord } from '../util/is-record.ts';
import type { Logger } from '../util/log.ts';

/** What a peer of ours says of itself when the side channel opens. Hostile input at the receiver. */
export interface PeerHello {
  readonly version: number;
  readonly capabilities: readonly string[];
  /** Self-declared, so unverified. At most 128 characters. */
  readonly displayName?: string;
}

/** What a peer of ours sends by choice: `none` where it has no such device or track. */
export interface PeerHealth {
  readonly microphone: 'on' | 'off' | 'none';
  readonly camera: 'on' | 'off' | 'none';
  readonly screen: 'on' | 'none';
}

/** What our side says of itself to every peer of this engine. */
export interface Profile {
  readonly hello: { readonly displayName?: string };
  readonly health: PeerHealth | null;
}

export const SIDE_CHANNEL_VERSION = 1;
export const CAPABILITIES: readonly string[] = ['health'];

const MAX_MESSAGE_LENGTH = 65_536;
const MAX_NAME_LENGTH = 128;
const MAX_CAPABILITIES = 32;

export interface SideChannelEvents {
  onHello(hello: PeerHello): void;
  onHealth(health: PeerHealth): void;
}

/**
 * Messages between two of our own peers over the pre-negotiated data channel, as JSON text. Nothing but
 * a hello is sent before the other side has said hello.
 */
export class SideChannel {
  readonly #channel: RTCDataChannel;
  readonly #events: SideChannelEvents;
  readonly #logger: Logger;
  readonly #abort = new AbortController();
  #hello: { displayName?: string } = {};
  #health: PeerHealth | null = null;
  #greeted = false;

  constructor(channel: RTCDataChannel, events: SideChannelEvents, logger: Logger) {
    this.#channel = channel;
    this.#events = events;
    this.#logger = logger;
    const { signal } = this.#abort;
    channel.addEventListener('open', () => this.#sendHello(), { signal });
    channel.addEventListener('message', (ev: MessageEvent<unknown>) => this.#received(ev.data), { signal });
    if (channel.readyState === 'open') this.#sendHello();
  }

  /** Said on opening, and again when it changes. */
  setHello(hello: { displayName?: string }): void {
    this.#hello = hello;
    this.#sendHello();
  }

  /** Told to the other side once it has said hello, and again when it changes. */
  setHealth(health: PeerHealth | null): void {
    this.#health = health;
    if (this.#greeted) this.#sendHealth();
  }

  close(): void {
    this.#abort.abort();
  }

  #sendHello(): void {
    this.#send({ t: 'hello', version: SIDE_CHANNEL_VERSION, capabilities: CAPABILITIES, ...this.#hello });
  }

  #sendHealth(): void {
    if (this.#health) this.#send({ t: 'health', ...this.#health });
  }

  #send(message: Record<string, unknown>): void {
    if (this.#channel.readyState === 'open') this.#channel.send(JSON.stringify(message));
  }

  #received(data: unknown): void {
    if (typeof data !== 'string' || data.length > MAX_MESSAGE_LENGTH) return;
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      this.#logger.warn('dropped a side-channel message that is not JSON');
      return;
    }
    if (!isRecord(message)) return;
    if (message['t'] === 'hello') {
      const hello = parseHello(message);
      if (!hello) return;
      this.#events.onHello(hello);
      if (!this.#greeted) {
        this.#greeted = true;
        this.#sendHealth();
      }
    } else if (message['t'] === 'health' && this.#greeted) {
      const health = parseHealth(message);
      if (health) this.#events.onHealth(health);
    }
  }
}

function parseHello(message: Record<string, unknown>): PeerHello | undefined {
  const { version, capabilities, displayName } = message;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return undefined;
  if (!Array.isArray(capabilities) || capabilities.length > MAX_CAPABILITIES) return undefined;
  const known = capabilities.filter((name): name is string => typeof name === 'string' && name.length <= 32);
  const name = typeof displayName === 'string' ? displayName.trim().slice(0, MAX_NAME_LENGTH) : '';
  return Object.freeze({
    version,
    capabilities: Object.freeze(known),
    ...(name === '' ? {} : { displayName: name }),
  });
}

function parseHealth(message: Record<string, unknown>): PeerHealth | undefined {
  const { microphone, camera, screen } = message;
  const known = (value: unknown): value is 'on' | 'off' | 'none' =>
    value === 'on' || value === 'off' || value === 'none';
  if (!known(microphone) || !known(camera) || !(screen === 'on' || screen === 'none')) return undefined;
  return Object.freeze({ microphone, camera, screen });
}
