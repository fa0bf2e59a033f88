/** What pages of the soak report, and what of it is remembered. Times are epoch, in ms. */

/** Another peer as one page sees it. */
export interface Seen {
  /** What it says it is called, or null before its hello: `SEAT.TURN`, another turn at each joining. */
  readonly name: string | null;
  readonly state: string;
  /** Of all its pictures, so far on this connection. */
  readonly framesDecoded: number;
}

/** A message that was sent, and what became of it. */
export interface Sent {
  /** What the sender was called then: it may be told of after it has left and come again. */
  readonly from: string;
  readonly n: number;
  readonly at: number;
  /** Who was connected and had said hello by then. */
  readonly to: readonly string[];
  /** `sent`, or the name of the error. */
  readonly outcome: string;
}

export interface Received {
  readonly from: string;
  readonly n: number;
}

export interface Said {
  readonly severity: string;
  readonly code: string;
  readonly evidence: string;
}

/** A page at one moment; lists of what is new since the last report. */
export interface Report {
  readonly at: number;
  /** Null while it is in no room. */
  readonly name: string | null;
  readonly state: string;
  readonly others: readonly Seen[];
  /** For how long the page stood still at most since its last report, in ms: a machine with too much to do makes it wait. */
  readonly stoodStill: number;
  /** Connections that are not closed. */
  readonly open: number;
  readonly sent: readonly Sent[];
  readonly received: readonly Received[];
  readonly errors: readonly string[];
  /** Null where the doctor was not asked. */
  readonly findings: readonly Said[] | null;
}
