import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Connections that may be open without having asked for anything. Above it the oldest is dropped. */
const MAX_PENDING = 1_000;
/** When this many and half of all have gone, their memory is collected: an idle process may never do it itself. */
const CROWD = 500;
const CHECK_MS = 5_000;

/** Connections whose first request is not there yet: bounded in number, and cleared away after a flood. */
export class PendingSockets {
  readonly #pending = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #open = 0;
  #peak = 0;
  #again = false;

  constructor() {
    this.#timer = setInterval(() => this.#tidy(), CHECK_MS).unref();
  }

  add(socket: Socket): void {
    this.#peak = Math.max(this.#peak, ++this.#open);
    this.#pending.add(socket);
    socket.once('close', () => {
      this.#open -= 1;
      this.#pending.delete(socket);
    });
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
    const goneCrowd = this.#peak - this.#open >= CROWD && this.#open < this.#peak / 2;
    if (!goneCrowd && !this.#again) return;
    // What the first collection finalises, the second gives back.
    this.#again = goneCrowd;
    this.#peak = this.#open;
    collectGarbage();
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
