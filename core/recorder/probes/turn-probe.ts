import { cleanText } from '../clean.ts';
import type { ProbeResult } from '../trace.ts';
import { unrecorded } from '../unrecorded.ts';
import { probe, probeError } from './probe.ts';

/** A dead UDP port is told of after 40 s in Chromium: what has no answer by now will have none. */
const PATIENCE_MS = 12_000;

/**
 * Sends a byte from this page to itself through each TURN server alone: a loopback whose both ends may use relays only.
 * One result a URL, with the server's own error code as `error.code`.
 */
export function probeTurn(iceServers: readonly RTCIceServer[]): Promise<ProbeResult[]> {
  const single = iceServers.flatMap((server) =>
    [server.urls]
      .flat()
      .filter((url) => /^turns?:/i.test(url))
      .map((urls) => ({ ...server, urls })),
  );
  return Promise.all(
    single.map((server) => probe('turn', server.urls, PATIENCE_MS, (signal) => relayed(server, signal))),
  );
}

function relayed(server: RTCIceServer, signal: AbortSignal): Promise<void> {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const make = (): RTCPeerConnection => unrecorded(() => new RTCPeerConnection(configuration));
  const near = make();
  const far = make();
  const close = (): void => {
    near.close();
    far.close();
  };
  signal.addEventListener('abort', close, { once: true });
  return new Promise((resolve, reject) => {
    const trickle = (from: RTCPeerConnection, to: RTCPeerConnection): void => {
      let relays = 0;
      let refusal: Error | undefined;
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) {
          relays += 1;
          to.addIceCandidate(candidate).catch(() => undefined);
        } else if (relays === 0 && from.iceGatheringState === 'complete') {
          reject(refusal ?? probeError('NoRelayError', 'The server gave no address to relay from.'));
        }
      });
      from.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
        refusal = Object.assign(probeError('TurnError', cleanText(errorText)), { code: String(errorCode) });
        // Unreachable on one interface need not be so on the next; a refusal is final.
        if (errorCode >= 300 && errorCode < 700) reject(refusal);
      });
    };
    trickle(near, far);
    trickle(far, near);
    near.createDataChannel('probe').addEventListener('open', (event) => {
      (event.target as RTCDataChannel).send('x');
    });
    far.addEventListener('datachannel', ({ channel }) =>
      channel.addEventListener('message', () => resolve()),
    );
    connect(near, far).catch(reject);
  });
}

async function connect(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  await near.setLocalDescription();
  if (near.localDescription) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription) await near.setRemoteDescription(far.localDescription);
}
