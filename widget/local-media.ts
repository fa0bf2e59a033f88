import type { CaptureKind } from '../core/media/capture-error.ts';
import { CaptureError } from '../core/media/capture-error.ts';
import { capture, constraintsFor, stopTracks } from '../core/media/capture.ts';
import type { CaptureResult } from '../core/media/capture.ts';
import type { DeviceLists } from '../core/media/devices.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import type { DeviceState, Processing } from './snapshot.ts';

export interface LocalMediaEvents {
  added(track: MediaStreamTrack): void;
  removed(track: MediaStreamTrack): void;
  replaced(before: MediaStreamTrack, after: MediaStreamTrack): void;
  changed(): void;
}

const KINDS: readonly CaptureKind[] = ['microphone', 'camera'];

/**
 * Your own camera and microphone, in one stream that lives as long as the element.
 * Off means for the microphone that its track is disabled, for the camera that it is stopped,
 * so that its light goes out.
 */
export class LocalMedia {
  readonly stream = new MediaStream();
  readonly failures = new Map<CaptureKind, CaptureError>();
  readonly #events: LocalMediaEvents;
  readonly #wanted: Record<CaptureKind, boolean> = { microphone: true, camera: true };
  readonly #chosen: Record<CaptureKind, string>;
  readonly #processing: Record<Processing, boolean>;
  readonly #pending = new Map<CaptureKind, Promise<void>>();
  #session = new AbortController();

  constructor(events: LocalMediaEvents) {
    this.#events = events;
    const { camera = '', microphone = '', ...rest } = readPreferences();
    this.#chosen = { camera, microphone };
    const { noiseSuppression = true, voiceIsolation = false } = rest;
    this.#processing = { noiseSuppression, voiceIsolation };
  }

  get asking(): boolean {
    return this.#pending.size > 0;
  }

