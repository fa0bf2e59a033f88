import { isRecord } from '../../util/is-record.ts';
import { MAX_CONNECTIONS } from '../bounds.ts';
import { ChromeConnection } from './chrome-connection.ts';
import { DumpError } from './dump-error.ts';
import { DumpTracks } from './dump-tracks.ts';
import { dumpOf } from './dump-trace.ts';
import type { Dump } from './own-dump.ts';

export const RTCSTATS_MAGIC = 'RTCStatsDump';
const VERSION = 3;
const MAX_LINES = 200_000;

/** Reads Chrome's rtcstats dump: a line an event, `[method, connection, value, …, time]`, times after the first as differences. */
export function readRtcstats(text: string): Dump {
  const lines = text.split('\n', MAX_LINES);
  const header = line(lines[1] ?? '');
  if (!isRecord(header)) throw new DumpError('damaged', 'The dump has no header.');
  if (header['fileFormat'] !== VERSION)
    throw new DumpError('unknown_version', 'The dump has a version that is not known.');
  const reader = new Reader();
  for (const text of lines.slice(2)) {
    const event = line(text);
    if (Array.isArray(event)) reader.event(event);
  }
  return reader.dump();
}

class Reader {
  readonly #tracks = new DumpTracks();
  readonly #connections = new Map<string, ChromeConnection>();
  #now = 0;
  #url = '';
  #userAgent = '';

  event(event: readonly unknown[]): void {
    const [method, id, value] = event;
    const time = event.at(-1);
    if (typeof method !== 'string' || typeof time !== 'number' || !Number.isFinite(time)) return;
    this.#now += time;
    const capture = /^navigator\.mediaDevices\.(\w+Media)(OnSuccess|OnFailure)?$/.exec(method);
    if (capture) this.#capture(capture[1] ?? '', capture[2], value, String(event[3]));
    else if (id === null) this.#page(value);
    else if (typeof id === 'string') this.#connection(method, id, value, event[3]);
  }

  dump(): Dump {
    const traces = [...this.#connections.values()].map((connection) => connection.trace());
    return dumpOf(traces, this.#tracks, { userAgent: this.#userAgent, url: this.#url, browser: 'chromium' });
  }

  #page(value: unknown): void {
    const brands =
      isRecord(value) && isRecord(value['userAgentData']) ? value['userAgentData']['brands'] : [];
    if (!Array.isArray(brands)) return;
    this.#userAgent = brands
      .filter(isRecord)
      .map(({ brand, version }) => `${String(brand)}/${String(version)}`)
      .join(' ');
  }

  #capture(method: string, outcome: string | undefined, value: unknown, key: string): void {
    if (outcome === undefined) {
      const { audio, video } = isRecord(value) ? value : {};
      this.#tracks.asked(this.#now, key, method, audio, video);
    } else if (outcome === 'OnFailure') {
      const { error, error_message } = isRecord(value) ? value : {};
      this.#tracks.refused(this.#now, key, error, error_message);
    } else {
      const granted = Array.isArray(value) ? value.filter((track) => Array.isArray(track)) : [];
      this.#tracks.granted(
        this.#now,
        key,
        granted.map(([kind, id, label]: unknown[]) => [kind, id, label] as const),
      );
    }
  }

  #connection(method: string, id: string, value: unknown, url: unknown): void {
    if (method === 'create') {
      if (typeof url === 'string') this.#url = url;
      if (this.#connections.size >= MAX_CONNECTIONS) return;
      this.#connections.set(id, new ChromeConnection(id.slice(0, 64), this.#now, value, this.#tracks));
      return;
    }
    const connection = this.#connections.get(id);
    if (!connection) return;
    if (method.toLowerCase() !== 'getstats') return connection.add(this.#now, method, value);
    if (!isRecord(value)) return;
    const entries = Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] =>
      isRecord(entry[1]),
    );
    connection.sample(
      this.#now,
      entries.map(([key, entry]) => [key, withoutDerived(entry)] as const),
    );
  }
}

/** What Chrome works out itself stands in brackets. */
function withoutDerived(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !key.startsWith('[')));
}

function line(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
