import type { SharedRecorder } from '../../../../core/recorder/record-window.ts';
import { ask, caused } from '../input.ts';
import { Loopback } from '../loopback.ts';
import { plays, show, tone, wait } from '../media.ts';

const { mediaDevices } = navigator;
const failing = (constraints: MediaStreamConstraints): Promise<unknown> =>
  mediaDevices.getUserMedia(constraints).then(
    () => Promise.reject(new Error('the capture did not fail')),
    () => undefined,
  );

/** Asks for both, and is given one without a word about the other. */
async function leftWithout(kind: 'audio' | 'video'): Promise<void> {
  const stream = await mediaDevices.getUserMedia({ audio: true, video: true });
  const given = stream.getTracks().map((track) => track.kind);
  if (given.length !== 1 || given.includes(kind)) throw new Error(`the browser gave ${given.join(' and ')}`);
}

/** Sends what was captured to another window. */
async function sendAll(stream: MediaStream): Promise<Loopback> {
  const call = await Loopback.open();
  for (const track of stream.getTracks()) call.here.addTrack(track, stream);
  await call.negotiate('here');
  await call.connected();
  return call;
}

async function otherThan(stream: MediaStream): Promise<string> {
  const used = stream.getVideoTracks()[0]?.getSettings().deviceId;
  const devices = await mediaDevices.enumerateDevices();
  const other = devices.find(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== used);
  if (!other) throw new Error('there is no second camera');
  return other.deviceId;
}

/** Where no driver of the test's own can unplug it, its permission goes. */
async function lose(kind: string, constraints: MediaStreamConstraints): Promise<void> {
  const stream = await mediaDevices.getUserMedia(constraints);
  show(stream);
  await sendAll(stream);
  const ended = new Promise((done) => stream.getTracks()[0]?.addEventListener('ended', done));
  const { unplug } = window as { unplug?: () => Promise<void> };
  if (unplug) await unplug();
  else ask('revoke', kind);
  await ended;
}

/** Faults of devices, and of permission to use them. */
export const captureFaults = {
  camera: () => failing({ video: true }),
  microphone: () => failing({ audio: true }),
  'camera-left-out': () => leftWithout('video'),
  'microphone-left-out': () => leftWithout('audio'),
  'camera-overconstrained': () => failing({ video: { width: { min: 100_000 } } }),

  'camera-lost': () => lose('camera', { video: true }),
  'microphone-lost': () => lose('microphone', { audio: true }),

  async 'camera-black'() {
    const stream = await mediaDevices.getUserMedia({ video: true });
    const video = show(stream);
    await sendAll(stream);
    await plays(video);
  },

  async 'microphone-silent'() {
    const stream = await mediaDevices.getUserMedia({ audio: true });
    const call = await sendAll(stream);
    // Somebody else talks.
    call.send(tone());
    await call.negotiate();
    const audio = new Audio();
    audio.srcObject = call.stream;
    document.body.append(audio);
    await audio.play();
    caused();
  },

  /** Nobody else talks: a click has asked for a test. */
  async 'microphone-silent-in-a-test'() {
    const stream = await mediaDevices.getUserMedia({ audio: true });
    await sendAll(stream);
    const recorder = (window as unknown as Record<symbol, SharedRecorder>)[
      Symbol.for('metered-call.recorder')
    ];
    const probe = { at: Date.now(), probe: 'capture', target: 'microphone', ok: true, tookMs: 0 } as const;
    recorder?.subscribe().probed(probe);
  },

  async 'capture-left-on'() {
    const stream = await mediaDevices.getUserMedia({ video: true, audio: true });
    const call = await sendAll(stream);
    const socket = new WebSocket(`ws://${location.host}/nothing`);
    call.here.close();
    call.there.close();
    socket.close();
    await wait(0);
  },

  /** Somebody chooses another camera, and the page shows it and goes on sending the first. */
  async 'device-mismatch'() {
    const first = await mediaDevices.getUserMedia({ video: true });
    const other = (window as { secondCamera?: string }).secondCamera ?? (await otherThan(first));
    await sendAll(first);
    show(await mediaDevices.getUserMedia({ video: { deviceId: { exact: other } } }));
  },
} as const;
