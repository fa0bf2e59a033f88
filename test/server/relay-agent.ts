// Runs inside a network namespace: a way to the server on the loopback, as a secure context needs it, and a
// browser that opens the server's own demo page through it. `relay-agent.ts HOST PORT ROOM`.
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startRelay } from '../network/relay.ts';

export interface CallSeen {
  /** Frames of the other side's picture that were decoded. */
  frames: number;
  /** Types of the two ends of the path in use, such as `relay`. */
  local: string;
  remote: string;
  /** What the page itself was told to connect with. */
  attributes: string[];
}

const [host = '', port = '', room = ''] = process.argv.slice(2);
const localPort = await startRelay('127.0.0.1', host, Number(port));
const browser = await launchChromium({ autoplay: true });
const page = await browser.newPage();
await page.evaluateOnNewDocument(() => {
  const seen: RTCPeerConnection[] = [];
  Object.assign(window, { seen });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      seen.push(this);
    }
  };
});
await page.goto(`http://127.0.0.1:${localPort}/demo/?room=${room}&autojoin`);

async function look(): Promise<CallSeen> {
  return page.evaluate(async () => {
    const { seen } = window as unknown as { seen: RTCPeerConnection[] };
    const found = { frames: 0, local: 'none', remote: 'none' };
    for (const connection of seen) {
      const stats = new Map<string, Record<string, unknown>>();
      (await connection.getStats()).forEach((entry: { id: string }) => stats.set(entry.id, { ...entry }));
      for (const entry of stats.values()) {
        if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'video') {
          found.frames = Math.max(found.frames, Number(entry['framesDecoded'] ?? 0));
        }
        if (entry['type'] !== 'transport') continue;
        const pair = stats.get(String(entry['selectedCandidatePairId']));
        if (!pair) continue;
        const ends = [pair['localCandidateId'], pair['remoteCandidateId']] as string[];
        // No helper with a name: it would not survive the way into the page.
        const [local, remote] = ends.map((id) => stats.get(id)?.['candidateType'] as string | undefined);
        found.local = local ?? 'none';
        found.remote = remote ?? 'none';
      }
    }
    const call = document.querySelector('metered-call');
    return { ...found, attributes: call?.getAttributeNames() ?? [] };
  });
}

process.on('message', () => void look().then((seen) => process.send?.(seen)));
process.once('disconnect', () => void closeBrowser(browser).then(() => process.exit()));
process.send?.('ready');
