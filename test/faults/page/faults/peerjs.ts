import { input } from '../input.ts';
import { arrives, pause, picture, playAloud, plays, show, silence, wait } from '../media.ts';
import { tamper, type Tampering } from '../transform.ts';

interface PeerJsCall {
  answer(stream?: MediaStream): void;
  on(event: 'stream', handler: (stream: MediaStream) => void): void;
  close(): void;
  readonly peerConnection: RTCPeerConnection;
}
interface PeerJs {
  on(event: 'open', handler: (id: string) => void): void;
  on(event: 'call', handler: (call: PeerJsCall) => void): void;
  call(id: string, stream: MediaStream): PeerJsCall;
  destroy(): void;
}
type Realm = Window & typeof globalThis & { Peer?: new (options: object) => PeerJs };

async function open(realm: Realm): Promise<{ peer: PeerJs; id: string }> {
  const script = realm.document.createElement('script');
  script.src = '/peerjs/peerjs.min.js';
  const loaded = new Promise((done) => (script.onload = done));
  realm.document.head.append(script);
  await loaded;
  if (!realm.Peer) throw new Error('PeerJS is not there');
  const config = { iceServers: [...input.iceServers] };
  const peer = new realm.Peer({ host: '127.0.0.1', port: input.peerPort, path: '/', config });
  return { peer, id: await new Promise((done) => peer.on('open', done)) };
}

/** A second peer of the page calls the first, which answers. */
async function call(
  sent = picture(),
  tampering?: Tampering,
): Promise<{
  stream: MediaStream;
  sent: MediaStream;
  there: PeerJsCall;
  here: PeerJsCall;
}> {
  const [{ peer, id }, other] = [await open(window), await open(window)];
  const came = new Promise<PeerJsCall>((done) => peer.on('call', done));
  const there = other.peer.call(id, sent);
  if (tampering)
    for (const sender of there.peerConnection.getSenders()) tamper(sender, tampering, { after: 5_000 });
  const here = await came;
  const stream = new Promise<MediaStream>((done) => here.on('stream', done));
  here.answer();
  return { stream: await stream, sent, there, here };
}

async function shown(
  tampering?: Tampering,
): Promise<Awaited<ReturnType<typeof call>> & { video: HTMLVideoElement }> {
  const made = await call(picture(), tampering);
  const video = show(made.stream);
  await plays(video);
  return { ...made, video };
}

/** Faults in calls that PeerJS made. */
export const peerJsFaults = {
  async 'peerjs renderer-unbound'() {
    const { stream } = await call();
    await arrives(stream);
  },

  async 'peerjs remote-source-black'() {
    const { sent } = await shown();
    for (const track of sent.getVideoTracks()) track.enabled = false;
  },

  async 'peerjs renderer-paused'() {
    const { video } = await shown();
    video.pause();
  },

  async 'peerjs renderer-hidden'() {
    const { video } = await shown();
    video.style.width = '0';
  },

  async 'peerjs renderer-ended'() {
    const { here } = await shown();
    here.peerConnection.close();
  },

  async 'peerjs peer-paused'() {
    const { there } = await shown();
    await pause(there.peerConnection.getSenders());
  },

  async 'peerjs frozen'() {
    await shown('scramble');
    await wait(5_000);
  },

  async 'peerjs autoplay-blocked'() {
    const { stream } = await call(new MediaStream([...picture().getTracks(), silence()]));
    await playAloud(stream);
  },

  /** Only a relay may be used, and there is none that works. */
  async 'peerjs relay'() {
    const { peer } = await open(window);
    const connection = peer.call('nobody', picture()).peerConnection;
    connection.setConfiguration({ iceServers: [...input.iceServers], iceTransportPolicy: 'relay' });
  },
} as const;
