import type { ConnectionTrace, StatsEntry, StatsSample } from '../../core/recorder/trace.ts';

export type PlotName = 'bitrate' | 'frames' | 'loss' | 'rtt' | 'jitter' | 'available';

/** Times in seconds, as uPlot wants them, and a line each of values; null where a sample says nothing. */
export interface Plot {
  readonly name: PlotName;
  readonly times: readonly number[];
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

/** What one entry says at one sample, given the one before. */
type Reading = (now: StatsEntry, before: StatsEntry | undefined, seconds: number) => number | null;

interface Drawn {
  readonly types: readonly string[];
  readonly read: Reading;
}

const field = (entry: StatsEntry | undefined, key: string): number | undefined => {
  const value = entry?.[key];
  return typeof value === 'number' ? value : undefined;
};

/** A counter's rise per second, times `by`. */
const rate =
  (keys: readonly string[], by: number): Reading =>
  (now, before, seconds) => {
    for (const key of keys) {
      const [a, b] = [field(before, key), field(now, key)];
      if (a !== undefined && b !== undefined && b >= a && seconds > 0) return ((b - a) / seconds) * by;
    }
    return null;
  };

const value =
  (keys: readonly string[], by: number): Reading =>
  (now) => {
    for (const key of keys) {
      const found = field(now, key);
      if (found !== undefined) return found * by;
    }
    return null;
  };

const lost: Reading = (now, before) => {
  const rise = (key: string): number => (field(now, key) ?? 0) - (field(before, key) ?? 0);
  const [missing, came] = [rise('packetsLost'), rise('packetsReceived')];
  return before && missing + came > 0 && missing >= 0 ? (100 * missing) / (missing + came) : null;
};

const PLOTS: Readonly<Record<PlotName, Drawn>> = {
  bitrate: { types: ['inbound-rtp', 'outbound-rtp'], read: rate(['bytesReceived', 'bytesSent'], 8 / 1_000) },
  frames: { types: ['inbound-rtp', 'outbound-rtp'], read: rate(['framesDecoded', 'framesEncoded'], 1) },
  loss: { types: ['inbound-rtp'], read: lost },
  rtt: { types: ['candidate-pair'], read: value(['currentRoundTripTime'], 1_000) },
  jitter: { types: ['inbound-rtp'], read: value(['jitter'], 1_000) },
  available: { types: ['candidate-pair'], read: value(['availableOutgoingBitrate'], 1 / 1_000) },
};

const MAX_LINES = 12;
const MAX_POINTS = 600;

/** The numbers of a connection over time; plots that would be empty are left out. */
export function plotsOf({ samples }: ConnectionTrace): readonly Plot[] {
  const shown = samples.slice(-MAX_POINTS).map(({ at, stats }: StatsSample) => ({ at, stats }));
  return (Object.keys(PLOTS) as PlotName[]).flatMap((name) => {
    const lines = linesOf(PLOTS[name], shown);
    return lines.length > 0 ? [{ name, times: shown.map(({ at }) => at / 1_000), lines }] : [];
  });
}

function linesOf({ types, read }: Drawn, samples: readonly StatsSample[]): Plot['lines'] {
  const ids = new Map<string, string>();
  for (const { stats } of samples)
    for (const [id, entry] of Object.entries(stats))
      if (types.includes(entry.type) && ids.size < MAX_LINES) ids.set(id, labelOf(entry));
  return [...ids].flatMap(([id, label]) => {
    const values = samples.map((sample, i) => {
      const [now, before] = [sample.stats[id], samples[i - 1]];
      return now ? read(now, before?.stats[id], (sample.at - (before?.at ?? sample.at)) / 1_000) : null;
    });
    return values.some((point) => point !== null) ? [{ label, values }] : [];
  });
}

function labelOf(entry: StatsEntry): string {
  const kind = entry['kind'];
  const way = entry.type === 'inbound-rtp' ? '↓' : entry.type === 'outbound-rtp' ? '↑' : '';
  return typeof kind === 'string' ? `${kind} ${way}` : entry.type;
}
