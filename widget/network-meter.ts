import type { RemotePeer } from '../core/index.ts';

export type Quality = 'good' | 'fair' | 'poor';

/** What the connection to one other participant is like, measured over the last few seconds. */
export interface NetworkReading {
  readonly quality: Quality;
  /** Milliseconds there and back, or null. */
  readonly roundTrip: number | null;
  /** Share of the packets that did not arrive here, 0 to 1. */
  readonly loss: number;
  /** Kilobits a second. */
  readonly received: number;
  readonly sent: number;
  /** Of the largest picture that arrives. */
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Whether a relay carries it. */
  readonly relayed: boolean;
}

interface Totals {
  readonly at: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly packets: number;
  readonly lost: number;
}

type Stat = Readonly<Record<string, unknown>>;

const POLL_MS = 2_000;
/** Loss and round trip above which a talk suffers a little, and much. */
const FAIR = { loss: 0.03, roundTrip: 250 };
const POOR = { loss: 0.1, roundTrip: 500 };

/** Looks at each connection's statistics every two seconds. */
export class NetworkMeter {
  readings: ReadonlyMap<string, NetworkReading> = new Map();
  readonly #remotes: () => Iterable<RemotePeer>;
  readonly #changed: () => void;
  readonly #before = new Map<string, Totals>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(remotes: () => Iterable<RemotePeer>, changed: () => void) {
    this.#remotes = remotes;
    this.#changed = changed;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#poll(), POLL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#before.clear();
    this.readings = new Map();
  }

  async #poll(): Promise<void> {
    const timer = this.#timer;
    const readings = new Map<string, NetworkReading>();
    for (const remote of this.#remotes()) {
      const stats = await statsOf(remote);
      if (!stats) continue;
      const totals = totalsOf(stats);
      const before = this.#before.get(remote.id);
      this.#before.set(remote.id, totals);
      if (before) readings.set(remote.id, readingOf(stats, before, totals));
    }
    if (timer !== this.#timer) return;
    this.readings = readings;
    this.#changed();
  }
}

async function statsOf(remote: RemotePeer): Promise<Stat[] | null> {
  // Asking for a connection makes it; only one that is there is looked at.
  if (remote.state !== 'connected') return null;
  const connection = remote.pc as Partial<RTCPeerConnection>;
  const report = await connection.getStats?.().catch(() => null);
  const stats: Stat[] = [];
  report?.forEach((stat: Stat) => stats.push(stat));
  return report ? stats : null;
}

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function totalsOf(stats: readonly Stat[]): Totals {
  let bytesIn = 0;
  let bytesOut = 0;
  let packets = 0;
  let lost = 0;
  for (const stat of stats) {
    if (stat.type === 'outbound-rtp') bytesOut += number(stat.bytesSent);
    if (stat.type !== 'inbound-rtp') continue;
    bytesIn += number(stat.bytesReceived);
    packets += number(stat.packetsReceived);
    lost += number(stat.packetsLost);
  }
  return { at: performance.now(), bytesIn, bytesOut, packets, lost };
}

function readingOf(stats: readonly Stat[], before: Totals, now: Totals): NetworkReading {
  const seconds = Math.max(0.001, (now.at - before.at) / 1_000);
  const kbps = (bytes: number): number => Math.max(0, Math.round((bytes * 8) / 1_000 / seconds));
  const lost = Math.max(0, now.lost - before.lost);
  const loss = lost / Math.max(1, lost + now.packets - before.packets);
  const pair = activePair(stats);
  const roundTrip =
    typeof pair?.currentRoundTripTime === 'number' ? Math.round(pair.currentRoundTripTime * 1_000) : null;
  const local = stats.find(({ id }) => pair !== undefined && id === pair.localCandidateId);
  const video = stats
    .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
    .sort((a, b) => number(b.frameWidth) - number(a.frameWidth))[0];
  return Object.freeze({
    quality: qualityOf(loss, roundTrip ?? 0),
    roundTrip,
    loss,
    received: kbps(now.bytesIn - before.bytesIn),
    sent: kbps(now.bytesOut - before.bytesOut),
    width: number(video?.frameWidth),
    height: number(video?.frameHeight),
    frameRate: Math.round(number(video?.framesPerSecond)),
    relayed: local?.candidateType === 'relay',
  });
}

/** Chromium names the pair in the transport; Firefox has no transport, and marks the pair. */
function activePair(stats: readonly Stat[]): Stat | undefined {
  const chosen = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  return stats.find(
    (stat) =>
      stat.type === 'candidate-pair' && (chosen === undefined ? stat.selected === true : stat.id === chosen),
  );
}

export function qualityOf(loss: number, roundTrip: number): Quality {
  const above = (limit: typeof FAIR): boolean => loss > limit.loss || roundTrip > limit.roundTrip;
  return above(POOR) ? 'poor' : above(FAIR) ? 'fair' : 'good';
}
