import { cleanText } from '../clean.ts';
import type { Environment } from '../environment.ts';
import type { ConnectionTrace, Trace } from '../trace.ts';
import type { DumpTracks } from './dump-tracks.ts';
import type { Dump } from './own-dump.ts';

/** A trace and an environment from a browser's own dump: connections and captures, and otherwise what is harmless. */
export function dumpOf(
  connections: readonly ConnectionTrace[],
  { tracks, captures }: DumpTracks,
  page: { readonly userAgent: string; readonly url: string; readonly browser: Environment['browser'] },
): Dump {
  const starts = [...connections.map(({ createdAt }) => createdAt), ...captures.map(({ at }) => at)];
  const ends = [
    ...connections.flatMap(({ log, samples }) => [log.at(-1)?.at ?? 0, samples.at(-1)?.at ?? 0]),
    ...captures.map(({ at, settledAt }) => settledAt ?? at),
  ];
  const startedAt = starts.reduce((a, b) => Math.min(a, b), starts[0] ?? 0);
  const trace: Trace = {
    format: 'metered-call-trace',
    version: 1,
    startedAt,
    until: ends.reduce((a, b) => Math.max(a, b), startedAt),
    fromStart: false,
    unseen: ['elements', 'sockets'],
    dropped: 0,
    connections,
    tracks,
    elements: [],
    captures,
    sockets: [],
    tokens: [],
    calls: [],
    peers: [],
    violations: [],
    probes: [],
  };
  return { trace, environment: environmentOfDump(connections, page) };
}

function environmentOfDump(
  connections: readonly ConnectionTrace[],
  { userAgent, url, browser }: { userAgent: string; url: string; browser: Environment['browser'] },
): Environment {
  const origin = /^(https?:\/\/[^/?#]+)/.exec(url)?.[1] ?? '';
  const secure = !/^http:\/\/(?!localhost\b|127\.|\[::1\])/.test(url);
  return {
    secureContext: secure,
    mediaDevices: secure,
    webrtc: true,
    browser,
    userAgent: cleanText(userAgent),
    origin: cleanText(origin),
    framed: false,
    framedCrossOrigin: false,
    permissions: { camera: 'unknown', microphone: 'unknown' },
    hidden: false,
    online: true,
    secretKeys: [],
    videoCodecs: videoCodecs(connections),
  };
}

/** What the browser offered or answered with. */
function videoCodecs(connections: readonly ConnectionTrace[]): string[] {
  const local = connections.flatMap(({ log }) =>
    log.flatMap((event) => (event.type === 'description' && event.end === 'local' ? [event.sdp] : [])),
  );
  const found = local.flatMap((sdp) =>
    sdp
      .split(/\r?\n(?=m=)/)
      .filter((section) => section.startsWith('m=video'))
      .flatMap((section) =>
        [...section.matchAll(/^a=rtpmap:\d+ ([\w-]+)\//gm)].map(([, codec]) => codec ?? ''),
      ),
  );
  return [...new Set(found)];
}
