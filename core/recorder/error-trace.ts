export interface ErrorTrace {
  readonly name: string;
  /** Scrubbed. */
  readonly message: string;
  /** A DOMException's constraint, an engine error's stable code. */
  readonly constraint?: string;
  readonly code?: string;
}
