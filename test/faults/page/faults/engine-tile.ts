import { ask, input } from '../input.ts';
import { elsewhere } from '../loopback.ts';
import { arrives, pause, picture, playAloud, plays, show, silence, wait } from '../media.ts';
import { given, join, type Peer } from '../engines.ts';
import { tamper, type Tampering } from '../transform.ts';

interface EngineCall {
  readonly peer: Peer;
  readonly stream: MediaStream;
  /** What the other side sends. */
  readonly sent: MediaStream;
  readonly other: Peer;
}

/** What the next peer to come sends first. */
const nextStream = (peer: Peer): Promise<MediaStream> =>
  new Promise((done) => {
    peer.on('peer-joined', ({ peer: remote }) =>
      remote.on('stream-added', ({ stream: added }) => done(added)),
    );
  });

/** A call of two over the engine, the other one in another window. */
async function call(sent = picture(), tampering?: Tampering): Promise<EngineCall> {
  const peer = await join(window, given());
  const came = nextStream(peer);
  const credentials = { tokenProvider: () => Promise.resolve(input.otherToken) };
  const other = await join(await elsewhere(), credentials, sent);
  if (tampering) for (const sender of await sendersOf(other)) tamper(sender, tampering, { after: 5_000 });
  const stream = await came;
  // Not before: two first offers would cross, and theirs, in Chromium, now and then never connects after that.
  peer.addStream(picture(), { role: 'camera' });
  return { peer, stream, sent, other };
}

const connectionsOf = (peer: Peer): RTCPeerConnection[] =>
  peer.remotePeers.map(({ pc }) => pc as RTCPeerConnection);

/** Whether the other side's picture has come to it: theirs, in Chromium, can stay without a packet after a drop. */
const showsOther = (pc: RTCPeerConnection): boolean =>
  pc.connectionState === 'connected' && pc.getReceivers().some(({ track }) => track.kind === 'video');

async function sendersOf(peer: Peer): Promise<RTCRtpSender[]> {
  const found = (): RTCRtpSender[] =>
    connectionsOf(peer)
      .flatMap((pc) => pc.getSenders())
      .filter(({ track }) => track);
  while (found().length === 0) await wait(10);
  return found();
}

async function shown(tampering?: Tampering): Promise<EngineCall & { video: HTMLVideoElement }> {
  const made = await call(picture(), tampering);
  const video = show(made.stream);
  await plays(video);
  return { ...made, video };
}

/** Faults of the tile in a call that an engine made. */
export const engineTileFaults = {
  async 'engine renderer-unbound'() {
    const { stream } = await call();
    await arrives(stream);
  },

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

  async 'engine renderer-ended'() {
    const { other } = await shown();
    await other.close();
  },

  async 'engine peer-paused'() {
    const { other } = await shown();
    await pause(await sendersOf(other));
  },

  async 'engine frozen'() {
    await shown('scramble');
    await wait(5_000);
  },

  async 'engine autoplay-blocked'() {
    const { stream } = await call(new MediaStream([...picture().getTracks(), silence()]));
    await playAloud(stream);
  },

  /** The server drops everybody for a moment; the page holds on to the stream that it was given first. */
  async 'engine renderer-stale'() {
    const { peer } = await shown();
    const before = connectionsOf(peer);
    ask('drop', 'once');
    const newer = (): RTCPeerConnection[] => connectionsOf(peer).filter((pc) => !before.includes(pc));
    while (!newer().some(showsOther)) await wait(10);
  },

  async 'engine capture-left-on'() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const peer = await join(window, given(), stream);
    await peer.close();
  },
} as const;
