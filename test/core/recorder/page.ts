import { recordWindow } from '../../../core/recorder/record-window.ts';
import type { Recording } from '../../../core/recorder/recorder.ts';
import type { Trace } from '../../../core/recorder/trace.ts';
import { afterEach } from '../../helpers/bdd.ts';
import { movingStream as newMovingStream } from '../../helpers/page/moving-stream.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** Runs `work` when the test is over, last one first. */
export function later(work: () => void): void {
  cleanups.push(work);
}

export function record(): Recording {
  const recording = recordWindow(window);
  later(() => recording.stop());
  return recording;
}

/** The first trace of which `accept` is true, looked at whenever something was recorded. */
export function traceWith(recording: Recording, accept: (trace: Trace) => boolean): Promise<Trace> {
  return new Promise((resolve) => {
    const look = (): void => {
      const trace = recording.snapshot();
      if (!accept(trace)) return;
      off();
      resolve(trace);
    };
    const off = recording.onChange(look);
    later(off);
    look();
  });
}

/** A moving picture. */
export function movingStream(): MediaStream {
  const moving = newMovingStream();
  later(() => moving.stop());
  return moving.stream;
}

export interface Loopback {
  readonly a: RTCPeerConnection;
  readonly b: RTCPeerConnection;
  readonly remote: MediaStream;
}

/** Two connections of this page, the first sending `stream`; resolves when the second has a track. */
export async function loopback(stream: MediaStream, configuration?: RTCConfiguration): Promise<Loopback> {
  const a = new RTCPeerConnection(configuration);
  const b = new RTCPeerConnection(configuration);
  later(() => {
    a.close();
    b.close();
  });
  const trickle = (from: RTCPeerConnection, to: RTCPeerConnection): void =>
    from.addEventListener('icecandidate', ({ candidate }) => {
      // A test may be over before the last candidate.
      to.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    });
  trickle(a, b);
  trickle(b, a);
  const remote = new Promise<MediaStream>((resolve) => {
    b.addEventListener('track', ({ streams, track }) => resolve(streams[0] ?? new MediaStream([track])));
  });
  for (const track of stream.getTracks()) a.addTrack(track, stream);
  await a.setLocalDescription();
  if (a.localDescription) await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  if (b.localDescription) await a.setRemoteDescription(b.localDescription);
  return { a, b, remote: await remote };
}
