import { MAX_CAPTURES, MAX_TRACKS } from '../bounds.ts';
import { cleanText } from '../clean.ts';
import { isRecord } from '../../util/is-record.ts';
import type { Draft } from '../draft.ts';
import type { CaptureTrace, TrackTrace } from '../trace.ts';

type Kind = TrackTrace['kind'];

/** Names that Chrome's log gives to what a page knows under another. */
const ERROR_NAMES: Readonly<Record<string, string>> = { OverConstrainedError: 'OverconstrainedError' };

/** The tracks and captures that a dump mentions, numbered as in a trace. */
export class DumpTracks {
  readonly tracks: Draft<TrackTrace>[] = [];
  readonly captures: Draft<CaptureTrace>[] = [];
  readonly #pending = new Map<string, Draft<CaptureTrace>>();

  find(connection: string | undefined, browserId: string): string | undefined {
    return this.tracks.find((track) => track.browserId === browserId && track.connection === connection)?.id;
  }

  local(
    at: number,
    browserId: string,
    kind: Kind,
    origin: TrackTrace['origin'] = 'other',
    label?: string,
  ): string {
    return this.find(undefined, browserId) ?? this.#add({ browserId, kind, origin, firstSeenAt: at }, label);
  }

  remote(at: number, connection: string, browserId: string, kind: Kind): string {
    return (
      this.find(connection, browserId) ??
      this.#add({ browserId, kind, origin: 'remote', firstSeenAt: at, connection })
    );
  }

  asked(at: number, key: string, method: string, audio: unknown, video: unknown): void {
    if (this.captures.length >= MAX_CAPTURES) return;
    const capture: Draft<CaptureTrace> = {
      id: `g${this.captures.length + 1}`,
      at,
      method: /display/i.test(method) ? 'getDisplayMedia' : 'getUserMedia',
      // Chrome writes constraints as text, empty for a plain true.
      audio: audio !== undefined && audio !== false,
      video: video !== undefined && video !== false,
      required: [...required(audio), ...required(video)],
      tracks: [],
    };
    this.captures.push(capture);
    this.#pending.set(key, capture);
  }

  refused(at: number, key: string, error: unknown, message: unknown): void {
    const capture = this.#take(key, at);
    const name = cleanText(error, 64) || 'Error';
    if (capture) capture.error = { name: ERROR_NAMES[name] ?? name, message: cleanText(message) };
  }

  /** Each track as kind, id and label. */
  granted(at: number, key: string, tracks: readonly (readonly [unknown, unknown, unknown])[]): void {
    const capture = this.#take(key, at);
    if (!capture) return;
    capture.tracks = tracks.flatMap(([given, id, label]) => {
      if (typeof id !== 'string') return [];
      const kind = given === 'audio' ? 'audio' : 'video';
      const device = kind === 'audio' ? 'microphone' : 'camera';
      const origin = capture.method === 'getDisplayMedia' ? 'display' : device;
      return [this.local(at, id, kind, origin, cleanText(label))];
    });
  }

  #take(key: string, at: number): Draft<CaptureTrace> | undefined {
    const capture = this.#pending.get(key);
    this.#pending.delete(key);
    if (capture) capture.settledAt = at;
    return capture;
  }

  #add(track: Omit<TrackTrace, 'id' | 'log' | 'label'>, label?: string): string {
    const id = `t${this.tracks.length + 1}`;
    if (this.tracks.length >= MAX_TRACKS) return id;
    const browserId = cleanText(track.browserId);
    this.tracks.push({ ...track, browserId, id, log: [], ...(label === undefined ? {} : { label }) });
    return id;
  }
}

function required(constraints: unknown): string[] {
  let value = constraints;
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      value = JSON.parse(value) as unknown;
    } catch {
      return [];
    }
  }
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .filter(([, wish]) => isRecord(wish) && ('exact' in wish || 'min' in wish || 'max' in wish))
    .slice(0, 16)
    .map(([name]) => cleanText(name, 32));
}
