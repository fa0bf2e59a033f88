import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import { MAX_SERVER_FRAME_LENGTH } from '../protocol/limits.ts';
import { parseServerFrame } from '../protocol/parse-server-frame.ts';
import { namedError } from '../util/errors.ts';
import type { Logger } from '../util/log.ts';
import { Keepalive } from './keepalive.ts';
import type { WebSocketLike } from './types.ts';

const CLOSE_FLUSH_TIMEOUT_MS = 1_000;
const OPEN = 1;

export interface SessionEvents {
  frame(frame: ServerFrame): void;
  /** Called once; after it the session says nothing more. */
  closed(code: number, reason: string): void;
}

/** One socket's life: frames in and out, kept alive, watched, and closed once. */
export class SocketSession {
  readonly #socket: WebSocketLike;
  readonly #events: SessionEvents;
  readonly #logger: Logger;
  readonly #keepalive: Keepalive;
  readonly #listeners = {
    open: (): void => this.#keepalive.alive(),
    message: (ev: unknown): void => this.#received((ev as { data: unknown }).data),
    error: (): void => this.#logger.warn('the socket reported an error'),
    close: (ev: unknown): void => {
      const { code, reason } = ev as { code?: number; reason?: string };
      this.#ended(code ?? 1006, reason ?? '');
    },
  };
  #probeTimer: ReturnType<typeof setTimeout> | undefined;
  #done = false;

  constructor(socket: WebSocketLike, inactivityTimeoutMs: number, events: SessionEvents, logger: Logger) {
    this.#socket = socket;
    this.#events = events;
    this.#logger = logger;
    this.#keepalive = new Keepalive(
      inactivityTimeoutMs,
      () => this.#ping(),
      () => this.#silent(),
    );
    for (const type of ['open', 'message', 'error', 'close'] as const) {
      socket.addEventListener(type, this.#listeners[type]);
    }
  }

  /** @throws NotConnectedError when the socket takes nothing more: one that is closing swallows what it is given. */
  send(frame: ClientFrame): void {
    if (this.#socket.readyState !== OPEN) throw namedError('NotConnectedError', 'The socket is closing.');
    this.#socket.send(JSON.stringify(frame));
  }

  /** Asks the socket to close; resolves when it has, after 1 s at the latest. */
  async close(code: number, reason: string): Promise<void> {
    this.#keepalive.stop();
    if (this.#done) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_FLUSH_TIMEOUT_MS);
      this.#socket.addEventListener('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#closeSocket(code, reason);
    });
  }

  /** Pings, and takes `timeoutMs` without a frame for the end of the socket. */
  probe(timeoutMs: number): void {
    if (this.#done || this.#probeTimer !== undefined) return;
    this.#probeTimer = setTimeout(() => this.#silent(), timeoutMs);
    this.#ping();
  }

  #received(data: unknown): void {
    if (this.#done) return;
    if (typeof data !== 'string') {
      this.#logger.warn('dropped a binary frame');
      return;
    }
    if (data.length > MAX_SERVER_FRAME_LENGTH) {
      this.#logger.warn('a frame is longer than 1 MB: closing', { length: data.length });
      this.#closeSocket(1009, 'frame exceeds the client limit');
      return;
    }
    this.#clearProbe();
    this.#keepalive.alive();
    const parsed = parseServerFrame(data);
    if (parsed.ok) this.#events.frame(parsed.frame);
    else this.#logger.warn('dropped a malformed frame', { reason: parsed.reason });
  }

  #ping(): void {
    if (this.#socket.readyState === OPEN) this.send({ type: 'ping' });
  }

  #silent(): void {
    this.#logger.warn('nothing was heard from the server: replacing the socket');
    this.#closeSocket(4000, 'inactivity timeout');
    // On a dead path the socket's own close event comes only minutes later.
    this.#ended(4000, 'inactivity timeout');
  }

  #clearProbe(): void {
    clearTimeout(this.#probeTimer);
    this.#probeTimer = undefined;
  }

  #ended(code: number, reason: string): void {
    if (this.#done) return;
    this.#done = true;
    this.#clearProbe();
    this.#keepalive.stop();
    for (const type of ['open', 'message', 'error', 'close'] as const) {
      this.#socket.removeEventListener(type, this.#listeners[type]);
    }
    this.#events.closed(code, reason);
  }

  #closeSocket(code: number, reason: string): void {
    try {
      this.#socket.close(code, reason);
    } catch {
      // Already torn down.
    }
  }
}
