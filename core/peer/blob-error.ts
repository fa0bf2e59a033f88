export type BlobTransferErrorCode =
  /** No such peer is in the channel, or for "all" nobody who takes blobs. */
  | 'no_peer'
  /** The peer does not run this engine, or one of the two pages has no `crypto.subtle`. */
  | 'unsupported'
  /** The receiver declined it, or did not answer within two minutes. */
  | 'refused'
  /** The receiver has as many transfers, or bytes, under way as it takes. */
  | 'busy'
  | 'aborted'
  /** What arrived, was acknowledged or was read is not what was promised. */
  | 'corrupted'
  | 'too_large'
  /** The connection was lost or closed, or nothing moved for a minute. */
  | 'link_lost';

const TEXTS: Readonly<Record<BlobTransferErrorCode, string>> = {
  no_peer: 'There is no such peer.',
  unsupported: 'The peer does not take blobs.',
  refused: 'The receiver refused the blob.',
  busy: 'The receiver has too many transfers under way.',
  aborted: 'The transfer was aborted.',
  corrupted: 'The transfer was not what it promised to be.',
  too_large: 'The blob is too large.',
  link_lost: 'The connection was lost before the blob had arrived.',
};

/** A blob that did not arrive; `code` says why. */
export class BlobTransferError extends Error {
  override readonly name = 'BlobTransferError';
  readonly code: BlobTransferErrorCode;
  /** For "all": the peers that have the blob, and those that do not. `code` is the first failure's. */
  readonly succeeded: readonly string[];
  readonly failed: ReadonlyArray<{ peerId: string; err: Error }>;

  constructor(
    code: BlobTransferErrorCode,
    options?: ErrorOptions,
    succeeded: readonly string[] = [],
    failed: BlobTransferError['failed'] = [],
  ) {
    super(TEXTS[code], options);
    this.code = code;
    this.succeeded = succeeded;
    this.failed = failed;
  }
}
