import { input } from '../input.ts';
import { Loopback, type LoopbackOptions } from '../loopback.ts';
import { picture, plays, show } from '../media.ts';
import { seen } from '../seen.ts';

async function call(options: LoopbackOptions): Promise<Loopback> {
  const loopback = await Loopback.open(options);
  loopback.send(picture());
  await loopback.negotiate();
  if (!options.unanswered) show(loopback.stream);
  return loopback;
}

const turn = (): RTCIceServer[] => [...input.iceServers];
const withSdp = (
  change: (sdp: string) => string,
  only: 'here' | 'there',
): NonNullable<LoopbackOptions['alter']> => {
  return (description, to) =>
    to === only ? { ...description, sdp: change(description.sdp ?? '') } : description;
};
/** Addresses of a network that exists in books alone (RFC 5737). */
const nowhere = (candidate: RTCIceCandidate): RTCIceCandidateInit | null => {
  if (candidate.protocol !== 'udp') return null;
  const parts = candidate.candidate.split(' ');
  parts[4] = '198.51.100.1';
  parts[5] = '40000';
  return { ...candidate.toJSON(), candidate: parts.join(' ') };
};

/** Faults of the path, with plain connections. */
export const networkFaults = {
  'turn-missing': () => call({ pass: nowhere }),
  'turn-missing-relay-only': () => call({ here: { iceTransportPolicy: 'relay' } }),
  'turn-unreachable': () => call({ here: { iceServers: turn(), iceTransportPolicy: 'relay' } }),
  'turn-rejected': () => call({ here: { iceServers: turn(), iceTransportPolicy: 'relay' } }),
  'turn-rejected-while-connected': () => call({ here: { iceServers: turn() } }),
  'ice-failed': () => call({ here: { iceServers: turn() }, pass: nowhere }),
  'ice-stalled': () => call({ pass: () => null }),
  'negotiation-stalled': async () => {
    const loopback = await Loopback.open({ unanswered: true });
    loopback.here.addTrack(...only(picture()));
    await loopback.negotiate('here');
  },
  'dtls-failed': () =>
    call({
      alter: withSdp(
        (sdp) => sdp.replace(/^(a=fingerprint:\S+ ).*/gm, (_, name: string) => name + FALSE_PRINT),
        'here',
      ),
    }),
  'codec-mismatch': () =>
    call({
      alter: (description, to) => ({
        ...description,
        sdp:
          to === 'here'
            ? (description.sdp ?? '').replace(/^(a=rtpmap:\d+) (VP8|VP9|H264|AV1|H265)\//gm, '$1 X$2/')
            : (description.sdp ?? ''),
      }),
    }).catch(() => undefined),
  'relay-in-use': async () => {
    const loopback = await call({ here: { iceServers: turn(), iceTransportPolicy: 'relay' } });
    await loopback.connected();
  },
  'path-changed': async () => {
    const loopback = await call({ here: { iceServers: turn(), iceTransportPolicy: 'relay' } });
    await loopback.connected();
    const since = Date.now() + 1_000;
    await seen(({ connections }) => connections.some(({ samples }) => samples.some(({ at }) => at > since)));
    loopback.here.setConfiguration({ iceServers: turn(), iceTransportPolicy: 'all' });
    loopback.here.restartIce();
    await loopback.negotiate('here');
    const [video] = document.getElementsByTagName('video');
    if (video) await plays(video);
  },
} as const;

const FALSE_PRINT = Array.from({ length: 32 }, (_, i) => (16 + i).toString(16).toUpperCase()).join(':');

function only(stream: MediaStream): [MediaStreamTrack, MediaStream] {
  const [track] = stream.getTracks();
  if (!track) throw new Error('no track');
  return [track, stream];
}