  get processing(): Readonly<Record<Processing, boolean>> {
    return { ...this.#processing };
  }

  state(kind: CaptureKind): DeviceState {
    const track = this.track(kind);
    if (track) return track.enabled ? 'on' : 'off';
    return this.failures.has(kind) ? 'none' : 'off';
  }

  /** The device in use; where there is none, the one that would be. */
  deviceId(kind: CaptureKind): string {
    return this.track(kind)?.getSettings().deviceId ?? this.#chosen[kind];
  }

  /** Asks for what is wanted, not there and not refused before. Never rejects; see `failures`. */
  async start(): Promise<void> {
    await this.#request(KINDS.filter((kind) => !this.failures.has(kind)));
  }

  /** Rejects with the CaptureError if the device cannot be had. */
  async set(kind: CaptureKind, on: boolean): Promise<void> {
    this.#wanted[kind] = on;
    const track = this.track(kind);
    if (track && kind === 'microphone') track.enabled = on;
    else if (track && !on) this.#drop(track);
    else if (!track && on) await this.#request([kind]);
    this.#events.changed();
    const failure = on ? this.failures.get(kind) : undefined;
    if (failure) throw failure;
  }

  /** Changes to another device, at once where one is running. Rejects with the CaptureError, and keeps the old one then. */
  async select(kind: CaptureKind, deviceId: string): Promise<void> {
    const failed = this.failures.has(kind);
    if (this.track(kind)) await this.#swap(kind, deviceId);
    this.#chosen[kind] = deviceId;
    writePreferences({ [kind]: deviceId });
    if (failed) await this.set(kind, true);
    this.#events.changed();
  }

  async setProcessing(name: Processing, on: boolean): Promise<void> {
    this.#processing[name] = on;
    writePreferences({ [name]: on });
    if (this.track('microphone')) await this.#swap('microphone', this.deviceId('microphone'));
    this.#events.changed();
  }

  /** A device that was lost and is there again goes on where it stopped. */
  devicesChanged(lists: DeviceLists): void {
    const back = KINDS.filter((kind) => {
      const code = this.failures.get(kind)?.code;
      const there = lists[kind].some(({ id }) => id === this.#chosen[kind]);
      return this.#wanted[kind] && code === `${kind}-lost` && there;
    });
    if (back.length > 0) void this.#request(back);
  }

  /** Stops everything, also what the browser may still grant. What was on is wanted again next time. */
  stop(): void {
    this.#session.abort();
    this.#session = new AbortController();
    this.#pending.clear();
    for (const track of this.stream.getTracks()) this.#drop(track);
    this.failures.clear();
    this.#events.changed();
  }

  track(kind: CaptureKind): MediaStreamTrack | undefined {
    return (kind === 'camera' ? this.stream.getVideoTracks() : this.stream.getAudioTracks())[0];
  }

  async #request(kinds: readonly CaptureKind[]): Promise<void> {
    const asked = kinds.filter((k) => this.#wanted[k] && !this.track(k) && !this.#pending.has(k));
    if (asked.length > 0) {
      const work = this.#capture(asked);
      for (const kind of asked) this.#pending.set(kind, work);
      for (const kind of asked) this.failures.delete(kind);
      this.#events.changed();
    }
    for (const kind of kinds) await this.#pending.get(kind);
  }

  async #capture(asked: readonly CaptureKind[]): Promise<void> {
    const { signal } = this.#session;
    const { tracks, failures } = await this.#ask(asked);
    if (signal.aborted) return stopTracks(tracks);
    for (const kind of asked) this.#pending.delete(kind);
    for (const failure of failures) this.failures.set(failure.kind, failure);
    for (const track of tracks) this.#adopt(track);
    this.#events.changed();
  }

  /**
   * `exactId`: that device or none. Else the chosen one, and any where it is not there: a mere preference for it
   * would count no more to a browser than a preference for a size.
   */
  async #ask(asked: readonly CaptureKind[], exactId?: string): Promise<CaptureResult> {
    const { signal } = this.#session;
    const open = (
      kinds: readonly CaptureKind[],
      idOf: (kind: CaptureKind) => string,
    ): Promise<CaptureResult> => {
      const wishes = (kind: CaptureKind): MediaTrackConstraints | boolean =>
        kinds.includes(kind) && constraintsFor(kind, { deviceId: idOf(kind), ...this.#processing });
      return capture({ microphone: wishes('microphone'), camera: wishes('camera'), signal });
    };
    const first = await open(asked, (kind) => exactId ?? this.#chosen[kind]);
    const gone = first.failures.flatMap(({ kind, code }) =>
      this.#chosen[kind] && /-(missing|overconstrained)$/.test(code) ? [kind] : [],
    );
    if (exactId !== undefined || gone.length === 0) return first;
    const second = await open(gone, () => '');
    return {
      tracks: [...first.tracks, ...second.tracks],
      failures: [...first.failures.filter(({ kind }) => !gone.includes(kind)), ...second.failures],
    };
  }

  async #swap(kind: CaptureKind, deviceId: string): Promise<void> {
    const before = this.track(kind);
    const { signal } = this.#session;
    let result = await this.#ask([kind], deviceId);
    if (result.failures[0]?.code === 'camera-busy') {
      // A phone opens one camera at a time.
      before?.stop();
      result = await this.#ask([kind], deviceId);
    }
    const [failure] = result.failures;
    if (failure && before?.readyState === 'ended') {
      this.#drop(before);
      await this.#request([kind]);
    }
    if (failure) throw failure;
    const [after] = result.tracks;
    if (!after) return;
    if (signal.aborted || !before || this.track(kind) !== before) return after.stop();
    this.#watch(after, kind);
    after.enabled = before.enabled;
    this.stream.removeTrack(before);
    this.stream.addTrack(after);
    before.stop();
    this.#events.replaced(before, after);
  }

  #adopt(track: MediaStreamTrack): void {
    const kind: CaptureKind = track.kind === 'video' ? 'camera' : 'microphone';
    if (kind === 'camera' && !this.#wanted.camera) return track.stop();
    track.enabled = this.#wanted[kind];
    this.#watch(track, kind);
    this.stream.addTrack(track);
    this.#events.added(track);
  }

  #watch(track: MediaStreamTrack, kind: CaptureKind): void {
    this.#chosen[kind] = track.getSettings().deviceId ?? '';
    track.addEventListener('ended', () => {
      if (!this.stream.getTracks().includes(track)) return;
      this.failures.set(kind, new CaptureError(`${kind}-lost`, kind));
      this.#drop(track);
      this.#events.changed();
    });
  }

  #drop(track: MediaStreamTrack): void {
    this.stream.removeTrack(track);
    track.stop();
    this.#events.removed(track);
  }
}
