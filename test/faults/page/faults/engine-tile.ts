import { ask, input } from '../input.ts';
import { elsewhere } from '../loopback.ts';
import { picture, plays, show, wait } from '../media.ts';
import { given, join } from '../engines.ts';

interface EngineCall {
  readonly stream: MediaStream;
  /** What the other side sends. */
  readonly sent: MediaStream;
}

/** A call of two over the engine, the other one in another window. */
async function call(): Promise<EngineCall> {
  const peer = await join(window, given(), picture());
  const stream = new Promise<MediaStream>((done) => {
    peer.on('peer-joined', ({ peer: remote }) =>
      remote.on('stream-added', ({ stream: added }) => done(added)),
    );
  });
  const sent = picture();
  await join(await elsewhere(), { tokenProvider: () => Promise.resolve(input.otherToken) }, sent);
  return { stream: await stream, sent };
}

async function shown(): Promise<EngineCall & { video: HTMLVideoElement }> {
  const made = await call();
  const video = show(made.stream);
  await plays(video);
  return { ...made, video };
}

/** Faults of the tile in a call that an engine made. */
export const engineTileFaults = {
  'engine renderer-unbound': call,

  async 'engine remote-source-black'() {
    const { sent } = await shown();
    for (const track of sent.getVideoTracks()) track.enabled = false;
  },

  async 'engine renderer-paused'() {
    const { video } = await shown();
    video.pause();
  },

  async 'engine renderer-hidden'() {
    const { video } = await shown();
    video.style.visibility = 'hidden';
  },

  /** The server drops everybody for a moment; the page holds on to the stream that it was given first. */
  async 'engine renderer-stale'() {
    await shown();
    ask('drop', 'once');
    await wait(3_000);
  },

  async 'engine capture-left-on'() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const peer = await join(window, given(), stream);
    await peer.close();
  },
} as const;
