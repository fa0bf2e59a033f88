import type { Draft } from './fixture.ts';
import { miss, stats, endAt, event, observed, lookAgain, candidate, type NearMiss } from './near-miss.ts';

/** The sender's report that each of the eight samples has, of a sender that never stops. */
const reportsAt = (second: (index: number) => number): NearMiss['change'] =>
  stats('remote-outbound-rtp', (entry, index) => {
    entry['remoteTimestamp'] = entry['timestamp'] = second(index) * 1_000;
    entry['packetsSent'] = second(index) * 50;
    entry['bytesSent'] = second(index) * 50_000;
  });

/** By its reports the sender goes on, and after the fourth of the eight samples nothing arrives. */
const sentInVain = (draft: Draft): void => {
  stats('inbound-rtp', (entry, index) => {
    entry['packetsReceived'] = Math.min(index, 3) * 50;
  })(draft);
  reportsAt((index) => index)(draft);
};

/** The sample of the eight from which on nothing comes. */
const allStopsAt =
  (last: number): NearMiss['change'] =>
  (draft) => {
    stats('inbound-rtp', (entry, index) => {
      entry['packetsReceived'] = Math.min(index, last) * 50;
    })(draft);
    reportsAt((index) => Math.min(index, last))(draft);
  };

/** Of paths, pictures and elements: for each code a case that lacks one thing of its proof. */
export const MEDIA: readonly NearMiss[] = [
  miss('turn-missing', 'turn-missing.firefox', 'there is one', ({ trace }) => {
    for (const { configurations } of trace.connections)
      for (const { iceServers } of configurations)
        iceServers.push({ urls: ['turn:a.example'], hasCredential: true });
  }),
  miss(
    'turn-unreachable',
    'turn-unreachable.chromium',
    'another one gave a relay',
    candidate('local', 'relay'),
  ),
  miss('turn-rejected', 'turn-rejected.firefox', 'another one gave a relay', candidate('local', 'relay')),
  miss('codec-mismatch', 'codec-mismatch.chromium', 'the answer takes the video', ({ trace }) => {
    for (const description of event(trace, 'description'))
      description.sdp = description.sdp.replace('m=video 0 ', 'm=video 9 ');
  }),
  miss('dtls-failed', 'dtls-failed.chromium', 'it is still being tried', (draft) => {
    stats('transport', (entry) => {
      entry['dtlsState'] = 'connecting';
    })(draft);
    for (const one of event(draft.trace, 'connection-state')) one.state = 'connecting';
  }),
  miss(
    'dtls-failed',
    'dtls-failed.firefox',
    'the path is lost, with which Firefox lets go of DTLS',
    ({ trace }) => {
      for (const one of event(trace, 'ice-state').slice(-1)) one.state = 'disconnected';
    },
  ),
  miss(
    'negotiation-stalled',
    'negotiation-stalled.firefox',
    'offered 9.9 s ago',
    endAt((trace) => event(trace, 'signaling-state').at(-1)?.at, 9_900),
  ),
  miss('ice-stalled', 'ice-stalled.chromium', 'one candidate came', candidate('remote', 'host')),
  miss('ice-failed', 'ice-failed.chromium', 'it is disconnected, and may come back', ({ trace }) => {
    for (const one of event(trace, 'connection-state'))
      if (one.state === 'failed') one.state = 'disconnected';
    for (const one of event(trace, 'ice-state')) if (one.state === 'failed') one.state = 'disconnected';
  }),
  miss(
    'relay-in-use',
    'relay-in-use.chromium',
    'the address is a reflected one',
    stats('local-candidate', (entry) => {
      entry['candidateType'] = 'srflx';
    }),
  ),
  miss(
    'path-changed',
    'path-changed.chromium',
    'it is the same kind of path',
    stats('local-candidate', (entry) => {
      entry['candidateType'] = 'host';
    }),
  ),

  miss(
    'peer-sends-no-video',
    'peer-sends-no-video.chromium',
    'it has just connected',
    endAt(
      (trace) => event(trace, 'connection-state').findLast(({ state }) => state === 'connected')?.at,
      2_900,
    ),
  ),
  miss(
    'peer-paused',
    'peer-paused.chromium',
    'the sender goes on',
    stats('remote-outbound-rtp', (entry, index) => {
      entry['packetsSent'] = index * 100;
    }),
  ),
  miss(
    'no-packets',
    'no-packets.chromium',
    'no more comes than a transport needs for itself',
    stats('transport', (entry, index) => {
      entry['bytesReceived'] = index * 4_000;
    }),
  ),
  miss(
    'no-packets',
    'no-packets.firefox',
    'no more comes than a transport needs for itself',
    stats('candidate-pair', (entry, index) => {
      entry['bytesReceived'] = index * 4_000;
    }),
  ),
  miss(
    'no-packets',
    'remote-source-black.chromium',
    'one report alone came meanwhile, late, of what had arrived before',
    reportsAt((index) => (index < 7 ? 3 : 7)),
    sentInVain,
  ),
  miss(
    'no-packets',
    'remote-source-black.chromium',
    'so it is while the transport looks for bandwidth',
    (draft) => {
      reportsAt((index) => (index < 7 ? 3 : 7))(draft);
      stats('transport', (entry, index) => {
        entry['bytesReceived'] = index * 100_000;
      })(draft);
    },
    sentInVain,
  ),
  miss(
    'no-packets',
    'remote-source-black.chromium',
    'packets and reports came until four seconds ago',
    allStopsAt(3),
    allStopsAt(2),
  ),
  miss(
    'no-keyframe',
    'no-keyframe.firefox',
    'nothing is asked for',
    stats('inbound-rtp', (entry) => {
      entry['pliCount'] = 0;
    }),
  ),
  miss(
    'undecodable',
    'undecodable.chromium',
    'one frame was decoded',
    stats('inbound-rtp', (entry) => {
      entry['framesDecoded'] = 1;
    }),
  ),
  miss('undecodable', 'undecodable.firefox', 'its decoder has just begun', ({ trace }) => {
    for (const { log } of trace.connections)
      for (const event of log) if (event.type === 'track') event.at = trace.until - 5_900;
  }),
  miss(
    'decoder-missing',
    'undecodable.firefox',
    'there is a decoder',
    stats('inbound-rtp', (entry) => {
      entry['decoderImplementation'] = 'libvpx';
    }),
    stats('inbound-rtp', (entry) => {
      entry['decoderImplementation'] = 'NullVideoDecoder';
    }),
  ),
  miss(
    'frozen',
    'frozen.chromium',
    'no new frame came: the screen is still',
    stats('inbound-rtp', (entry) => {
      entry['framesReceived'] = 100;
    }),
  ),
  miss(
    'frozen',
    'frozen.firefox',
    'four frames wait: the other side sends few',
    stats('inbound-rtp', (entry, index) => {
      entry['framesReceived'] = 100 + Math.max(0, index - 3);
    }),
  ),
  miss(
    'remote-source-black',
    'remote-source-black.firefox',
    'the last picture has some light',
    lookAgain({ luma: 11 }),
  ),
  miss(
    'remote-source-black',
    'remote-source-black.chromium',
    'the page is behind another',
    lookAgain({ pageHidden: true }),
  ),

  miss(
    'autoplay-blocked',
    'autoplay-blocked.chromium',
    'play() was refused 1.4 s ago',
    endAt(
      ({ elements }) => elements.flatMap(({ log }) => log).findLast(({ type }) => type === 'play')?.at,
      1_400,
    ),
  ),
  miss(
    'autoplay-blocked',
    'autoplay-blocked.firefox',
    'the page is behind another',
    lookAgain({ pageHidden: true }),
  ),
  miss(
    'renderer-stale',
    'renderer-stale.firefox',
    'the newer stream came 1.4 s ago',
    endAt((trace) => event(trace, 'track').at(-1)?.at, 1_400),
  ),
  miss('renderer-ended', 'renderer-ended.chromium', 'a track is live', (draft) => {
    const last = observed(draft).at(-1);
    lookAgain({ liveTracks: last?.tracks ?? [] })(draft);
  }),
  miss(
    'renderer-paused',
    'renderer-paused.firefox',
    'the page is behind another',
    lookAgain({ pageHidden: true }),
  ),
  miss('renderer-hidden', 'renderer-hidden.chromium', 'the page came to the front just now', (draft) => {
    for (const one of observed(draft).slice(0, -1)) Object.assign(one, { pageHidden: true });
    draft.trace.until = (observed(draft).at(-1)?.at ?? 0) + 2_900;
  }),
  miss(
    'renderer-unbound',
    'renderer-unbound.firefox',
    'an element was given something 1 s ago',
    ({ trace }) => {
      const at = trace.until - 1_000;
      trace.elements.push({
        id: 'e9',
        tag: 'video',
        firstSeenAt: at,
        log: [{ at, type: 'source', stream: 'x' }],
      });
    },
  ),
  miss('renderer-leak', 'renderer-leak.firefox', 'there are two', ({ trace }) => {
    trace.elements.pop();
  }),
  miss('connection-leak', 'connection-leak.chromium', 'there are two', ({ trace }) => {
    trace.connections.pop();
  }),
];
