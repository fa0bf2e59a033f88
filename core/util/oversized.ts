/** What a payload above the server's limit is told by. */
export abstract class OversizedError extends Error {
  readonly code = 'oversized_payload';
  /** Bytes of the payload's JSON. */
  readonly size: number;
  /** Bytes the server takes. */
  readonly cap: number;

  constructor(size: number, cap: number) {
    super(`The payload has ${size} bytes; the server takes ${cap}.`);
    this.size = size;
    this.cap = cap;
  }
}
