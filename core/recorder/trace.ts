import type { ConnectionTrace } from './connection-trace.ts';
import type { ErrorTrace } from './error-trace.ts';
import type { CaptureTrace, ElementTrace, TrackTrace } from './media-trace.ts';
import type { CallTrace, PeerTrace, SocketTrace, TokenEvent } from './signalling-trace.ts';

export type {
  CandidateTrace,
  ConfigurationTrace,
  ConnectionEvent,
  ConnectionTrace,
  IceServerTrace,
  StatsEntry,
  StatsSample,
} from './connection-trace.ts';
export type { ErrorTrace } from './error-trace.ts';
export type {
  CaptureTrace,
  ElementEvent,
  ElementObservation,
  ElementTrace,
  TrackEvent,
  TrackTrace,
} from './media-trace.ts';
export type {
  CallEvent,
  CallTrace,
  FrameTrace,
  PeerHealthTrace,
  PeerTrace,
  SocketTrace,
  TokenEvent,
} from './signalling-trace.ts';

/**
 * What was seen of a page's calls: plain data, serialisable as JSON, free of secrets from the moment it is
 * recorded. Rules read it, dumps carry it. Every `at` is in milliseconds since the epoch; every list is in
 * order of time and bounded, oldest first to go (`dropped` counts what went).
 */
export interface Trace {
  readonly format: 'metered-call-trace';
  readonly version: 1;
  /** When recording began. */
  readonly startedAt: number;
  /** The end of what was seen. Rules measure how long something has lasted against this, never against a clock. */
  readonly until: number;
  /** No connection of the page was made before recording began. */
  readonly fromStart: boolean;
  /** What a browser's own dump says nothing of: that it is absent here proves nothing. */
  readonly unseen?: readonly ('elements' | 'sockets')[];
  readonly dropped: number;
  readonly connections: readonly ConnectionTrace[];
  readonly tracks: readonly TrackTrace[];
  readonly elements: readonly ElementTrace[];
  readonly captures: readonly CaptureTrace[];
  readonly sockets: readonly SocketTrace[];
  readonly tokens: readonly TokenEvent[];
  readonly calls: readonly CallTrace[];
  readonly peers: readonly PeerTrace[];
  readonly violations: readonly PolicyViolation[];
  /** Results of probes that someone asked for. */
  readonly probes: readonly ProbeResult[];
}

export interface PolicyViolation {
  readonly at: number;
  readonly directive: string;
  readonly blocked: string;
}

export interface ProbeResult {
  readonly at: number;
  readonly probe: 'capture' | 'autoplay' | 'turn' | 'signalling';
  /** What was tried: a device kind, a TURN URL, an origin. */
  readonly target: string;
  readonly ok: boolean;
  readonly tookMs: number;
  readonly error?: ErrorTrace;
}
