// Runs in the page: one participant, and what it saw.
import type { MeteredPeer } from '../../../core/index.ts';

const built = '/core/index.js';
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- a page has no other way to name it
const engine = (await import(built)) as typeof import('../../../core/index.ts');

interface Sample {
  /** When the statistics were taken, in ms. */
  readonly at: number;
  readonly framesDecoded: number;
  readonly freezes: number;
  readonly ssrc: number;
}

export interface OutageCall {
  join(options: { url: string; room: string; token?: string; key?: string; camera: boolean }): Promise<void>;
  peer: MeteredPeer;
  readonly data: unknown[];
  readonly joined: string[];
  readonly left: string[];
  /** How often it has been subscribed, at first and after each break. */
  entered: number;
  readonly streams: string[];
  readonly states: { at: number; id: string; to: string }[];
  /** Remembers the remote peer, its connection and the SSRC of its video as they are now. */
  remember(): Promise<void>;
  same(): { remote: boolean; connection: boolean };
  sampleVideo(): Promise<Sample>;
  /** Samples once a second until told to stop. */
  watch(): () => Sample[];
  share(): void;
  sendNumbers(count: number): Promise<string[]>;
  /** Sends numbers, one every 20 ms, until told to stop; resolves with what became of each. */
  talk(): void;
  silence(): Promise<string[]>;
  /** The socket to the server closes; what is on its way to it is lost. */
  dropSocket(): void;
  /** How many sockets it has made. */
  readonly socketsMade: number;
  stopWatching?: () => Sample[];
}

declare global {
  interface Window {
    outage: OutageCall;
  }
}

const sockets: WebSocket[] = [];
const NativeSocket = window.WebSocket;
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
  }
};

const noted = { remote: null as unknown, connection: null as unknown, ssrc: 0 };

async function sampleVideo(): Promise<Sample> {
  const pc = window.outage.peer.remotePeers[0]?.pc as RTCPeerConnection | undefined;
  const sample = { at: 0, framesDecoded: 0, freezes: 0, ssrc: 0 };
  const report = await pc?.getStats();
  for (const entry of report?.values() ?? []) {
    const {
      type,
      kind,
      framesDecoded = 0,
      totalFreezesDuration = 0,
      ssrc = 0,
      timestamp,
    } = entry as Record<string, never>;
    if (type !== 'inbound-rtp' || kind !== 'video' || (noted.ssrc !== 0 && ssrc !== noted.ssrc)) continue;
    Object.assign(sample, { at: timestamp, framesDecoded, freezes: totalFreezesDuration, ssrc });
  }
  return sample;
}

function picture(): MediaStream {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let n = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${(n += 30)} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 66);
  return canvas.captureStream(15);
}

let talking: ReturnType<typeof setInterval> | undefined;
const said: Promise<string>[] = [];

function say(n: number): void {
  const sent = call.peer.send({ n });
  said.push(
    sent.then(
      () => 'sent',
      (err: Error) => err.name,
    ),
  );
}

const call: OutageCall = {
  peer: undefined as never,
  data: [],
  joined: [],
  left: [],
  entered: 0,
  streams: [],
  states: [],
  async join({ url, room, token, key, camera }) {
    const credential = key ? { apiKey: key } : { tokenProvider: () => Promise.resolve(token ?? '') };
    const peer = new engine.MeteredPeer({ ...credential, url, displayName: room });
    call.peer = peer;
    peer.on('state-change', ({ to }) => (call.entered += to === 'joined' ? 1 : 0));
    peer.on('data', ({ data }) => call.data.push(data));
    peer.on('peer-left', ({ peer: remote }) => call.left.push(remote.id));
    peer.on('peer-joined', ({ peer: remote }) => {
      call.joined.push(remote.id);
      remote.on('state-change', ({ to }) => call.states.push({ at: Date.now(), id: remote.id, to }));
      remote.on('stream-added', ({ stream, metadata }) => {
        call.streams.push(String(metadata?.role));
        const video = document.createElement('video');
        Object.assign(video, { muted: true, autoplay: true, srcObject: stream });
        document.body.append(video);
      });
    });
    await peer.join(room);
    if (!camera) return;
    const constraints = { audio: true, video: { width: 320, height: 240, frameRate: 15 } };
    peer.addStream(await navigator.mediaDevices.getUserMedia(constraints), { role: 'camera' });
  },
  async remember() {
    noted.ssrc = (await sampleVideo()).ssrc;
    noted.remote = call.peer.remotePeers[0];
    noted.connection = call.peer.remotePeers[0]?.pc;
  },
  same: () => ({
    remote: call.peer.remotePeers[0] === noted.remote,
    connection: call.peer.remotePeers[0]?.pc === noted.connection,
  }),
  sampleVideo,
  watch() {
    const samples: Sample[] = [];
    const timer = setInterval(() => void sampleVideo().then((sample) => samples.push(sample)), 1000);
    return () => {
      clearInterval(timer);
      return samples;
    };
  },
  share: () => call.peer.addStream(picture(), { role: 'screen' }),
  async sendNumbers(count) {
    for (let n = 0; n < count; n += 1) {
      say(n);
      // Spread over the outage, as a person's messages are.
      if (n % 10 === 9) await Promise.all(said);
    }
    return Promise.all(said);
  },
  talk() {
    talking = setInterval(() => say(said.length), 20);
  },
  silence() {
    clearInterval(talking);
    return Promise.all(said);
  },
  dropSocket: () => sockets.at(-1)?.close(),
  get socketsMade() {
    return sockets.length;
  },
};

window.outage = call;
