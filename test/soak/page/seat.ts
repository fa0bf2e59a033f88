// Runs in a page of the soak: one who comes and goes, and what it sees of the others.
import type { MeteredPeer, RemotePeer } from '../../../core/index.ts';
import { show } from '../../network/page/show.ts';
import type { Received, Report, Seen, Sent } from '../observed.ts';
import { note, noted, traceConnection, traceSocket } from './trace.ts';

export interface EnterOptions {
  readonly url: string;
  /** A token, or else a publishable key: a new peer id at each connection. */
  readonly token?: string;
  readonly key?: string;
  readonly channel: string;
  readonly name: string;
}

export interface Seat {
  enter(options: EnterOptions): Promise<void>;
  leave(): Promise<void>;
  mute(muted: boolean): void;
  share(on: boolean): void;
  /** Sends another camera in the place of the one that was sent. */
  changeCamera(): Promise<void>;
  dropSocket(): void;
  report(askDoctor: boolean): Promise<Report>;
  /** What its sockets, channels and connections have said. */
  trace(): readonly string[];
}

const MESSAGE_MS = 1_000;
const PULSE_MS = 250;
const WIDTH = 160;
const HEIGHT = 90;
const RATE = 8;

const built = '/core/index.js';
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- a page has no other way to name it
const engine = (await import(built)) as typeof import('../../../core/index.ts');

let socketCount = 0;
let connectionCount = 0;
const sockets: WebSocket[] = [];
const NativeSocket = window.WebSocket;
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
    traceSocket(this, (socketCount += 1));
    this.addEventListener('close', () => sockets.splice(sockets.indexOf(this), 1));
  }
};
const connections = new Set<RTCPeerConnection>();
const NativeConnection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends NativeConnection {
  constructor(config?: RTCConfiguration) {
    super(config);
    connections.add(this);
    traceConnection(this, (connectionCount += 1));
  }
};
const recorder = engine.startRecorder(window);

/** A picture in motion; stopping its track ends the drawing. */
function picture(hue: number): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  const stream = canvas.captureStream(RATE);
  const [track] = stream.getVideoTracks();
  let n = 0;
  const timer = setInterval(() => {
    if (track?.readyState === 'ended') clearInterval(timer);
    if (!context) return;
    n += 1;
    for (let x = 0; x < 8; x += 1) {
      context.fillStyle = `hsl(${hue + x * 20} 80% ${30 + ((n * 7 + x * 5) % 40)}%)`;
      context.fillRect((x * WIDTH) / 8, 0, WIDTH / 8, HEIGHT);
    }
  }, 1_000 / RATE);
  return stream;
}

const stop = (stream: MediaStream | undefined): void => stream?.getTracks().forEach((track) => track.stop());

let peer: MeteredPeer | undefined;
let name: string | null = null;
let camera: MediaStreamTrack | undefined;
let media: MediaStream | undefined;
let screen: MediaStream | undefined;
let sending: ReturnType<typeof setInterval> | undefined;
let turns = 0;
const shown = new Map<RemotePeer, () => void>();
let sent: Sent[] = [];
let received: Received[] = [];
let errors: string[] = [];

let stoodStill = 0;
let lastPulse = performance.now();
setInterval(() => {
  const now = performance.now();
  stoodStill = Math.max(stoodStill, now - lastPulse - PULSE_MS);
  lastPulse = now;
}, PULSE_MS);

const nameOf = (remote: RemotePeer): string | null => remote.hello?.displayName ?? null;

function say(speaker: MeteredPeer, from: string, n: number): void {
  const at = Date.now();
  const to = speaker.remotePeers
    .filter(({ state }) => state === 'connected')
    .flatMap((remote) => nameOf(remote) ?? []);
  void speaker
    .send({ from, n })
    .then(
      () => 'sent',
      (err: Error) => err.name,
    )
    .then((outcome) => sent.push({ from, n, at, to, outcome }));
}

