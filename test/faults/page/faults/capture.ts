import { ask, caused } from '../input.ts';
import { Loopback } from '../loopback.ts';
import { picture, plays, show, tone, wait } from '../media.ts';

const { mediaDevices } = navigator;
const failing = (constraints: MediaStreamConstraints): Promise<unknown> =>
  mediaDevices.getUserMedia(constraints).then(
    () => Promise.reject(new Error('the capture did not fail')),
    () => undefined,
  );

/** Sends what was captured to another window. */
async function sendAll(stream: MediaStream): Promise<Loopback> {
  const call = await Loopback.open();
  for (const track of stream.getTracks()) call.here.addTrack(track, stream);
  await call.negotiate('here');
  await call.connected();
  return call;
}

/** Faults of devices, and of permission to use them. */
export const captureFaults = {
  camera: () => failing({ video: true }),
  microphone: () => failing({ audio: true }),
  'camera-overconstrained': () => failing({ video: { width: { min: 100_000 } } }),

  async 'camera-lost'() {
    const stream = await mediaDevices.getUserMedia({ video: true });
    show(stream);
    await sendAll(stream);
    const ended = new Promise((done) => stream.getVideoTracks()[0]?.addEventListener('ended', done));
    ask('revoke');
    await ended;
  },

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

  async 'capture-left-on'() {
    const stream = await mediaDevices.getUserMedia({ video: true, audio: true });
    const call = await sendAll(stream);
    const socket = new WebSocket(`ws://${location.host}/nothing`);
    call.here.close();
    call.there.close();
    socket.close();
    await wait(0);
  },

  async 'device-mismatch'() {
    await sendAll(picture());
  },
} as const;
