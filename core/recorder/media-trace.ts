import type { ErrorTrace } from './error-trace.ts';

export interface TrackTrace {
  /** Unique in this trace; `browserId` is MediaStreamTrack.id, which may come twice. */
  readonly id: string;
  readonly browserId: string;
  readonly kind: 'audio' | 'video';
  readonly origin: 'camera' | 'microphone' | 'display' | 'remote' | 'other';
  /** Of a remote track. */
  readonly connection?: string;
  readonly firstSeenAt: number;
  /** Redacted by choice. */
  readonly label?: string;
  /** A digest of the device id from getSettings(): equal means the same device. */
  readonly device?: string;
  readonly log: readonly TrackEvent[];
}

export type TrackEvent =
  | { readonly at: number; readonly type: 'muted' | 'unmuted' | 'enabled' | 'disabled' }
  /** `stopped` by the page's own stop(); `ended` by itself, for instance unplugged, or closed by the remote end. */
  | { readonly at: number; readonly type: 'stopped' | 'ended' }
  /** Mean luma of a 16-pixel sample, 0 to 255: only where a rule asked for it. */
  | { readonly at: number; readonly type: 'luma'; readonly value: number }
  /** Audio level, 0 to 1. */
  | { readonly at: number; readonly type: 'level'; readonly value: number };

/** A <video> or <audio> that has, or had, a stream. */
export interface ElementTrace {
  readonly id: string;
  readonly tag: 'video' | 'audio';
  readonly firstSeenAt: number;
  /** Whose picture this is, where an engine of ours told (`PeerTrace.id`). */
  readonly peer?: string;
  readonly log: readonly ElementEvent[];
}

export type ElementEvent =
  | { readonly at: number; readonly type: 'source'; readonly stream: string | null }
  /** What play() came to. */
  | { readonly at: number; readonly type: 'play'; readonly error?: ErrorTrace }
  /** pause() called by script. */
  | { readonly at: number; readonly type: 'pause' }
  /** Looked at once a second, noted when something has changed: the last one holds until `Trace.until`. */
  | ({ readonly at: number; readonly type: 'observed' } & ElementObservation);

export interface ElementObservation {
  readonly connected: boolean;
  readonly paused: boolean;
  readonly autoplay: boolean;
  readonly muted: boolean;
  /** HTMLMediaElement.readyState, 0 to 4. */
  readonly readyState: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Natural size of the picture. */
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly inViewport: boolean;
  /** CSS display other than none, visibility visible, opacity above 0, here and in every ancestor. */
  readonly visible: boolean;
  readonly pageHidden: boolean;
  /** The stream's id and whether it is active. The object is told apart by `streamObject`, since ids come twice. */
  readonly stream: string | null;
  readonly streamObject: number | null;
  readonly streamActive: boolean;
  /** `TrackTrace.id` of the stream's tracks. */
  readonly tracks: readonly string[];
  /** Of those, live ones. */
  readonly liveTracks: readonly string[];
  /** Mean luma, 0 to 255: only where a rule asked for it. */
  readonly luma?: number;
}

/** A call of getUserMedia or getDisplayMedia. */
export interface CaptureTrace {
  readonly id: string;
  readonly at: number;
  readonly method: 'getUserMedia' | 'getDisplayMedia';
  readonly audio: boolean;
  readonly video: boolean;
  /** Names of the constraints that were required (`exact`, `min`, `max`). */
  readonly required: readonly string[];
  readonly settledAt?: number;
  /** `TrackTrace.id`. */
  readonly tracks: readonly string[];
  readonly error?: ErrorTrace;
  /** Of each kind asked for, right after the error. */
  readonly permission?: { readonly camera?: PermissionState; readonly microphone?: PermissionState };
  /** Devices that enumerateDevices() listed right after the error. */
  readonly devices?: { readonly camera: number; readonly microphone: number };
}
