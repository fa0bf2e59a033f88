import { isRecord } from '../../util/is-record.ts';
import { BoundedList } from '../bounded-list.ts';
import { MAX_CONFIGURATIONS, MAX_CONNECTION_EVENTS, MAX_STATS_ENTRIES } from '../bounds.ts';
import { candidateTrace, cleanIceServer, cleanSdp, cleanText } from '../clean.ts';
import { LazySamples } from '../lazy-samples.ts';
import { standingOfConnection } from '../standing.ts';
import { StatsBlock } from '../stats-block.ts';
import type { ConfigurationTrace, ConnectionEvent, ConnectionTrace } from '../trace.ts';
import type { DumpTracks } from './dump-tracks.ts';

/** Characters of a value in text that are read. */
const MAX_LINE = 4_000;

type Unstamped<E> = E extends unknown ? Omit<E, 'at'> : never;
type Description = { readonly type?: unknown; readonly sdp?: unknown };
type TrackEvent = ConnectionEvent & { type: 'track' };

const STATES: Readonly<
  Record<string, 'signaling-state' | 'ice-state' | 'gathering-state' | 'connection-state'>
> = {
  signalingstatechange: 'signaling-state',
  iceconnectionstatechange: 'ice-state',
  icegatheringstatechange: 'gathering-state',
  connectionstatechange: 'connection-state',
};

