// Runs in a page, with either engine behind the same few calls. Nothing here knows which one it is.
import type { MeteredPeer, MeteredPeerOptions, RemotePeer, StreamMetadata } from '@metered-ca/realtime';

export type EngineName = 'ours' | 'theirs';

const ENGINES: Record<EngineName, string> = { ours: '/core/index.js', theirs: '/theirs/index.mjs' };

export interface StartOptions {
  readonly engine: EngineName;
  readonly url: string;
  readonly token: string;
}

export interface SeenStream {
  readonly peer: string;
  readonly id: string;
  readonly metadata: StreamMetadata | null;
  removed: boolean;
}

export interface SeenData {
  readonly from: string;
  readonly kind: string;
  readonly data: unknown;
}

/** `add` publishes what was captured under that name before. */
export interface Step {
  readonly do: 'add' | 'remove';
  readonly name: string;
}

/** What arrives on one incoming stream, from the receivers of its tracks. */
export interface Flow {
  readonly frames: number;
  readonly audioPackets: number;
  readonly width: number;
  readonly height: number;
}

export interface Kit {
  readonly joined: string[];
  readonly left: string[];
  readonly streams: SeenStream[];
  readonly data: SeenData[];
  readonly errors: string[];
  /** Every connection that this page has made. */
  readonly connections: RTCPeerConnection[];
  /** Offers that were set while one of our own was out: collisions in which this side gave way. */
  yielded: number;
  start(options: StartOptions): Promise<void>;
  join(channel: string): Promise<void>;
  peerId(): string | null;
  polite(peer: string): boolean | null;
  /** Opens the fake devices and adds them as a stream that later calls know by `name`; gives its id. */
  add(name: string, metadata?: StreamMetadata): Promise<string>;
  /** The same in two steps, so that the second one, which negotiates, is immediate. */
  capture(name: string): Promise<string>;
  publish(name: string, metadata?: StreamMetadata): void;
  remove(name: string): void;
  /** Swaps the stream's video for a square one. */
  replaceVideo(name: string): Promise<void>;
  broadcast(data: unknown): Promise<void>;
  direct(peer: string, data: unknown): Promise<void>;
  /** Streams that were added and not removed since, sorted. */
  live(): string[];
  /** What this page does the moment that one page of the room fires. */
  arm(steps: readonly Step[]): void;
  fire(): void;
  flow(streamId: string): Promise<Flow>;
  /** The connection that is in use towards `peer`, as an index into `connections`. */
  connectionTo(peer: string): number;
  signalling(): string[];
  state(): string;
  /** Closes the signalling socket that is open, as a path that breaks would. */
  dropSocket(): void;
  leave(): Promise<void>;
}

declare global {
  interface Window {
    readonly kit: Kit;
  }
}

const connections: RTCPeerConnection[] = [];
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(config?: RTCConfiguration) {
    super(config);
    connections.push(this);
  }

  override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === 'offer' && this.signalingState === 'have-local-offer') kit.yielded += 1;
    return super.setRemoteDescription(description);
  }
};

const sockets: WebSocket[] = [];
const NativeSocket = window.WebSocket;
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
  }
};

let peer: MeteredPeer | undefined;
const outgoing = new Map<string, MediaStream>();
const incoming = new Map<string, { remote: RemotePeer; stream: MediaStream }>();

// Pages of one origin: a shot reaches the others within a millisecond, less than an offer takes.
const shots = new BroadcastChannel('fire');
let armed: readonly Step[] = [];

function shoot(): void {
  const steps = armed;
  armed = [];
  for (const step of steps) {
    if (step.do === 'add') kit.publish(step.name);
    else kit.remove(step.name);
  }
}

shots.onmessage = shoot;

function current(): MeteredPeer {
  if (!peer) throw new Error('start() comes first');
  return peer;
}

function named(name: string): MediaStream {
  const stream = outgoing.get(name);
  if (!stream) throw new Error(`there is no stream "${name}"`);
  return stream;
}

const find = (id: string): RemotePeer | undefined => current().remotePeers.find((remote) => remote.id === id);

const connectionOf = (remote: RemotePeer): RTCPeerConnection => remote.pc as unknown as RTCPeerConnection;

/** A stream is decoded whether or not it is shown; shown, a person can watch the test. */
function show(stream: MediaStream): void {
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 160, srcObject: stream });
  document.body.append(video);
}

