// Runs in a page: one call of ours, and a diary of it with times, which all processes of a machine share.
import type { Logger, MeteredPeer, RemotePeer } from '../../../core/index.ts';

const built = '/core/index.js';
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- a page has no other way to name it
const engine = (await import(built)) as typeof import('../../../core/index.ts');

const SAMPLE_MS = 50;
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 320 },
  height: { ideal: 180 },
  frameRate: { ideal: 15 },
};

export interface StartOptions {
  readonly url: string;
  readonly token: string;
  readonly channel: string;
}

export interface Call {
  start(options: StartOptions): Promise<void>;
  /** Adds another stream; gives its id. */
  share(): string;
  sees(streamId: string): boolean;
  /** When a frame more was decoded than before, since `since`. */
  frames(since: number): number[];
  /** How the other side looked from here, and what else became of the call. */
  summary(): Summary;
  /** What happened, since `since`. */
  diary(since: number): string[];
}

export interface Summary {
  /** The other side is still the object that it was at first. */
  readonly sameRemote: boolean;
  readonly joined: number;
  readonly left: number;
  readonly errors: readonly string[];
  /** How many connections were made. */
  readonly connections: number;
}

const diary: { readonly at: number; readonly text: string }[] = [];
const note = (text: string): void => void diary.push({ at: Date.now(), text });

const logger: Logger = { debug: noted, info: noted, warn: noted, error: noted };
function noted(message: string, context?: Record<string, unknown>): void {
  note(`${message}${context ? ` ${JSON.stringify(context)}` : ''}`);
}

for (const type of ['online', 'offline']) window.addEventListener(type, () => note(type));

const rises: number[] = [];
const errors: string[] = [];
let peer: MeteredPeer | undefined;
let first: RemotePeer | undefined;
let joined = 0;
let left = 0;
let connections = 0;

function watched(connection: RTCPeerConnection): RTCPeerConnection {
  connections += 1;
  const name = `connection ${connections}`;
  note(`${name} made`);
  connection.addEventListener('connectionstatechange', () => note(`${name} ${connection.connectionState}`));
  connection.addEventListener('iceconnectionstatechange', () =>
    note(`${name} ICE ${connection.iceConnectionState}`),
  );
  connection.addEventListener('signalingstatechange', () => note(`${name} ${connection.signalingState}`));
  return connection;
}

async function decoded(connection: RTCPeerConnection): Promise<number> {
  let frames = 0;
  const report = (await connection.getStats()) as ReadonlyMap<string, Record<string, unknown>>;
  for (const stat of report.values()) {
    if (stat['type'] === 'inbound-rtp' && stat['kind'] === 'video')
      frames += Number(stat['framesDecoded'] ?? 0);
  }
  return frames;
}

/**
 * Notes the time whenever more frames have been decoded. A new connection, or receiver, begins at none; one that is
 * closed while it is asked may never answer, which must not end the sampling.
 */
function sample(): void {
  let known = 0;
  const note = (frames: number): void => {
    if (frames > known || (frames < known && frames > 0)) rises.push(Date.now());
    known = frames;
  };
  setInterval(() => {
    const connection = peer?.remotePeers[0]?.pc as RTCPeerConnection | undefined;
    if (connection && connection.connectionState !== 'closed')
      void decoded(connection).then(note, () => note(0));
    else note(0);
  }, SAMPLE_MS);
}

const streams = new Set<string>();

function show(stream: MediaStream): void {
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 160, srcObject: stream });
  document.body.append(video);
}

const call: Call = {
  async start({ url, token, channel }) {
    const camera = await navigator.mediaDevices.getUserMedia({ video: VIDEO, audio: true });
    peer = new engine.MeteredPeer({
      url,
      tokenProvider: () => Promise.resolve(token),
      rtcPeerConnectionFactory: (config) => watched(new RTCPeerConnection(config)),
      logger,
    });
    peer.on('state-change', ({ to }) => note(`call ${to}`));
    peer.on('error', ({ err }) => errors.push(`${err.name}: ${err.message}`));
    peer.on('peer-left', () => (left += 1));
    peer.on('peer-joined', ({ peer: remote }) => {
      joined += 1;
      first ??= remote;
      remote.on('state-change', ({ to }) => note(`remote ${to}`));
      remote.on('stream-added', ({ stream }) => {
        streams.add(stream.id);
        show(stream);
      });
      remote.on('stream-removed', ({ stream }) => streams.delete(stream.id));
      remote.on('negotiation-error', ({ err }) => errors.push(`negotiation: ${err.name}: ${err.message}`));
    });
    peer.addStream(camera);
    await peer.join(channel);
    sample();
  },

  share() {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, canvas.width, canvas.height);
    const stream = canvas.captureStream(5);
    peer?.addStream(stream);
    return stream.id;
  },

  sees: (streamId) => streams.has(streamId),

  frames: (since) => rises.filter((at) => at >= since),

  summary: () => ({
    sameRemote: peer?.remotePeers.length === 1 && peer.remotePeers[0] === first,
    joined,
    left,
    errors,
    connections,
  }),

  diary: (since) =>
    diary
      .filter(({ at }) => at >= since)
      .map(({ at, text }) => `${((at - since) / 1000).toFixed(2)} ${text}`),
};

Object.assign(window, { call });
