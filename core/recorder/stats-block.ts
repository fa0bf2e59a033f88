import { BLOCK_SAMPLES, MAX_STATS_ENTRIES, MAX_STATS_FIELDS, MAX_TEXT } from './bounds.ts';
import type { StatsEntry, StatsSample } from './trace.ts';

type Field = string | number | boolean;
type Fields = Readonly<Record<string, Field>>;
/** What getStats() gives: by id, plain objects of fields. Hostile where it comes from a dump. */
export type RawStats = Iterable<readonly [string, object]>;

/** One entry over a stretch of samples in which the same numbers vary. JSON, so that dumps carry it too. */
export interface StatsSegment {
  /** Index of its first sample. */
  readonly from: number;
  /** Index after its last one; null while it goes on. */
  to: number | null;
  /** What does not vary. */
  readonly fixed: Fields;
  /** What varies, by name. */
  readonly keys: readonly string[];
  /** Rows of index and values, one wherever a value has changed; null or NaN where a field is missing. */
  rows: (number | null)[];
}

type Model = Pick<StatsSegment, 'fixed' | 'keys'>;

/** Never stored: secret (ICE usernames), bulky, or known from the sample. */
const SKIPPED = /^(id|timestamp|base64Certificate|.*usernameFragment)$/i;
const isField = (value: unknown): value is Field =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'boolean' || typeof value === 'string';

/**
 * A minute of samples in columns: constants once, and of the numbers that vary a row wherever one changed. Samples are
 * built again only when somebody reads them.
 */
export class StatsBlock {
  readonly at: number[];
  readonly #series: Map<string, StatsSegment[]>;
  readonly #models = new Map<string, Model>();

  /** @param before Whose constants are shared where they still hold. */
  constructor(before?: StatsBlock, at: number[] = [], series = new Map<string, StatsSegment[]>()) {
    this.at = at;
    this.#series = series;
    for (const [id, segments] of before?.series ?? []) {
      const last = segments.at(-1);
      if (last) this.#models.set(id, { fixed: last.fixed, keys: last.keys });
    }
  }

  get full(): boolean {
    return this.at.length >= BLOCK_SAMPLES;
  }

  /** How many numbers it holds. */
  get size(): number {
    let size = this.at.length;
    for (const segments of this.#series.values()) for (const { rows } of segments) size += rows.length;
    return size;
  }

  get series(): ReadonlyMap<string, readonly StatsSegment[]> {
    return this.#series;
  }

  append(at: number, stats: RawStats): void {
    const index = this.at.length;
    this.at.push(at);
    const seen = new Set<string>();
    for (const [id, raw] of stats) {
      const type = (raw as { type?: unknown }).type;
      if (typeof type !== 'string' || type === 'certificate') continue;
      if (seen.size >= MAX_STATS_ENTRIES) break;
      seen.add(id);
      this.#put(index, id, raw as Record<string, unknown>, type.startsWith('remote-'));
    }
    for (const [id, segments] of this.#series) {
      const last = segments.at(-1);
      if (last && !seen.has(id)) last.to ??= index;
    }
  }

  /** The sample at `index`, built anew. */
  read(index: number): StatsSample['stats'] {
    const stats: Record<string, StatsEntry> = {};
    for (const [id, segments] of this.#series) {
      for (const segment of segments) {
        if (index < segment.from || index >= (segment.to ?? Infinity)) continue;
        stats[id] = entryAt(segment, index);
        break;
      }
    }
    return stats;
  }

  /** Gives back the room that growing arrays keep in reserve. */
  seal(): void {
    this.#models.clear();
    for (const segments of this.#series.values()) for (const s of segments) s.rows = s.rows.slice();
  }

  #put(index: number, id: string, raw: Record<string, unknown>, remote: boolean): void {
    let segments = this.#series.get(id);
    if (!segments) this.#series.set(id, (segments = []));
    const last = segments.at(-1);
    const open = last && last.to === null ? last : undefined;
    const model = last ?? this.#models.get(id);
    const row = model && fit(raw, model, remote);
    if (row && open) {
      if (changed(open, row)) open.rows.push(index, ...row);
      return;
    }
    const { fixed, keys } = row ? model : split(raw, model, remote);
    const rows = keys.length === 0 ? [] : [index, ...keys.map((key) => numberOf(raw[key]))];
    if (open) open.to = index;
    segments.push({ from: index, to: null, fixed, keys, rows });
  }
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : NaN;

const wanted = (key: string, value: unknown, remote: boolean): value is Field =>
  isField(value) && (!SKIPPED.test(key) || (remote && key === 'timestamp'));

/** The values of what varies if everything else is as in `model`, else null. */
function fit(raw: Record<string, unknown>, model: Model, remote: boolean): number[] | null {
  const { fixed, keys } = model;
  for (const key in fixed) {
    const value = raw[key];
    // Long texts were cut.
    if (value !== fixed[key] && !(typeof value === 'string' && value.slice(0, MAX_TEXT) === fixed[key]))
      return null;
  }
  for (const key in raw)
    if (!(key in fixed) && !keys.includes(key) && wanted(key, raw[key], remote)) return null;
  const row: number[] = [];
  for (const key of keys) {
    const value = raw[key];
    // A field that was a number and is a text now is not one that varies.
    if (value !== undefined && typeof value !== 'number') return null;
    row.push(numberOf(value));
  }
  return row;
}

/** Numbers that have differed from `model`, or that it knows as varying, vary; everything else is fixed. */
function split(raw: Record<string, unknown>, model: Model | undefined, remote: boolean): Model {
  const fixed: Record<string, Field> = {};
  const keys: string[] = [];
  let count = 0;
  for (const key in raw) {
    const value = raw[key];
    if (!wanted(key, value, remote) || ++count > MAX_STATS_FIELDS) continue;
    const before = model && (key in model.fixed ? model.fixed[key] : undefined);
    const varies = typeof value === 'number' && model !== undefined && before !== value;
    if (varies) keys.push(key);
    else fixed[key] = typeof value === 'string' ? value.slice(0, MAX_TEXT) : value;
  }
  return { fixed, keys };
}

function changed({ keys, rows }: StatsSegment, row: readonly number[]): boolean {
  const start = rows.length - keys.length;
  return row.some((value, i) => !Object.is(value, rows[start + i]));
}

function entryAt({ fixed, keys, rows }: StatsSegment, index: number): StatsEntry {
  if (keys.length === 0) return fixed as StatsEntry;
  const width = keys.length + 1;
  let start = rows.length - width;
  while (start > 0 && (rows[start] ?? 0) > index) start -= width;
  const entry: Record<string, Field> = { ...fixed };
  keys.forEach((key, i) => {
    const value = rows[start + 1 + i];
    if (typeof value === 'number' && !Number.isNaN(value)) entry[key] = value;
  });
  return entry as StatsEntry;
}
