// Runs in the page before its own scripts.
import type { MeteredCall } from '../../../widget/metered-call.ts';

export interface Prepared {
  /** Every track that any capture of this page has given out. */
  readonly captured: MediaStreamTrack[];
  /** What matches, the open shadow roots included. */
  deep(selector: string): Element[];
  call(): MeteredCall | null;
  /** Frames decoded and audio packets received from the first other participant. */
  received(): Promise<{ frames: number; packets: number }>;
}

declare global {
  interface Window {
    readonly prepared: Prepared;
  }
}

/** Milliseconds that a browser may take for its statistics. */
const STATS_MS = 5_000;

const captured: MediaStreamTrack[] = [];
const devices = navigator.mediaDevices as MediaDevices | undefined;
if (devices) {
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    captured.push(...stream.getTracks());
    return stream;
  };
}

function walk(root: ParentNode, selector: string): Element[] {
  const hosts = [...root.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? []);
  return [...root.querySelectorAll(selector), ...hosts.flatMap((shadow) => walk(shadow, selector))];
}

const prepared: Prepared = {
  captured,
  deep: (selector) => walk(document, selector),
  call: () => document.querySelector('metered-call'),

  async received() {
    const totals = { frames: 0, packets: 0 };
    const connection = prepared.call()?.peer?.remotePeers[0]?.pc as unknown as RTCPeerConnection | undefined;
    if (!connection) return totals;
    // In Firefox statistics of a connection that is closed meanwhile, for a fresh one, never come.
    const never = new Promise<undefined>((resolve) => setTimeout(resolve, STATS_MS));
    const report: ReadonlyMap<string, Record<string, unknown>> | undefined = await Promise.race([
      connection.getStats() as Promise<ReadonlyMap<string, Record<string, unknown>>>,
      never,
    ]);
    for (const stat of report?.values() ?? []) {
      if (stat['type'] !== 'inbound-rtp') continue;
      if (stat['kind'] === 'video') totals.frames += Number(stat['framesDecoded'] ?? 0);
      if (stat['kind'] === 'audio') totals.packets += Number(stat['packetsReceived'] ?? 0);
    }
    return totals;
  },
};

Object.defineProperty(window, 'prepared', { value: prepared });
