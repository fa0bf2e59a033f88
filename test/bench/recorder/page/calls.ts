// Runs in a page: connections to another window, with the recorder or without.
import type { startRecorder } from '../../../../core/index.ts';

export interface RecorderBench {
  /** Makes so many connections, one after the other; milliseconds until each was connected. */
  open(count: number): Promise<number[]>;
  /** Records from now on, and meets the connections there are. */
  start(): void;
  stop(): void;
  /** The trace and the environment as JSON. */
  recorded(): Promise<string>;
  close(): void;
}

declare global {
  interface Window {
    readonly recorderBench: RecorderBench;
  }
}

const { startRecorder: start } = (await import(new URL('/core/index.js', location.href).href)) as {
  startRecorder: typeof startRecorder;
};
const frame = document.createElement('iframe');
frame.src = '/blank.html';
const loaded = new Promise((done) => (frame.onload = done));
document.body.append(frame);
await loaded;
const other = frame.contentWindow as Window & typeof globalThis;

let recorder: ReturnType<typeof startRecorder> | undefined;
const open: RTCPeerConnection[] = [];

/** Small, so that what is measured is not its coding. */
function picture(): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 64, height: 48 });
  const context = canvas.getContext('2d');
  let n = 0;
  setInterval(() => {
    n += 1;
    if (!context) return;
    context.fillStyle = `hsl(${(n * 37) % 360} 70% 50%)`;
    context.fillRect(0, 0, 64, 48);
  }, 200);
  return canvas.captureStream(5);
}
const stream = picture();

async function connect(): Promise<number> {
  const began = performance.now();
  const [here, there] = [new RTCPeerConnection(), new other.RTCPeerConnection()];
  open.push(here, there);
  for (const [from, to] of [
    [here, there],
    [there, here],
  ] as const)
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) to.addIceCandidate(candidate).catch(() => undefined);
    });
  here.addEventListener('track', ({ streams }) => {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, autoplay: true, srcObject: streams[0] ?? null });
    document.body.append(video);
  });
  for (const track of stream.getTracks()) {
    here.addTrack(track, stream);
    there.addTrack(track, stream);
  }
  const connected = new Promise<void>((done) => {
    here.addEventListener('connectionstatechange', () => here.connectionState === 'connected' && done());
  });
  const [offer, answer] = [await here.createOffer(), (): Promise<unknown> => there.createAnswer()];
  await here.setLocalDescription(offer);
  await there.setRemoteDescription(offer);
  await there.setLocalDescription((await answer()) as RTCSessionDescriptionInit);
  if (there.localDescription) await here.setRemoteDescription(there.localDescription);
  await connected;
  return performance.now() - began;
}

const bench: RecorderBench = {
  async open(count) {
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) times.push(await connect());
    return times;
  },
  start() {
    recorder = start(window);
    for (const connection of open)
      if (connection instanceof RTCPeerConnection) connection.setConfiguration(connection.getConfiguration());
  },
  stop: () => recorder?.stop(),
  recorded: async () =>
    JSON.stringify({ trace: recorder?.trace, environment: await recorder?.environment() }),
  close() {
    for (const connection of open.splice(0)) connection.close();
    for (const video of document.querySelectorAll('video')) video.remove();
  },
};
Object.defineProperty(window, 'recorderBench', { value: bench });
