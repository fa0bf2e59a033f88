import { closeCodeName } from '../protocol/close-codes.ts';
import { OversizedError } from '../util/oversized.ts';

/**
 * The server closed the socket before the welcome. The message never carries the server's own text,
 * which is hostile input; `closeReason` does.
 */
export class SignallingConnectError extends Error {
  override readonly name = 'SignallingConnectError';
  /** Stable name of the close code, such as `invalid_token`. */
  readonly code: string;
  readonly closeCode: number;
  readonly closeReason: string;

  constructor(closeCode: number, closeReason: string) {
    super(
      `The signalling server refused the connection (close code ${closeCode}, ${closeCodeName(closeCode)}).`,
    );
    this.code = closeCodeName(closeCode);
    this.closeCode = closeCode;
    this.closeReason = closeReason;
  }
}

/** A publish or send above the server's limit; rejected here, so that the socket survives. */
export class OversizedPayloadError extends OversizedError {
  override readonly name = 'OversizedPayloadError';
}
