import type { WebSocketLike } from '@metered-ca/realtime';

type Frame = Readonly<Record<string, unknown>>;
type Listener = (ev: unknown) => void;

const OPEN = 1;
const CLOSED = 3;

/** One socket between a client and the test, which is its server. */
export class Socket implements WebSocketLike {
  readyState = 0;
  /** What the client sent, in order. */
  readonly sent: Record<string, unknown>[] = [];
  /** Code and reason with which the client closed it. */
  closedWith: readonly [number | undefined, string | undefined] | null = null;
  readonly url: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #onFrame: (socket: Socket, frame: Record<string, unknown>) => void;

  constructor(url: string, onFrame: (socket: Socket, frame: Record<string, unknown>) => void) {
    this.url = url;
    this.#onFrame = onFrame;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Record<string, unknown>;
    this.sent.push(frame);
    this.#onFrame(this, frame);
  }

  close(code?: number, reason?: string): void {
    this.closedWith ??= [code, reason];
    queueMicrotask(() => this.drop(code ?? 1005, reason ?? ''));
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  open(): void {
    this.readyState = OPEN;
    this.#dispatch('open', {});
  }

  receive(frame: Frame | string): void {
    if (this.readyState !== OPEN) return;
    this.#dispatch('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  /** The connection ends, as seen by the client. */
  drop(code = 1006, reason = ''): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#dispatch('close', { code, reason, wasClean: code !== 1006 });
  }

  /** Sent frames of one type, without their request ids. */
  of(type: string): Record<string, unknown>[] {
    return this.sent
      .filter((frame) => frame['type'] === type)
      .map(({ requestId: _requestId, ...frame }) => frame);
  }

  #dispatch(type: string, ev: unknown): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(ev);
  }
}

export interface WireOptions {
  readonly peerId?: string;
  /** Opens and welcomes each new socket. Default true. */
  readonly welcome?: boolean;
  readonly metadata?: Frame;
  /** Answers a request; the default acknowledges it. */
  readonly answer?: (socket: Socket, frame: Record<string, unknown>) => void;
}

/** A server in memory: it welcomes whoever connects and acknowledges every request, unless told otherwise. */
export class Wire {
  readonly sockets: Socket[] = [];
  options: WireOptions;

  constructor(options: WireOptions = {}) {
    this.options = options;
  }

  readonly factory = (url: string): Socket => {
    const socket = new Socket(url, (from, frame) => this.#onFrame(from, frame));
    this.sockets.push(socket);
    if (this.options.welcome !== false) queueMicrotask(() => this.welcome(socket));
    return socket;
  };

  /** The newest socket. */
  get socket(): Socket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }

  welcome(socket: Socket): void {
    const { peerId = 'me', metadata } = this.options;
    socket.open();
    socket.receive({
      type: 'welcome',
      peerId,
      expiresAt: null,
      serverTime: 1_700_000_000,
      maxMessageSize: 65_536,
      ...(metadata ? { metadata } : {}),
    });
  }

  presence(channel: string, joined: readonly string[], left: readonly string[] = []): void {
    const entries = (ids: readonly string[]): Frame[] => ids.map((peerId) => ({ peerId }));
    this.socket.receive({ type: 'presence', channel, joined: entries(joined), left: entries(left) });
  }

  #onFrame(socket: Socket, frame: Record<string, unknown>): void {
    if (this.options.answer) this.options.answer(socket, frame);
    else acknowledge(socket, frame);
  }
}

export function acknowledge(socket: Socket, { type, requestId }: Record<string, unknown>): void {
  if (requestId !== undefined) socket.receive({ type: 'ack', requestId });
  else if (type === 'ping') socket.receive({ type: 'pong' });
}
