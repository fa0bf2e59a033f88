import { capture, constraintsFor } from '../core/media/capture.ts';
import type { CaptureResult } from '../core/media/capture.ts';
import type { CaptureKind } from '../core/media/capture-error.ts';
import type { Processing } from './snapshot.ts';

export interface DeviceWish {
  readonly kinds: readonly CaptureKind[];
  /** Which device of that kind; empty: whichever the browser takes. */
  readonly idOf: (kind: CaptureKind) => string;
  /** That device or none. */
  readonly exactly: boolean;
  readonly processing: Readonly<Record<Processing, boolean>>;
  readonly signal: AbortSignal;
}

/**
 * Opens the devices that were chosen, and where it may, any in place of one that is not there: a mere preference for
 * it would count no more to a browser than a preference for a size. Never rejects.
 */
export async function openDevices(wish: DeviceWish): Promise<CaptureResult> {
  const { kinds, idOf, exactly, processing, signal } = wish;
  const open = (asked: readonly CaptureKind[], id: (kind: CaptureKind) => string): Promise<CaptureResult> => {
    const wishes = (kind: CaptureKind): MediaTrackConstraints | boolean =>
      asked.includes(kind) && constraintsFor(kind, { deviceId: id(kind), ...processing });
    return capture({ microphone: wishes('microphone'), camera: wishes('camera'), signal });
  };
  const first = await open(kinds, idOf);
  const gone = first.failures.flatMap(({ kind, code }) =>
    idOf(kind) && /-(missing|overconstrained)$/.test(code) ? [kind] : [],
  );
  if (exactly || gone.length === 0 || signal.aborted) return first;
  const second = await open(gone, () => '');
  return {
    tracks: [...first.tracks, ...second.tracks],
    failures: [...first.failures.filter(({ kind }) => !gone.includes(kind)), ...second.failures],
  };
}
