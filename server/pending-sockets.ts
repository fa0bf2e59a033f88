import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Connections that may be open without having asked for anything. Above it the oldest is dropped. */
const MAX_PENDING = 1_000;
/** A crowd of this many that has gone is worth collecting at once: an idle process may never do it itself. */
const CROWD = 500;
const CHECK_MS = 5_000;

/** Connections whose first request is not there yet: bounded in number, and cleared away after a flood. */
export class PendingSockets {
  readonly #pending = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #opened = 0;
  #again = false;

  constructor() {
    this.#timer = setInterval(() => this.#tidy(), CHECK_MS).unref();
  }

  add(socket: Socket): void {
    this.#opened += 1;
    this.#pending.add(socket);
    socket.once('close', () => this.#pending.delete(socket));
    if (this.#pending.size <= MAX_PENDING) return;
    // Whoever means it has sent a head within milliseconds; the oldest is the least likely to.
    for (const oldest of this.#pending) {
      this.#pending.delete(oldest);
      oldest.destroy();
      return;
    }
  }

  /** Its request has come. */
  settle(socket: Socket): void {
    this.#pending.delete(socket);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tidy(): void {
    if (this.#opened < CROWD && !this.#again) return;
    if (this.#pending.size > 0) return;
    // What the first collection finalises, the second gives back.
    this.#again = this.#opened >= CROWD;
    this.#opened = 0;
    collectGarbage();
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
