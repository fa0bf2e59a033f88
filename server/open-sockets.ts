import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Connections that may be open without having asked for anything. Above it the oldest is dropped. */
const MAX_PENDING = 1_000;
/** When this many and half of all have gone, their memory is collected: an idle process may never do it itself. */
const CROWD = 500;
const CHECK_MS = 5_000;

/** Every connection to the server; those whose first request is not there yet are bounded in number. */
export class OpenSockets {
  readonly #open = new Set<Socket>();
  /** By the far end, because over TLS a request names another socket than the one that was opened. */
  readonly #pending = new Map<string, Socket>();
  readonly #timer: NodeJS.Timeout;
  /** The same function for all sockets: an idle one holds it for its whole life. */
  readonly #onClose: (this: Socket) => void;
  #peak = 0;
  #again = false;

  constructor() {
    this.#timer = setInterval(() => this.#tidy(), CHECK_MS).unref();
    const [open, pending] = [this.#open, this.#pending];
    this.#onClose = function (): void {
      open.delete(this);
      pending.delete(farEnd(this));
    };
  }

  /** A connection was opened, and has yet to ask for something. */
  add(socket: Socket): void {
    // Read anew from its beginning, see foreign-upgrade.ts.
    if (this.#open.has(socket)) return;
    this.#open.add(socket);
    this.#peak = Math.max(this.#peak, this.#open.size);
    socket.on('close', this.#onClose);
    this.#pending.set(farEnd(socket), socket);
    if (this.#pending.size <= MAX_PENDING) return;
    // Whoever means it has sent a head within milliseconds; the oldest is the least likely to.
    for (const [end, oldest] of this.#pending) {
      this.#pending.delete(end);
      oldest.destroy();
      return;
    }
  }

  /** Its request has come. @param socket what was added, or what decrypts it */
  settle(socket: Socket): void {
    this.#pending.delete(farEnd(socket));
  }

  destroyAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  /** Ends the looking after, not the sockets. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #tidy(): void {
    const goneCrowd = this.#peak - this.#open.size >= CROWD && this.#open.size < this.#peak / 2;
    if (!goneCrowd && !this.#again) return;
    // What the first collection finalises, the second gives back.
    this.#again = goneCrowd;
    this.#peak = this.#open.size;
    collectGarbage();
  }
}

/** Node remembers it past the close, once it was asked for. */
function farEnd({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
