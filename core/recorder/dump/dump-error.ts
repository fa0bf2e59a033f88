/** Why a file is no dump that can be read. */
export type DumpErrorCode =
  /** None of the formats. */
  | 'unknown_format'
  /** One of the formats, by its looks, and broken. */
  | 'damaged'
  | 'too_large'
  /** Written by a later version. */
  | 'unknown_version';

/** A dump cannot be read; callers switch on `code`. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
  readonly code: DumpErrorCode;

  constructor(code: DumpErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
