// Runs in a page: joins and leaves over and over, beside peers that stay, and counts what is open.
import type * as Engine from '../../../core/index.ts';

export interface Open {
  readonly connections: number;
  readonly sockets: number;
  readonly channels: number;
  readonly tracks: number;
  readonly timers: number;
}

export interface Rounds {
  /** One peer a lane, which stays. */
  settle(url: string, lanes: number): Promise<void>;
  /** In every lane at once: one joins with a picture, is seen to be connected, and leaves. */
  run(rounds: number): Promise<void>;
  open(): Open;
}

declare global {
  interface Window {
    readonly rounds: Rounds;
  }
}

const connections = new Set<WeakRef<RTCPeerConnection>>();
const channels = new Set<WeakRef<RTCDataChannel>>();
const sockets = new Set<WeakRef<WebSocket>>();
const tracks = new Set<MediaStreamTrack>();
const timers = new Set<number>();

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.add(new WeakRef(this));
  }

  override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, init);
    channels.add(new WeakRef(channel));
    return channel;
  }
};
window.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.add(new WeakRef(this));
  }
};

const native = {
  setTimeout: window.setTimeout.bind(window),
  setInterval: window.setInterval.bind(window),
  clearTimeout: window.clearTimeout.bind(window),
};
window.setTimeout = ((handler: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
  const timer = native.setTimeout(() => {
    timers.delete(timer);
    handler(...args);
  }, delay);
  timers.add(timer);
  return timer;
}) as typeof window.setTimeout;
window.setInterval = ((handler: () => void, delay?: number) => {
  const timer = native.setInterval(handler, delay);
  timers.add(timer);
  return timer;
}) as typeof window.setInterval;
window.clearTimeout = window.clearInterval = ((timer?: number) => {
  if (timer === undefined) return;
  timers.delete(timer);
  native.clearTimeout(timer);
}) as typeof window.clearTimeout;

const path = '/core/index.js';
const engine = (await import(path)) as typeof Engine;

const staying: Engine.MeteredPeer[] = [];
let server = '';

function picture(): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 32, height: 32 });
  canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
  const stream = canvas.captureStream(5);
  for (const track of stream.getTracks()) tracks.add(track);
  return stream;
}

const peer = (): Engine.MeteredPeer => new engine.MeteredPeer({ url: server, apiKey: 'pk_live_demo' });

async function once(host: Engine.MeteredPeer, lane: number): Promise<void> {
  const left = new Promise<void>((resolve) => {
    host.once('peer-left', () => resolve());
  });
  const connected = new Promise<void>((resolve) => {
    host.once('peer-joined', ({ peer: remote }) => {
      remote.on('state-change', ({ to }) => {
        if (to === 'connected') resolve();
      });
    });
  });
  const guest = peer();
  const stream = picture();
  guest.addStream(stream);
  await guest.join(`lane-${lane}`);
  await connected;
  await guest.close();
  for (const track of stream.getTracks()) {
    track.stop();
    tracks.delete(track);
  }
  await left;
}

const rounds: Rounds = {
  async settle(url, lanes) {
    server = url;
    for (let lane = 0; lane < lanes; lane += 1) {
      const host = peer();
      staying.push(host);
      await host.join(`lane-${lane}`);
    }
  },

  async run(count) {
    await Promise.all(
      staying.map(async (host, lane) => {
        for (let round = 0; round < count; round += 1) await once(host, lane);
      }),
    );
  },

  open() {
    const alive = <T extends WeakKey>(refs: Set<WeakRef<T>>, open: (object: T) => boolean): number =>
      [...refs].filter((ref) => {
        const object = ref.deref();
        return object !== undefined && open(object);
      }).length;
    return {
      connections: alive(connections, (pc) => pc.connectionState !== 'closed'),
      sockets: alive(sockets, (socket) => socket.readyState !== WebSocket.CLOSED),
      channels: alive(channels, (channel) => channel.readyState !== 'closed'),
      tracks: [...tracks].filter((track) => track.readyState === 'live').length,
      timers: timers.size,
    };
  },
};
Object.defineProperty(window, 'rounds', { value: rounds });