/** One connection as Chrome's own log tells it, in either of its dump formats. Values are JSON or, in old versions, text. */
export class ChromeConnection {
  readonly #id: string;
  readonly #createdAt: number;
  readonly #tracks: DumpTracks;
  readonly #log = new BoundedList<ConnectionEvent>(
    MAX_CONNECTION_EVENTS,
    () => undefined,
    standingOfConnection,
  );
  readonly #configurations = new BoundedList<ConfigurationTrace>(MAX_CONFIGURATIONS, () => undefined);
  readonly #block = new StatsBlock();
  readonly #given = { local: undefined as unknown, remote: undefined as unknown };
  #closedAt: number | undefined;

  constructor(id: string, createdAt: number, configuration: unknown, tracks: DumpTracks) {
    this.#id = id;
    this.#createdAt = createdAt;
    this.#tracks = tracks;
    this.#configured(createdAt, configuration);
  }

  /** One line of the log. */
  add(at: number, name: string, given: unknown): void {
    const value = parsed(given);
    const type = name.replace(/^on(?=[a-z])/i, '').toLowerCase();
    const state = STATES[type];
    if (state) {
      const text = cleanText(value, 32);
      this.#push(at, { type: state, state: text } as Unstamped<ConnectionEvent>);
      return;
    }
    const step = /^set(local|remote)description(onsuccess|onfailure)?$/.exec(type);
    if (step) return this.#description(at, step[1] as 'local' | 'remote', step[2], value);
    switch (type) {
      case 'negotiationneeded':
        return this.#push(at, { type: 'negotiation-needed' });
      case 'restartice':
        return this.#push(at, { type: 'ice-restart' });
      case 'icecandidate':
        return this.#candidate(at, 'local', value);
      case 'addicecandidate':
        return this.#candidate(at, 'remote', value);
      case 'addicecandidatefailed':
        return this.#push(at, {
          type: 'candidate',
          end: 'remote',
          candidate: null,
          error: { name: 'OperationError', message: cleanText(value) },
        });
      case 'icecandidateerror':
        return this.#candidateError(at, value);
      case 'createdatachannel':
      case 'datachannel':
        return this.#push(at, {
          type: 'data-channel',
          label: cleanText(isRecord(value) ? value['label'] : '', 64),
          state: 'connecting',
        });
      case 'track':
        return this.#track(at, value);
      case 'transceiveradded':
      case 'transceivermodified':
        return this.#transceiver(at, value);
      case 'setconfiguration':
        return this.#configured(at, value);
      case 'close':
        this.#closedAt ??= at;
        return this.#push(at, { type: 'closed' });
    }
  }

  sample(at: number, entries: Iterable<readonly [string, Record<string, unknown>]>): void {
    const sound = [...entries].slice(0, MAX_STATS_ENTRIES).filter(([id]) => id !== '__proto__');
    this.#block.append(
      at,
      sound.map(([id, entry]) => [id, withTextMid(entry)] as const),
    );
  }

  trace(): ConnectionTrace {
    return {
      id: this.#id,
      createdAt: this.#createdAt,
      ...(this.#closedAt === undefined ? {} : { closedAt: this.#closedAt }),
      configurations: this.#configurations.items,
      log: this.#log.items,
      samples: new LazySamples().of(this.#block),
    };
  }

  #push(at: number, event: Unstamped<ConnectionEvent>): void {
    this.#log.push({ at, ...event });
  }

  #configured(at: number, value: unknown): void {
    const { iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy } = isRecord(value) ? value : {};
    this.#configurations.push({
      at,
      iceServers: Array.isArray(iceServers) ? iceServers.slice(0, 32).map(cleanIceServer) : [],
      iceTransportPolicy: iceTransportPolicy === 'relay' ? 'relay' : 'all',
      ...(typeof bundlePolicy === 'string' ? { bundlePolicy: cleanText(bundlePolicy, 32) } : {}),
      ...(typeof rtcpMuxPolicy === 'string' ? { rtcpMuxPolicy: cleanText(rtcpMuxPolicy, 32) } : {}),
    });
  }

  /** Chrome notes the call, then its outcome; only an implicit description comes with the outcome. */
  #description(at: number, end: 'local' | 'remote', outcome: string | undefined, value: unknown): void {
    if (outcome === undefined) {
      this.#given[end] = value;
      return;
    }
    const { type, sdp } = ((outcome === 'onsuccess' && isRecord(value) ? value : this.#given[end]) ||
      {}) as Description;
    this.#push(at, {
      type: 'description',
      end,
      kind: (cleanText(type, 16) || 'offer') as RTCSdpType,
      sdp: typeof sdp === 'string' ? cleanSdp(sdp) : '',
      ...(outcome === 'onfailure' ? { error: { name: 'OperationError', message: cleanText(value) } } : {}),
    });
  }

  #candidate(at: number, end: 'local' | 'remote', value: unknown): void {
    const init = isRecord(value)
      ? value
      : { candidate: /candidate:.*?(?=, \w+: |$)/.exec(afterName(String(value).slice(0, MAX_LINE)))?.[0] };
    this.#push(at, {
      type: 'candidate',
      end,
      candidate: candidateTrace({
        ...init,
        candidate: typeof init['candidate'] === 'string' ? init['candidate'] : '',
      }),
    });
  }

  #candidateError(at: number, value: unknown): void {
    const text = isRecord(value) ? '' : String(value).slice(0, MAX_LINE);
    const line = (key: string): string => new RegExp(`${key}: (.*)`).exec(text)?.[1] ?? '';
    const field = (key: string): unknown => (isRecord(value) ? value[key] : line(key));
    this.#push(at, {
      type: 'candidate-error',
      url: cleanText(field('url')),
      code: Number(field('error_code')) || 0,
      text: cleanText(field('error_text')),
    });
  }

  #track(at: number, value: unknown): void {
    const [kind, id, streams] = Array.isArray(value)
      ? [value[0] as unknown, value[1] as unknown, value.slice(3) as unknown[]]
      : isRecord(value)
        ? [value['kind'], value['id'], value['streams']]
        : [];
    if (typeof id !== 'string') return;
    this.#push(at, {
      type: 'track',
      track: this.#tracks.remote(at, this.#id, id, kind === 'audio' ? 'audio' : 'video'),
      mid: null,
      streams: Array.isArray(streams) ? streams.map((stream) => cleanText(stream)) : [],
    });
  }

  #transceiver(at: number, value: unknown): void {
    if (!isRecord(value)) return;
    const { mid: given, sender, receiver, kind, transceiverIndex } = value;
    const mid = typeof given === 'string' ? given : null;
    const ofReceiver = isRecord(receiver) ? receiver['track'] : undefined;
    if (typeof ofReceiver === 'string' && mid !== null) this.#named(ofReceiver, mid);
    const ofSender = isRecord(sender) ? sender['track'] : undefined;
    const id = `s${Number(transceiverIndex) + 1}`;
    const before = this.#log.items.findLast((event) => event.type === 'sender' && event.sender === id);
    const track =
      typeof ofSender === 'string'
        ? this.#tracks.local(at, ofSender, kind === 'audio' ? 'audio' : 'video')
        : null;
    if (before?.type === 'sender' ? before.track === track && before.mid === mid : track === null) return;
    this.#push(at, { type: 'sender', sender: id, track, mid });
  }

  /** A remote track's section is told after it. */
  #named(browserId: string, mid: string): void {
    const track = this.#tracks.find(this.#id, browserId);
    const { items } = this.#log;
    const index = items.findLastIndex((event) => event.type === 'track' && event.track === track);
    const event = items[index];
    if (event) items[index] = { ...(event as TrackEvent), mid };
  }
}

/** Chrome's own page turns a mid into a number. */
function withTextMid(entry: Record<string, unknown>): Record<string, unknown> {
  return typeof entry['mid'] === 'number' ? { ...entry, mid: String(entry['mid']) } : entry;
}

const CANDIDATE = 'candidate: ';
/** Of `sdpMid: 0, …, candidate: candidate:…`, as old versions write it. */
function afterName(line: string): string {
  const at = line.lastIndexOf(CANDIDATE);
  return at < 0 ? line : line.slice(at + CANDIDATE.length);
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
