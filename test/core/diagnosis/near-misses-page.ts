import { miss, stats, endAt, nextCaptureWorks, allowed, ends, type NearMiss } from './near-miss.ts';

/** Of the page and its devices: for each code a case that lacks one thing of its proof. */
export const PAGE: readonly NearMiss[] = [
  miss('insecure-context', 'insecure-context.chromium', 'on localhost', ({ environment }) => {
    environment.secureContext = environment.mediaDevices = true;
  }),
  miss('webrtc-unavailable', 'webrtc-unavailable.firefox', 'it is there', ({ environment }) => {
    environment.webrtc = true;
  }),
  miss('secret-key-in-page', 'secret-key-in-page.firefox', 'the key is publishable', ({ environment }) => {
    environment.secretKeys = [];
  }),

  miss('camera-blocked-by-embedder', 'camera-denied.chromium', 'its frame allows it', allowed('camera')),
  miss(
    'microphone-blocked-by-embedder',
    'microphone-denied.chromium',
    'its frame allows it',
    allowed('microphone'),
  ),
  miss(
    'camera-blocked-by-header',
    'camera-blocked-by-header.chromium',
    'the header allows it',
    allowed('camera'),
  ),
  miss(
    'microphone-blocked-by-header',
    'microphone-blocked-by-header.chromium',
    'the header allows it',
    allowed('microphone'),
  ),
  miss('camera-denied', 'camera-denied.firefox', 'the next attempt works', nextCaptureWorks),
  miss('microphone-denied', 'microphone-denied.chromium', 'the next attempt works', nextCaptureWorks),
  miss('camera-missing', 'camera-missing.chromium', 'one was plugged in', nextCaptureWorks),
  miss('microphone-missing', 'microphone-missing.firefox', 'one was plugged in', nextCaptureWorks),
  miss('camera-busy', 'camera-busy.chromium', 'it is free again', nextCaptureWorks),
  miss('microphone-busy', 'microphone-busy.chromium', 'it is free again', nextCaptureWorks),
  miss('camera-overconstrained', 'camera-overconstrained.firefox', 'less was asked for', nextCaptureWorks),
  miss('camera-lost', 'camera-lost.chromium', 'the page stopped it', ends('ended', 'stopped')),
  miss(
    'microphone-lost',
    'microphone-lost.unplugged.firefox',
    'the page stopped it',
    ends('ended', 'stopped'),
  ),
  miss('camera-black', 'camera-black.firefox', 'the last picture has some light', ({ trace }) => {
    for (const { log } of trace.tracks) {
      const last = log.findLast(({ type }) => type === 'luma');
      if (last?.type === 'luma') last.value = 11;
    }
  }),
  miss(
    'microphone-silent',
    'microphone-silent.chromium',
    'nobody else talks',
    stats('inbound-rtp', (entry) => {
      entry['audioLevel'] = 0;
    }),
  ),
  miss('device-mismatch', 'device-mismatch.chromium', 'it is the same camera', ({ trace }) => {
    for (const track of trace.tracks) if (track.origin === 'camera') track.device = 'one';
  }),
  miss(
    'capture-left-on',
    'capture-left-on.firefox',
    'the call ended 2.9 s ago',
    endAt(
      ({ sockets, connections }) =>
        Math.max(...[...sockets, ...connections].map(({ closedAt = 0 }) => closedAt)),
      2_900,
    ),
  ),
];