function watch(remote: RemotePeer): void {
  kit.joined.push(remote.id);
  remote.on('stream-added', ({ stream, metadata }) => {
    kit.streams.push({ peer: remote.id, id: stream.id, metadata: metadata ?? null, removed: false });
    incoming.set(stream.id, { remote, stream });
    show(stream);
  });
  remote.on('stream-removed', ({ stream }) => {
    for (const seen of kit.streams) if (seen.id === stream.id && seen.peer === remote.id) seen.removed = true;
  });
  remote.on('negotiation-error', ({ err }) => kit.errors.push(`negotiation: ${err.name} ${err.message}`));
}

/** Small and slow: two cores encode and decode every stream of every page. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 320 },
  height: { ideal: 180 },
  frameRate: { ideal: 15 },
};

const kit: Kit = {
  joined: [],
  left: [],
  streams: [],
  data: [],
  errors: [],
  connections,
  yielded: 0,

  async start({ engine, url, token }) {
    const module = (await import(ENGINES[engine])) as {
      MeteredPeer: new (options: MeteredPeerOptions) => MeteredPeer;
    };
    peer = new module.MeteredPeer({ url, tokenProvider: () => Promise.resolve(token) });
    peer.on('peer-joined', ({ peer: remote }) => watch(remote));
    peer.on('peer-left', ({ peer: remote }) => kit.left.push(remote.id));
    peer.on('data', ({ senderPeerId, kind, data }) => kit.data.push({ from: senderPeerId, kind, data }));
    peer.on('error', ({ err }) => kit.errors.push(`${err.name} ${err.message}`));
  },

  join: (channel) => current().join(channel),
  peerId: () => current().peerId,
  polite: (id) => find(id)?.polite ?? null,

  async capture(name) {
    const stream = await navigator.mediaDevices.getUserMedia({ video: VIDEO, audio: true });
    outgoing.set(name, stream);
    return stream.id;
  },

  publish: (name, metadata) => current().addStream(named(name), metadata),

  async add(name, metadata) {
    const id = await kit.capture(name);
    kit.publish(name, metadata);
    return id;
  },

  remove: (name) => current().removeStream(named(name)),

  async replaceVideo(name) {
    const stream = named(name);
    const [before] = stream.getVideoTracks();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 240;
    const context = canvas.getContext('2d');
    let frame = 0;
    setInterval(() => {
      frame += 1;
      if (!context) return;
      context.fillStyle = `hsl(${frame % 360} 80% 50%)`;
      context.fillRect(0, 0, 240, 240);
    }, 50);
    const [after] = canvas.captureStream(20).getVideoTracks();
    if (!before || !after) throw new Error('there is no video to replace');
    await current().replaceTrack(before, after);
  },

  broadcast: (data) => current().send(data),
  direct: (id, data) => current().sendTo(id, data),

  live: () => kit.streams.flatMap((stream) => (stream.removed ? [] : [stream.id])).sort(),

  arm(steps) {
    armed = steps;
  },

  fire() {
    shots.postMessage('fire');
    shoot();
  },

  async flow(streamId) {
    const flow = { frames: 0, audioPackets: 0, width: 0, height: 0 };
    const entry = incoming.get(streamId);
    if (!entry) return flow;
    const tracks = entry.stream.getTracks();
    for (const receiver of connectionOf(entry.remote).getReceivers()) {
      if (!tracks.includes(receiver.track)) continue;
      const report = (await receiver.getStats()) as ReadonlyMap<string, Record<string, unknown>>;
      for (const stat of report.values()) {
        if (stat['type'] !== 'inbound-rtp') continue;
        if (stat['kind'] === 'audio') flow.audioPackets += Number(stat['packetsReceived'] ?? 0);
        if (stat['kind'] !== 'video') continue;
        flow.frames += Number(stat['framesDecoded'] ?? 0);
        flow.width = Number(stat['frameWidth'] ?? 0);
        flow.height = Number(stat['frameHeight'] ?? 0);
      }
    }
    return flow;
  },

  connectionTo(id) {
    const remote = find(id);
    return remote ? connections.indexOf(connectionOf(remote)) : -1;
  },

  signalling: () => connections.map((connection) => connection.signalingState),
  state: () => current().state,
  dropSocket: () => sockets.at(-1)?.close(),

  async leave() {
    await current().close();
    for (const stream of outgoing.values()) for (const track of stream.getTracks()) track.stop();
  },
};

Object.defineProperty(window, 'kit', { value: kit });
