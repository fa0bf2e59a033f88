import { isRecord } from '../../core/util/is-record.ts';
import { readSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

/** One `<metered-call>` as it speaks of itself. */
export interface InspectedCall {
  readonly room: string;
  readonly state: string;
  /** Text of its report: a dump of ours, where it records. */
  readonly report: string;
  /** JSON of its findings. */
  readonly findings: string;
}

/** What one look at a frame found. */
export interface Inspected extends Surroundings {
  readonly top: boolean;
  /** The page has a recorder of its own. */
  readonly recorded: boolean;
  /** A dump of ours: the environment, and the recorder's trace where there is one. */
  readonly dump: string;
  readonly calls: readonly InspectedCall[];
  /** Elements outside of `calls` that play a stream. */
  readonly streams: number;
}

const MAX_TEXT = 300;
const MAX_CALLS = 20;
const MAX_LENGTH = 30_000_000;

/** The result of a look as the page gave it, or undefined. The dumps inside are checked where they are read. */
export function parseInspected(text: unknown): Inspected | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { top, recorded, dump, calls, streams } = value;
  if (typeof dump !== 'string' || !Array.isArray(calls)) return undefined;
  return {
    top: top === true,
    recorded: recorded === true,
    dump,
    calls: calls.slice(0, MAX_CALLS).filter(isRecord).map(readCall),
    streams: typeof streams === 'number' && Number.isFinite(streams) ? streams : 0,
    ...readSurroundings(value),
  };
}

function readCall({ room, state, report, findings }: Record<string, unknown>): InspectedCall {
  return {
    room: text(room).slice(0, MAX_TEXT),
    state: text(state).slice(0, MAX_TEXT),
    report: text(report),
    findings: text(findings),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
