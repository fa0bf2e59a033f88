import type { Code } from '../../../core/diagnosis/catalogue.ts';
import type { ElementEvent, StatsEntry, Trace } from '../../../core/recorder/trace.ts';
import type { Draft } from './fixture.ts';

export interface NearMiss {
  readonly code: Code;
  /** Of what a browser recorded; with the change undone it is the fault. */
  readonly fixture: string;
  readonly but: string;
  readonly change: (draft: Draft) => void;
  /** What no browser can be made to record: brings the fault about before it is changed. */
  readonly cause?: (draft: Draft) => void;
}

type Stats = Record<string, string | number | boolean>;
type Connection = Draft['trace']['connections'][number];

export const miss = (
  code: Code,
  fixture: string,
  but: string,
  change: NearMiss['change'],
  cause?: NearMiss['change'],
): NearMiss => ({ code, fixture: `${fixture}.json`, but, change, ...(cause ? { cause } : {}) });

/** Changes every entry of a type, in all samples; `index` counts the samples. */
export const stats =
  (type: StatsEntry['type'], work: (entry: Stats, index: number) => void) =>
  ({ trace }: Draft): void => {
    for (const { samples } of trace.connections)
      samples.forEach((sample, index) => {
        for (const entry of Object.values(sample.stats)) if (entry.type === type) work(entry, index);
      });
  };

export const later =
  (ms: number) =>
  ({ trace }: Draft): void => {
    trace.until += ms;
  };

/** The trace as it was so long after a moment; what came after that moment is left alone. */
export const endAt =
  (moment: (trace: Trace) => number | undefined, ms: number) =>
  ({ trace }: Draft): void => {
    const at = moment(trace);
    if (at === undefined) throw new Error('that never happened');
    trace.until = at + ms;
  };

export const event = <T extends Connection['log'][number]['type']>(
  trace: Trace | Draft['trace'],
  type: T,
): (Connection['log'][number] & { type: T })[] =>
  (trace.connections as Connection[]).flatMap(({ log }) =>
    log.filter((one): one is Connection['log'][number] & { type: T } => one.type === type),
  );

export const observed = ({ trace }: Draft): (ElementEvent & { type: 'observed' })[] =>
  (trace.elements as Trace['elements']).flatMap(({ log }) => log.filter((one) => one.type === 'observed'));

export const lookAgain =
  (change: Partial<ElementEvent & { type: 'observed' }>, all = false) =>
  (draft: Draft): void => {
    for (const one of all ? observed(draft) : observed(draft).slice(-1)) Object.assign(one, change);
  };

export const nextCaptureWorks = ({ trace }: Draft): void => {
  const last = trace.captures.at(-1);
  if (!last) throw new Error('there was no capture');
  const { error: _error, ...rest } = last;
  trace.captures.push({ ...rest, id: 'next', at: trace.until });
};

/** The client came back, and the server let it in. */
export const backAgain = ({ trace }: Draft): void => {
  const last = trace.sockets.at(-1);
  if (!last) throw new Error('there was no socket');
  const { closedAt: _at, closeCode: _code, ...rest } = last;
  trace.sockets.push({ ...rest, id: 'back', createdAt: trace.until, openedAt: trace.until, received: 1 });
};

export const granted =
  (action: string) =>
  ({ trace }: Draft): void => {
    const frames = trace.sockets.flatMap((socket) => socket.frames);
    const refused = frames.findLast(({ type, answers }) => type === 'error' && answers === action);
    const own = trace.sockets.find((socket) => refused && socket.frames.includes(refused));
    if (refused) own?.frames.push({ ...refused, type: 'ack', at: trace.until });
  };

export const candidate =
  (end: 'local' | 'remote', type: 'relay' | 'host') =>
  ({ trace }: Draft): void => {
    for (const { log } of trace.connections)
      log.push({
        at: trace.until,
        type: 'candidate',
        end,
        candidate: { type, protocol: 'udp', mid: '0' },
      });
  };

export const token =
  (type: 'asked' | 'rejected', ages: readonly number[]) =>
  ({ trace }: Draft): void => {
    trace.tokens = ages.map((age) => ({ at: trace.until - age, client: 'call1', type }));
  };

export const allowed =
  (kind: 'camera' | 'microphone') =>
  ({ environment }: Draft): void => {
    environment.framed = true;
    environment.policy = { camera: true, microphone: true, display: true, [kind]: true };
  };

export const ends =
  (from: string, to: 'stopped') =>
  ({ trace }: Draft): void => {
    for (const { log } of trace.tracks) for (const one of log) if (one.type === from) one.type = to;
  };
