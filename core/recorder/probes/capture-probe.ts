import type { ProbeResult } from '../trace.ts';
import { probe, probeError } from './probe.ts';

/** A person has to answer a prompt first. */
const PATIENCE_MS = 60_000;
const FIRST_FRAME_MS = 5_000;

/** Opens a device, waits for its first frame or sample, and closes it again. Asks for permission where there is none yet. */
export function probeCapture(kind: 'camera' | 'microphone', deviceId?: string): Promise<ProbeResult> {
  return probe('capture', kind, PATIENCE_MS, async () => {
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) throw probeError('InsecureContextError', 'The page is not in a secure context.');
    const wish = deviceId === undefined ? true : { deviceId: { exact: deviceId } };
    const stream = await devices.getUserMedia(kind === 'camera' ? { video: wish } : { audio: wish });
    try {
      const [track] = stream.getTracks();
      if (track?.muted) await flows(track);
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  });
}

/** A device that is there and gives nothing stays muted. */
function flows(track: MediaStreamTrack): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(probeError('NoFramesError', 'The device was opened and gives nothing.')),
      FIRST_FRAME_MS,
    );
    track.addEventListener(
      'unmute',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
