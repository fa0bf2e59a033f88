// Runs in a page of the laboratory: one participant of either engine under the doctor's eyes, and when it saw what.
import type { MeteredPeer, RemotePeer } from '@metered-ca/realtime';
import type { Finding, Logger } from '../../../core/index.ts';
import { show } from './show.ts';

export type EngineName = 'ours' | 'theirs';

export interface EnterOptions {
  readonly engine: EngineName;
  readonly url: string;
  readonly token: string;
  readonly channel: string;
}

/** What of a finding goes into a table, and its proof. */
export interface Told {
  readonly severity: Finding['severity'];
  readonly code: string;
  readonly evidence: string;
}

export interface Participant {
  /** Joins with a picture and sound; gives the time of the call (epoch, ms). */
  enter(options: EnterOptions): Promise<number>;
  /** When a frame more was decoded than before, on any connection, since `since` (epoch, ms). */
  frames(since: number): number[];
  /** Since when the call has been joined without a break, or null while it is not (epoch, ms). */
  joinedSince(): number | null;
  /** What the doctor says now, the gravest first. */
  findings(): Promise<Told[]>;
  /** What happened, in seconds since `since`. */
  diary(since: number): string[];
}

const SAMPLE_MS = 50;
const ENGINES: Record<EngineName, string> = { ours: '/core/index.js', theirs: '/theirs/index.mjs' };
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 320 },
  height: { ideal: 180 },
  frameRate: { ideal: 15 },
};

const ours = ENGINES.ours;
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- a page has no other way to name it
const { startRecorder } = (await import(ours)) as typeof import('../../../core/index.ts');
const recorder = startRecorder(window);

const diary: { readonly at: number; readonly text: string }[] = [];
const note = (text: string): void => void diary.push({ at: Date.now(), text });
for (const type of ['online', 'offline']) window.addEventListener(type, () => note(type));

const noted = (message: string, context?: Record<string, unknown>): void =>
  note(`${message}${context ? ` ${JSON.stringify(context)}` : ''}`);
const logger: Logger = { debug: noted, info: noted, warn: noted, error: noted };

const rises: number[] = [];
/** Frames decoded so far, by connection that is open. */
const known = new Map<RTCPeerConnection, number>();
let made = 0;
let joined: number | null = null;

function watched(config?: RTCConfiguration): RTCPeerConnection {
  const connection = new RTCPeerConnection(config);
  const name = `connection ${(made += 1)}`;
  note(`${name} made`);
  connection.addEventListener('connectionstatechange', () => note(`${name} ${connection.connectionState}`));
  connection.addEventListener('iceconnectionstatechange', () =>
    note(`${name} ICE ${connection.iceConnectionState}`),
  );
  known.set(connection, 0);
  return connection;
}

async function sample(connection: RTCPeerConnection): Promise<void> {
  const report = (await connection.getStats()) as ReadonlyMap<string, Record<string, unknown>>;
  let frames = 0;
  for (const stat of report.values())
    if (stat['type'] === 'inbound-rtp' && stat['kind'] === 'video')
      frames += Number(stat['framesDecoded'] ?? 0);
  const before = known.get(connection);
  if (before === undefined) return;
  // A receiver that is made anew begins at none.
  if (frames > before || (frames < before && frames > 0)) rises.push(Date.now());
  known.set(connection, frames);
}

setInterval(() => {
  for (const connection of known.keys()) {
    if (connection.connectionState === 'closed') known.delete(connection);
    else void sample(connection).catch(() => known.delete(connection));
  }
}, SAMPLE_MS);

const call: Participant = {
  async enter({ engine, url, token, channel }) {
    const { MeteredPeer: Peer } = (await import(ENGINES[engine])) as { MeteredPeer: typeof MeteredPeer };
    const peer = new Peer({
      url,
      tokenProvider: () => Promise.resolve(token),
      rtcPeerConnectionFactory: watched,
      ...(engine === 'ours' ? { logger } : {}),
    });
    const shown = new Map<RemotePeer, () => void>();
    peer.on('state-change', ({ to }) => {
      note(`call ${to}`);
      joined = to === 'joined' ? Date.now() : null;
    });
    peer.on('error', ({ err }) => note(`error ${err.name}`));
    peer.on('peer-joined', ({ peer: remote }) => {
      note('the other joined');
      remote.on('state-change', ({ to }) => note(`the other ${to}`));
      remote.on('negotiation-error', ({ err }) => note(`negotiation ${err.name}`));
      shown.set(remote, show(remote));
    });
    peer.on('peer-left', ({ peer: remote }) => {
      note('the other left');
      shown.get(remote)?.();
      shown.delete(remote);
    });
    peer.addStream(await navigator.mediaDevices.getUserMedia({ video: VIDEO, audio: true }));
    const start = Date.now();
    await peer.join(channel);
    return start;
  },

  frames: (since) => rises.filter((at) => at >= since),

  joinedSince: () => joined,

  findings: async () =>
    (await recorder.findings()).map(({ severity, code, evidence }) => ({
      severity,
      code,
      evidence: evidence.map(({ label, value }) => `${label}: ${value}`).join('; '),
    })),

  diary: (since) =>
    diary
      .filter(({ at }) => at >= since)
      .map(({ at, text }) => `${((at - since) / 1000).toFixed(2)} ${text}`),
};

Object.assign(window, { call });