/** Frames decoded of all that comes over a connection; 0 where it is not told. */
async function framesOf(connection: RTCPeerConnection): Promise<number> {
  if (connection.connectionState === 'closed') return 0;
  let frames = 0;
  for (const stat of ((await connection.getStats()) as ReadonlyMap<string, Record<string, unknown>>).values())
    if (stat['type'] === 'inbound-rtp') frames += Number(stat['framesDecoded'] ?? 0);
  return frames;
}

const call: Seat = {
  async enter({ url, token, key, channel, name: own }) {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    media = new MediaStream([...picture((turns += 40)).getTracks(), ...microphone.getTracks()]);
    [camera] = media.getVideoTracks();
    const credential =
      key === undefined ? { tokenProvider: () => Promise.resolve(token ?? '') } : { apiKey: key };
    const entering = (peer = new engine.MeteredPeer({ ...credential, url, displayName: own }));
    entering.on('error', ({ err }) => errors.push(`${err.name}: ${err.message}`));
    entering.on('data', ({ data }) => received.push(data as Received));
    entering.on('peer-joined', ({ peer: remote }) => {
      note(`met ${remote.id}`);
      remote
        .on('hello', ({ hello }) => note(`${remote.id} is ${hello.displayName ?? ''}`))
        .on('connection-reset', () => note(`${remote.id} has another connection`))
        .on('state-change', ({ to }) => note(`${remote.id} ${to}`));
      shown.set(remote, show(remote));
      remote.on('negotiation-error', ({ err }) => errors.push(`negotiation: ${err.name}: ${err.message}`));
    });
    entering.on('peer-left', ({ peer: remote }) => {
      note(`${remote.id} has left`);
      shown.get(remote)?.();
      shown.delete(remote);
    });
    entering.addStream(media, { role: 'camera' });
    await entering.join(channel);
    name = own;
    let n = 0;
    sending = setInterval(() => say(entering, own, (n += 1)), MESSAGE_MS);
  },

  async leave() {
    clearInterval(sending);
    name = null;
    await peer?.close();
    for (const end of shown.values()) end();
    shown.clear();
    stop(media);
    stop(screen);
    camera?.stop();
    screen = undefined;
  },

  mute(muted) {
    for (const track of media?.getAudioTracks() ?? []) track.enabled = !muted;
  },

  share(on) {
    if (on) peer?.addStream((screen = picture(200)), { role: 'screen' });
    else if (screen) {
      peer?.removeStream(screen);
      stop(screen);
      screen = undefined;
    }
  },

  async changeCamera() {
    const [next] = picture((turns += 40)).getVideoTracks();
    const before = camera;
    if (!next || !before) return;
    camera = next;
    await peer?.replaceTrack(before, next);
    before.stop();
  },

  dropSocket: () => sockets.at(-1)?.close(),
  trace: noted,

  async report(askDoctor) {
    for (const connection of connections)
      if (connection.connectionState === 'closed') connections.delete(connection);
    const remotes = name === null ? [] : (peer?.remotePeers ?? []);
    const others = await Promise.all(
      remotes.map(async (remote): Promise<Seen> => ({
        name: nameOf(remote),
        state: remote.state,
        framesDecoded: await framesOf(remote.pc as RTCPeerConnection),
      })),
    );
    const findings = askDoctor ? await recorder.findings() : null;
    const news = { sent, received, errors, stoodStill: Math.round(stoodStill) };
    [sent, received, errors] = [[], [], []];
    stoodStill = 0;
    return {
      at: Date.now(),
      name,
      state: peer?.state ?? 'idle',
      others,
      open: connections.size,
      ...news,
      findings:
        findings?.map(({ severity, code, evidence }) => ({
          severity,
          code,
          evidence: evidence.map(({ label, value }) => `${label}: ${value}`).join('; '),
        })) ?? null,
    };
  },
};

Object.assign(window, { call });
