export type Severity = 'info' | 'warning' | 'error';

export type SubjectKind = 'page' | 'signalling' | 'peer' | 'track' | 'element';

/** Whose side something has to be mended on. */
export type Side = 'local' | 'remote' | 'network' | 'setup';

export interface Evidence {
  readonly label: string;
  readonly value: string;
}

export interface Subject {
  readonly kind: SubjectKind;
  /** An id of the trace (track, element, peer, socket), or the kind itself where there is only one. */
  readonly id: string;
  readonly label?: string;
}

/** One thing that is wrong, in plain words, with its proof and the way out. */
export interface Finding {
  /** Code and subject. */
  readonly id: string;
  readonly code: string;
  readonly subject: Subject;
  readonly severity: Severity;
  /** English; a face renders its own language from `code`, `params.variant` and `params`. */
  readonly cause: string;
  readonly evidence: readonly Evidence[];
  readonly fix: readonly string[];
  readonly params: Readonly<Record<string, string | number>>;
  readonly side: Side;
}
