import type { CaptureKind } from './capture-error.ts';
import { CaptureError, captureErrorFrom } from './capture-error.ts';

/** The part of a window that capture touches; a test passes its own. */
export interface CaptureEnvironment {
  readonly isSecureContext: boolean;
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  readonly permissions: Pick<Permissions, 'query'> | undefined;
}

export interface CaptureRequest {
  readonly microphone?: boolean | MediaTrackConstraints;
  readonly camera?: boolean | MediaTrackConstraints;
  /** Once aborted, whatever the browser still grants is stopped at once. */
  readonly signal?: AbortSignal;
}

export interface CaptureResult {
  readonly tracks: readonly MediaStreamTrack[];
  readonly failures: readonly CaptureError[];
}

type Constraints = boolean | MediaTrackConstraints;

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  facingMode: 'user',
};
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** What a person chose for one kind of device. */
export interface DeviceChoice {
  /** That device or none; empty: whichever the browser takes. */
  readonly deviceId: string;
  readonly noiseSuppression?: boolean;
  readonly voiceIsolation?: boolean;
}

export function constraintsFor(kind: CaptureKind, choice: DeviceChoice): MediaTrackConstraints {
  const { deviceId, noiseSuppression = true, voiceIsolation = false } = choice;
  const device = deviceId ? { deviceId: { exact: deviceId } } : {};
  if (kind === 'camera') {
    const { facingMode, ...usual } = CAMERA;
    return { ...usual, ...(deviceId ? device : { facingMode }) } as MediaTrackConstraints;
  }
  return { ...MICROPHONE, noiseSuppression, ...(voiceIsolation ? { voiceIsolation } : {}), ...device };
}

export function windowCapture(): CaptureEnvironment {
  return {
    isSecureContext: globalThis.isSecureContext,
    mediaDevices: navigator.mediaDevices,
    permissions: navigator.permissions,
  };
}

/**
 * Asks for what is wanted with one prompt. Where one device cannot be had, asks for the other
 * alone: a call without a camera is still a call. Never rejects; `failures` says what is missing.
 */
export async function capture(
  request: CaptureRequest,
  environment = windowCapture(),
): Promise<CaptureResult> {
  const wanted = new Map<CaptureKind, Constraints>();
  if (request.microphone)
    wanted.set('microphone', request.microphone === true ? MICROPHONE : request.microphone);
  if (request.camera) wanted.set('camera', request.camera === true ? CAMERA : request.camera);
  const kinds = [...wanted.keys()];
  if (kinds.length === 0) return { tracks: [], failures: [] };
  const { mediaDevices } = environment;
  if (!environment.isSecureContext || !mediaDevices) {
    return { tracks: [], failures: kinds.map((kind) => new CaptureError('insecure-context', kind)) };
  }

  const ask = async (asked: readonly CaptureKind[]): Promise<readonly MediaStreamTrack[]> => {
    const constraints: MediaStreamConstraints = {};
    for (const kind of asked) constraints[trackKind(kind)] = wanted.get(kind) ?? false;
    const tracks = (await mediaDevices.getUserMedia(constraints)).getTracks();
    if (request.signal?.aborted) {
      stopTracks(tracks);
      return [];
    }
    return tracks;
  };

  const tracks: MediaStreamTrack[] = [];
  const failures: CaptureError[] = [];
  try {
    tracks.push(...(await ask(kinds)));
    // Where the page's policy forbids one device, Chromium gives the other and throws nothing.
    const missing = kinds.filter(
      (kind) => tracks.length > 0 && tracks.every((track) => track.kind !== trackKind(kind)),
    );
    const states = await permissionStates(missing, environment);
    for (const kind of missing)
      if (states.get(kind) === 'denied')
        failures.push(captureErrorFrom({ name: 'NotAllowedError' }, kind, 'denied'));
  } catch (thrown) {
    const states = await permissionStates(kinds, environment);
    // Nobody waits for it any more: a camera's light would go on for nothing.
    if (request.signal?.aborted) return { tracks, failures };
    const retry = kinds.length > 1 ? worthAskingAlone(thrown, kinds, states) : [];
    for (const kind of kinds) {
      if (!retry.includes(kind)) {
        failures.push(captureErrorFrom(thrown, kind, states.get(kind)));
        continue;
      }
      try {
        tracks.push(...(await ask([kind])));
      } catch (alone) {
        failures.push(captureErrorFrom(alone, kind, states.get(kind)));
      }
    }
  }
  if (request.signal?.aborted) stopTracks(tracks);
  return { tracks, failures };
}

const trackKind = (kind: CaptureKind): 'video' | 'audio' => (kind === 'camera' ? 'video' : 'audio');

export function stopTracks(tracks: Iterable<MediaStreamTrack>): void {
  for (const track of tracks) track.stop();
}

/** After a refusal only a device that was not refused: nobody is asked twice. */
function worthAskingAlone(
  thrown: unknown,
  kinds: readonly CaptureKind[],
  states: ReadonlyMap<CaptureKind, PermissionState>,
): readonly CaptureKind[] {
  const name = (thrown as { name?: string }).name;
  if (name === 'TypeError') return [];
  if (name !== 'NotAllowedError' && name !== 'SecurityError') return kinds;
  const oneIsBlocked = kinds.some((kind) => states.get(kind) === 'denied');
  return kinds.filter((kind) => {
    const state = states.get(kind);
    return state === 'granted' || (oneIsBlocked && state === 'prompt');
  });
}

async function permissionStates(
  kinds: readonly CaptureKind[],
  environment: CaptureEnvironment,
): Promise<ReadonlyMap<CaptureKind, PermissionState>> {
  const states = new Map<CaptureKind, PermissionState>();
  await Promise.all(
    kinds.map(async (kind) => {
      try {
        const status = await environment.permissions?.query({ name: kind });
        if (status) states.set(kind, status.state);
      } catch {
        // A browser that does not know the permission's name throws; then it stays unknown.
      }
    }),
  );
  return states;
}
