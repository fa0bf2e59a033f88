// Runs once in each frame that may be looked at, without a recording: what the page runs in, and what its own recorders know.
import { environmentOf } from '../../core/recorder/environment-of.ts';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Trace } from '../../core/recorder/trace.ts';
import type { Inspected, InspectedCall } from '../hops/inspected.ts';
import { surroundingsOf } from '../content/surroundings.ts';

/** The newest minute of each connection: it is looked at again and again, and written down in the page each time. */
const SAMPLES = 60;

interface Shared {
  subscribe(): { snapshot(options: { samples: number }): Trace; stop(): void };
}

interface CallElement extends HTMLElement {
  readonly room?: unknown;
  readonly state?: unknown;
  readonly findings?: unknown;
  exportReport?(): Promise<Blob>;
}

const slots = window as unknown as Readonly<Record<symbol, unknown>>;

function emptyTrace(now: number): Trace {
  return {
    format: 'metered-call-trace',
    version: 1,
    startedAt: now,
    until: now,
    fromStart: false,
    dropped: 0,
    connections: [],
    tracks: [],
    elements: [],
    captures: [],
    sockets: [],
    tokens: [],
    calls: [],
    peers: [],
    violations: [],
    probes: [],
  };
}

/** Of a recorder that the page runs itself. */
function ownTrace(): Trace | undefined {
  const shared = slots[Symbol.for('metered-call.recorder')] as Shared | undefined;
  if (typeof shared?.subscribe !== 'function') return undefined;
  const recording = shared.subscribe();
  try {
    return recording.snapshot({ samples: SAMPLES });
  } finally {
    recording.stop();
  }
}

async function callOf(element: CallElement): Promise<InspectedCall> {
  const report = await element.exportReport?.().then(
    (blob) => blob.text(),
    () => '',
  );
  return {
    room: textOf(element.room),
    state: textOf(element.state),
    report: report ?? '',
    findings: JSON.stringify(element.findings ?? []),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const playsStream = ({ srcObject }: HTMLMediaElement): boolean => srcObject instanceof MediaStream;

async function look(): Promise<Inspected> {
  const calls = [...((slots[Symbol.for('metered-call.instances')] ?? []) as Iterable<CallElement>)];
  const own = ownTrace();
  const trace = own ?? emptyTrace(Date.now());
  return {
    top: window.top === window,
    recorded: own !== undefined,
    dump: writeOwn({ trace, environment: await environmentOf(window) }),
    calls: await Promise.all(calls.slice(0, 20).map(callOf)),
    streams: [...document.querySelectorAll<HTMLMediaElement>('video,audio')].filter(playsStream).length,
    ...surroundingsOf(window),
  };
}

export const result = look().then((inspected) => JSON.stringify(inspected));
