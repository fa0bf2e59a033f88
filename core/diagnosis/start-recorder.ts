import type { Environment } from '../recorder/environment.ts';
import { recordWindow } from '../recorder/record-window.ts';
import type { RecordWindowOptions } from '../recorder/record-window.ts';
import type { Recording } from '../recorder/recorder.ts';
import type { Trace } from '../recorder/trace.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { samplesWanted } from './samples-wanted.ts';

/** How often it is decided anew what is worth a closer look. */
const WANTS_INTERVAL_MS = 1_000;

export type StartRecorderOptions = RecordWindowOptions;

export interface PageRecorder {
  /** What was seen so far, or until `stop()`: a copy at each reading. */
  readonly trace: Trace;
  environment(): Promise<Environment>;
  /** What is wrong now, the gravest first. */
  findings(): Promise<readonly Finding[]>;
  stop(): void;
}

/**
 * Records the WebRTC, capture, playback and WebSockets of `window` and diagnoses what it has seen. Start it before the
 * page makes its connections: older ones are met only when something is asked of them.
 */
export function startRecorder(
  window: Window & typeof globalThis,
  options?: StartRecorderOptions,
): PageRecorder {
  const recording = recordWindow(window, options);
  const stopWanting = followWants(recording);
  return {
    get trace() {
      return recording.snapshot();
    },
    environment: () => recording.environment(),
    findings: async () => {
      const environment = await recording.environment();
      return diagnose(recording.snapshot(), environment);
    },
    stop: () => {
      stopWanting();
      recording.stop();
    },
  };
}

/** Asks the recording for what the rules need beyond what is always sampled; returns how to end that. */
export function followWants(recording: Recording): () => void {
  let last = -Infinity;
  return recording.onChange(() => {
    const now = performance.now();
    if (now - last < WANTS_INTERVAL_MS) return;
    last = now;
    recording.watch(samplesWanted(recording.snapshot()));
  });
}
