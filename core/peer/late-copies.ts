import { digestOf } from './delivery-log.ts';

const MAX_EXPECTED = 128;
/** Milliseconds in which a copy may still come once the server is listened to again. */
const LATE_MS = 10_000;

/**
 * Copies, by way of the server, of what has come over the side channel. While the sender's data comes that way they are
 * ignored; some may still be on their way when the side channel goes, and the ears for the server open.
 */
export class LateCopies {
  #digests: number[] = [];
  /** The sender's change of route after which they were sent. */
  #epoch = 0;
  #until = Infinity;

  /** This came over the side. */
  expect(data: unknown, epoch: number): void {
    this.#epoch = epoch;
    this.#until = Infinity;
    this.#digests.push(digestOf(JSON.stringify(data)));
    if (this.#digests.length > MAX_EXPECTED) this.#digests.shift();
  }

  /** What comes by way of the server is heard from now on. */
  earsOpen(): void {
    this.#until = performance.now() + LATE_MS;
  }

  /** Whether this is one. The server keeps the order: copies of what came before it are not to come any more. */
  takes(data: unknown): boolean {
    if (this.#digests.length === 0) return false;
    if (performance.now() > this.#until) this.#digests = [];
    const index = this.#digests.indexOf(digestOf(JSON.stringify(data)));
    this.#digests.splice(0, index + 1);
    return index >= 0;
  }

  /** A fence came by way of the server, and before it all that was sent before that change of route. */
  fenced(epoch: number): void {
    if (epoch > this.#epoch) this.#digests = [];
  }
}
