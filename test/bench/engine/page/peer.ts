// Runs in a page: one participant of either engine, and when it saw what. Nothing here knows which engine it is.
import type { MeteredPeer } from '@metered-ca/realtime';

export type EngineName = 'ours' | 'theirs';

export interface EnterOptions {
  readonly engine: EngineName;
  readonly url: string;
  readonly token: string;
  readonly room: string;
  /** Pixels and frames a second of the picture that is sent. */
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Kilobits a second; what only one engine can be asked for. */
  readonly uplinkKbps?: number;
}

export interface Bench {
  /** Joins with a picture. */
  enter(options: EnterOptions): Promise<void>;
  /** Milliseconds from the call of join to the first frame of someone else; null if there is none in `GIVE_UP_MS`. */
  met(): Promise<number | null>;
  /** Adds another stream; gives its id and when it was added (epoch, ms). */
  share(): { id: string; at: number };
  /** When the first frame of that stream was decoded (epoch, ms). */
  firstFrameOf(streamId: string): Promise<number>;
  /** Begins to note when frames come from the first other peer. */
  watch(): void;
  /** The longest time without a frame since `watch`, in ms. */
  longestGap(): number;
  dropSocket(): void;
  /** Bytes sent over all connections. */
  sent(): Promise<number>;
  connected(): number;
  leave(): Promise<void>;
}

declare global {
  interface Window {
    readonly bench: Bench;
  }
}

const GIVE_UP_MS = 20_000;
const ENGINES: Record<EngineName, string> = { ours: '/core/index.js', theirs: '/theirs/index.mjs' };

const sockets: WebSocket[] = [];
const NativeSocket = window.WebSocket;
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
  }
};

let peer: MeteredPeer | undefined;
let camera: MediaStream | undefined;
let size = { width: 320, height: 180, frameRate: 30 };
let frames: number[] = [];

const streams = new Map<string, Promise<number>>();
const waiting = new Map<string, (at: number) => void>();
let sawFirst: (at: number) => void = () => undefined;
const seen = new Promise<number>((resolve) => (sawFirst = resolve));
let start = 0;

const now = (): number => performance.timeOrigin + performance.now();

/** A picture that changes in every frame, so that the encoder has work. */
function picture(): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: size.width, height: size.height });
  const context = canvas.getContext('2d');
  let n = 0;
  setInterval(() => {
    n += 1;
    for (let x = 0; x < 16 && context; x += 1) {
      context.fillStyle = `hsl(${(n * 7 + x * 23) % 360} 80% ${30 + ((n + x) % 40)}%)`;
      context.fillRect((x * size.width) / 16, (n * 3 + x * 11) % size.height, size.width / 16, size.height);
    }
  }, 1000 / size.frameRate);
  return canvas.captureStream(size.frameRate);
}

/** Resolves when a first frame of that track was decoded, by its receiver's own count. */
async function firstFrame(connection: RTCPeerConnection, track: MediaStreamTrack): Promise<number> {
  for (;;) {
    const receiver = connection.getReceivers().find((candidate) => candidate.track === track);
    const report = (await receiver?.getStats()) as ReadonlyMap<string, Record<string, unknown>> | undefined;
    for (const stat of report?.values() ?? [])
      if (stat['type'] === 'inbound-rtp' && Number(stat['framesDecoded']) > 0) return now();
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

const bench: Bench = {
  async enter(options) {
    const { engine, url, token, room, uplinkKbps } = options;
    size = { width: options.width, height: options.height, frameRate: options.frameRate };
    const { MeteredPeer: Peer } = (await import(ENGINES[engine])) as { MeteredPeer: typeof MeteredPeer };
    camera = picture();
    const settings = {
      url,
      tokenProvider: () => Promise.resolve(token),
      ...(uplinkKbps === undefined ? {} : { adaptiveMesh: { uplinkKbps } }),
    };
    const entering = (peer = new Peer(settings));
    entering.on('peer-joined', ({ peer: remote }) => {
      remote.on('stream-added', ({ stream }) => {
        const [track] = stream.getVideoTracks();
        if (!track) return;
        const first = firstFrame(remote.pc as unknown as RTCPeerConnection, track);
        streams.set(stream.id, first);
        void first.then((at) => {
          sawFirst(at);
          waiting.get(stream.id)?.(at);
        });
      });
    });
    entering.addStream(camera);
    start = now();
    await entering.join(room);
  },

  met: () =>
    Promise.race([
      seen.then((at) => at - start),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), GIVE_UP_MS)),
    ]),

  share() {
    const stream = picture();
    const at = now();
    peer?.addStream(stream);
    return { id: stream.id, at };
  },

  firstFrameOf: (streamId) =>
    streams.get(streamId) ?? new Promise((resolve) => waiting.set(streamId, resolve)),

  watch() {
    frames = [now()];
    let known = -1;
    setInterval(() => {
      const connection = peer?.remotePeers[0]?.pc as unknown as RTCPeerConnection | undefined;
      void connection?.getStats().then((report) => {
        let decoded = 0;
        for (const stat of (report as ReadonlyMap<string, Record<string, unknown>>).values())
          if (stat['type'] === 'inbound-rtp') decoded += Number(stat['framesDecoded'] ?? 0);
        if (decoded !== known && decoded > 0) frames.push(now());
        known = decoded;
      }, console.debug);
    }, 10);
  },

  longestGap() {
    const all = [...frames, now()];
    return Math.max(...all.slice(1).map((at, n) => at - (all[n] ?? at)));
  },

  dropSocket: () => sockets.at(-1)?.close(),

  async sent() {
    let bytes = 0;
    for (const remote of peer?.remotePeers ?? []) {
      const report = (await (remote.pc as unknown as RTCPeerConnection).getStats()) as ReadonlyMap<
        string,
        Record<string, unknown>
      >;
      for (const stat of report.values())
        if (stat['type'] === 'transport') bytes += Number(stat['bytesSent']);
    }
    return bytes;
  },

  connected: () => (peer?.remotePeers ?? []).filter(({ state }) => state === 'connected').length,

  async leave() {
    for (const track of camera?.getTracks() ?? []) track.stop();
    await peer?.close();
  },
};
Object.defineProperty(window, 'bench', { value: bench });
