import type { ProbeResult, Trace } from '../../core/recorder/trace.ts';
import { parseProbeRequest } from '../hops/probe-request.ts';
import type { ProbeRequest } from '../hops/probe-request.ts';
import { t } from '../words/words.ts';
import type { Word } from '../words/words.ts';

/** A test that a page can be asked for, and what came of it the last time. */
export interface ProbeOffer {
  readonly request: ProbeRequest;
  readonly label: Word;
  readonly result: ProbeResult | undefined;
}

const MAX_SERVERS = 8;

const LABELS: Readonly<Record<string, Word>> = {
  turn: 'check.turn',
  signalling: 'check.sockets',
  camera: 'tests.camera',
  microphone: 'tests.microphone',
  autoplay: 'check.autoplay',
};

/** Every relay in force, every call server that the page has spoken to, and what each page can be tested for. */
export function probeOffers(trace: Trace): readonly ProbeOffer[] {
  const relays = trace.connections
    .flatMap(({ configurations }) => configurations.at(-1)?.iceServers ?? [])
    .flatMap(({ urls }) => urls.filter((url) => /^turns?:/i.test(url)));
  const servers = trace.sockets.flatMap(({ ours, url }) => (ours ? originOf(url) : []));
  const wanted: readonly (readonly [ProbeRequest['probe'], string])[] = [
    ['capture', 'camera'],
    ['capture', 'microphone'],
    ['autoplay', 'audio'],
    ...newest(servers).map((target) => ['signalling', target] as const),
    ...newest(relays).map((target) => ['turn', target] as const),
  ];
  return wanted.flatMap(([probe, target]): ProbeOffer[] => {
    const request = parseProbeRequest({ probe, target });
    const label = LABELS[probe] ?? LABELS[target];
    if (!request || !label) return [];
    const result = trace.probes.filter((one) => one.probe === probe && one.target === target).at(-1);
    return [{ request, label, result }];
  });
}

const newest = (targets: readonly string[]): readonly string[] => [...new Set(targets)].slice(-MAX_SERVERS);

function originOf(url: string): string[] {
  const [, origin] = /^(wss?:\/\/[^/]+)\//.exec(url) ?? [];
  return origin === undefined ? [] : [origin];
}

/** What came of a test, as text; a page may have written parts of it. */
export function resultText({ result }: ProbeOffer): string {
  if (!result) return '';
  if (result.ok) return t('tests.passed', { ms: result.tookMs });
  const { name, code, message } = result.error ?? { name: '', message: '' };
  return t('tests.failed', { reason: [name, code, message].filter(Boolean).join(' ') });
}
