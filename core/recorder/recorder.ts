import { isRecord } from '../util/is-record.ts';
import { MAX_PROBES, MAX_VIOLATIONS, SAMPLE_INTERVAL_MS } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import { Calls } from './calls.ts';
import { Captures } from './captures.ts';
import { cleanText, cleanUrl } from './clean.ts';
import { Connections } from './connections.ts';
import { Elements } from './elements.ts';
import { environmentOf } from './environment-of.ts';
import type { Environment } from './environment.ts';
import { nativesOf } from './natives.ts';
import type { PageWindow } from './natives.ts';
import { Patches } from './patches.ts';
import { Scope } from './scope.ts';
import { Sockets } from './sockets.ts';
import { TrackLevel } from './track-level.ts';
import { TrackLuma } from './track-luma.ts';
import type { PolicyViolation, ProbeResult, Trace } from './trace.ts';
import { Tracks } from './tracks.ts';

/** Stable codes of an engine's errors, ours or the published client's, that say how it was used. */
const ENGINE_CODES: readonly string[] = ['not_joined', 'oversized_payload'];

/** What is sampled only because a rule asks for it. */
export interface SampleWants {
  /** Ids of elements and of video tracks whose mean brightness is measured. */
  readonly elements?: readonly string[];
  readonly luma?: readonly string[];
  /** Ids of audio tracks whose loudness is measured. */
  readonly level?: readonly string[];
}

export interface SnapshotOptions {
  /** Newest samples of each connection; default all that are held. */
  readonly samples?: number;
}

/** What anybody who reads a recording can do with it. */
export interface Recording {
  snapshot(options?: SnapshotOptions): Trace;
  environment(): Promise<Environment>;
  /** Replaces what this reader asked for before. */
  watch(wants: SampleWants): void;
  /** Calls back after something was recorded, at most ten times a second; returns how to end that. */
  onChange(listener: () => void): () => void;
  /** Puts the result of a probe that somebody asked for into the trace. */
  probed(result: ProbeResult): void;
  stop(): void;
}

export interface RecorderOptions {
  /** The caller knows that no connection was made before. */
  readonly fromStart?: boolean;
  /** Look at every media element of the document, not only at those handed over. */
  readonly wholeDocument?: boolean;
}

/** The parts of one recording, wired to one clock. Whoever owns it decides what is watched. */
export class Recorder implements Recording {
  readonly scope: Scope;
  readonly patches: Patches;
  readonly tracks: Tracks;
  readonly connections: Connections;
  readonly elements: Elements;
  readonly captures: Captures;
  readonly calls: Calls;
  readonly sockets: Sockets;
  readonly #luma: TrackLuma;
  readonly #level: TrackLevel;
  readonly #violations: BoundedList<PolicyViolation>;
  readonly #probes: BoundedList<ProbeResult>;
  readonly #options: RecorderOptions;
  readonly #startedAt: number;
  readonly #stopTimer: () => void;
  readonly #unlisten: (() => void)[] = [];
  #stoppedAt: number | undefined;

  constructor(window: PageWindow, options: RecorderOptions) {
    const scope = new Scope(window, nativesOf(window));
    this.scope = scope;
    this.#options = options;
    this.#startedAt = scope.now();
    this.patches = new Patches(scope);
    this.tracks = new Tracks(scope);
    this.connections = new Connections(scope, this.tracks);
    this.elements = new Elements(scope, this.tracks);
    this.captures = new Captures(scope, this.tracks);
    this.calls = new Calls(scope);
    this.sockets = new Sockets(scope, this.calls);
    this.#luma = new TrackLuma(scope, this.tracks, this.elements);
    this.#level = new TrackLevel(scope, this.tracks);
    this.#violations = new BoundedList(MAX_VIOLATIONS, scope.drop);
    this.#probes = new BoundedList(MAX_PROBES, scope.drop);
    const onViolation = (event: Event): void => {
      const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
      this.#violations.push({
        at: scope.now(),
        directive: cleanText(effectiveDirective, 64),
        blocked: cleanUrl(blockedURI),
      });
      scope.changed();
    };
    this.#unlisten.push(scope.on(window.document, 'securitypolicyviolation', onViolation));
    this.#stopTimer = scope.natives.every(SAMPLE_INTERVAL_MS, () => this.#tick());
  }

  snapshot({ samples = Infinity }: SnapshotOptions = {}): Trace {
    this.scope.safely(() => this.tracks.poll());
    return {
      format: 'metered-call-trace',
      version: 1,
      startedAt: this.#startedAt,
      until: this.#stoppedAt ?? this.scope.now(),
      fromStart: this.#options.fromStart === true && !this.connections.missedSome,
      dropped: this.scope.dropped,
      connections: this.connections.snapshot((sessions) => this.sockets.peerOf(sessions), samples),
      tracks: this.tracks.snapshot(),
      elements: this.elements.snapshot(),
      captures: this.captures.snapshot(),
      sockets: this.sockets.snapshot(),
      ...this.calls.snapshot(),
      violations: [...this.#violations.items],
      probes: [...this.#probes.items],
    };
  }

  environment(): Promise<Environment> {
    const { serverClockOffset, secretKeys } = this.sockets;
    return environmentOf(this.scope.window, { serverClockOffset, secretKeys }, this.scope.natives);
  }

  watch({ elements = [], luma = [], level = [] }: SampleWants): void {
    this.elements.luma = new Set(elements);
    this.#luma.wanted = new Set(luma);
    this.#level.wanted = new Set(level);
  }

  onChange(listener: () => void): () => void {
    return this.scope.onChange(listener);
  }

  /** Calls back with what an engine's promise was rejected with while nobody of the page handled it. */
  onUnhandled(listener: (reason: unknown) => void): void {
    const told = (event: Event): void => {
      const reason = (event as PromiseRejectionEvent).reason as unknown;
      if (isRecord(reason) && ENGINE_CODES.includes(String(reason['code']))) listener(reason);
    };
    this.#unlisten.push(this.scope.on(this.scope.window, 'unhandledrejection', told));
  }

  probed(result: ProbeResult): void {
    this.#probes.push(result);
    this.scope.changed();
  }

  stop(): void {
    if (this.#stoppedAt !== undefined) return;
    this.#stoppedAt = this.scope.now();
    this.#stopTimer();
    for (const unlisten of this.#unlisten) unlisten();
    this.patches.restore();
    this.#luma.stop();
    this.#level.stop();
    this.connections.stop();
    this.sockets.stop();
    this.tracks.stop();
  }

  #tick(): void {
    const { scope } = this;
    scope.safely(() => this.connections.sample());
    scope.safely(() => this.tracks.poll());
    scope.safely(() => this.elements.observe(this.#options.wholeDocument === true));
    scope.safely(() => this.#luma.sample());
    scope.safely(() => this.#level.sample());
    scope.changed();
  }
}
