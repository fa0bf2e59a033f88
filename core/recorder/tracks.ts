import { MAX_TRACKS, MAX_TRACK_EVENTS } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import { cleanText } from './clean.ts';
import { digest } from './digest.ts';
import type { Draft } from './draft.ts';
import type { Scope } from './scope.ts';
import { standingOfTrack } from './standing.ts';
import type { TrackEvent, TrackTrace } from './trace.ts';

type Origin = TrackTrace['origin'];

interface Entry {
  readonly trace: Draft<TrackTrace, 'log'>;
  readonly log: BoundedList<TrackEvent>;
  /** Weak: recording keeps no track alive. */
  readonly track: WeakRef<MediaStreamTrack>;
  readonly unlisten: (() => void)[];
  enabled: boolean;
  ended: boolean;
  /** When it was seen to be over without anybody having said why. */
  overAt?: number;
}

/**
 * Chromium, on a busy machine, says that a track is over well before it tells by the event that it ended by itself (seen
 * in 156). Without the event within so many milliseconds it was stopped where nobody watched.
 */
const EVENT_PATIENCE_MS = 1_000;

/** Every track that a capture, a connection or an element has shown. */
export class Tracks {
  readonly #scope: Scope;
  readonly #entries: BoundedList<Entry>;
  readonly #known = new WeakMap<MediaStreamTrack, Entry>();
  /** Device digests that a capture has given, by which clones of its tracks are known. */
  readonly #devices = new Map<string, Origin>();

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#entries = new BoundedList(MAX_TRACKS, scope.drop);
  }

  /** The track's id in the trace; first seen now if it is not known. */
  id(track: MediaStreamTrack, origin?: Origin, connection?: string): string {
    return (this.#known.get(track) ?? this.#add(track, origin, connection)).trace.id;
  }

  captured(track: MediaStreamTrack, display: boolean): string {
    const origin = display ? 'display' : track.kind === 'video' ? 'camera' : 'microphone';
    const id = this.id(track, origin);
    const trace = this.#known.get(track)?.trace;
    // A sender may have shown it before its capture was told.
    if (trace) trace.origin = origin;
    const device = trace?.device;
    if (device !== undefined && this.#devices.size < MAX_TRACKS) this.#devices.set(device, origin);
    return id;
  }

  find(id: string): MediaStreamTrack | undefined {
    return this.#entries.items.find(({ trace }) => trace.id === id)?.track.deref();
  }

  measured(id: string, type: 'luma' | 'level', value: number): void {
    const entry = this.#entries.items.find(({ trace }) => trace.id === id);
    entry?.log.push({ at: this.#scope.now(), type, value });
  }

  /** Looks for what no event tells: enabled, and ends by stop(). */
  readonly check = (track: MediaStreamTrack): void => {
    const entry = this.#known.get(track);
    if (!entry) return;
    this.#noteEnabled(entry, track);
    // A remote track's end has no event where this side closes the connection, and is nobody's stop().
    if (track.readyState === 'ended') this.#end(entry, entry.trace.origin === 'remote' ? 'ended' : 'stopped');
  };

  poll(): void {
    for (const entry of this.#entries.items) {
      const track = entry.ended ? undefined : entry.track.deref();
      if (!track) continue;
      this.#noteEnabled(entry, track);
      if (track.readyState !== 'ended') continue;
      entry.overAt ??= this.#scope.now();
      if (entry.trace.origin === 'remote' || this.#scope.now() - entry.overAt >= EVENT_PATIENCE_MS)
        this.check(track);
    }
  }

  snapshot(): TrackTrace[] {
    return this.#entries.items.map(({ trace, log }) => ({ ...trace, log: [...log.items] }));
  }

  stop(): void {
    for (const entry of this.#entries.items) this.#release(entry);
  }

  #add(track: MediaStreamTrack, origin: Origin | undefined, connection: string | undefined): Entry {
    const deviceId = origin === 'remote' ? undefined : track.getSettings().deviceId;
    const device = deviceId === undefined || deviceId === '' ? undefined : digest(deviceId);
    const entry: Entry = {
      trace: {
        id: this.#scope.nextId('t'),
        browserId: cleanText(track.id),
        kind: track.kind === 'audio' ? 'audio' : 'video',
        origin: origin ?? (device === undefined ? undefined : this.#devices.get(device)) ?? 'other',
        firstSeenAt: this.#scope.now(),
        label: cleanText(track.label),
        ...(connection === undefined ? {} : { connection }),
        ...(device === undefined ? {} : { device }),
      },
      log: new BoundedList(MAX_TRACK_EVENTS, this.#scope.drop, standingOfTrack),
      track: new WeakRef(track),
      unlisten: [],
      enabled: true,
      ended: false,
    };
    this.#known.set(track, entry);
    this.#entries.push(entry);
    entry.unlisten.push(
      this.#scope.on(track, 'mute', () => this.#log(entry, 'muted')),
      this.#scope.on(track, 'unmute', () => this.#log(entry, 'unmuted')),
      this.#scope.on(track, 'ended', () => this.#end(entry, 'ended')),
    );
    if (track.muted) this.#log(entry, 'muted');
    this.check(track);
    return entry;
  }

  #noteEnabled(entry: Entry, track: MediaStreamTrack): void {
    if (track.enabled === entry.enabled) return;
    entry.enabled = track.enabled;
    this.#log(entry, track.enabled ? 'enabled' : 'disabled');
  }

  #end(entry: Entry, type: 'stopped' | 'ended'): void {
    if (entry.ended) return;
    entry.ended = true;
    this.#log(entry, type);
    this.#release(entry);
  }

  #log(entry: Entry, type: Exclude<TrackEvent['type'], 'luma' | 'level'>): void {
    entry.log.push({ at: this.#scope.now(), type });
    this.#scope.changed();
  }

  #release(entry: Entry): void {
    for (const unlisten of entry.unlisten.splice(0)) unlisten();
  }
}
