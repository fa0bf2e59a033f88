import type { CaptureKind } from '../core/media/capture-error.ts';
import { CaptureError } from '../core/media/capture-error.ts';
import { capture, stopTracks } from '../core/media/capture.ts';
import type { DeviceState } from './snapshot.ts';

export interface LocalMediaEvents {
  added(track: MediaStreamTrack): void;
  removed(track: MediaStreamTrack): void;
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
  readonly #pending = new Map<CaptureKind, Promise<void>>();
  #session = new AbortController();

  constructor(events: LocalMediaEvents) {
    this.#events = events;
  }

  get asking(): boolean {
    return this.#pending.size > 0;
  }

  state(kind: CaptureKind): DeviceState {
    const track = this.#track(kind);
    if (track) return track.enabled ? 'on' : 'off';
    return this.failures.has(kind) ? 'none' : 'off';
  }

  /** Asks for what is wanted, not there and not refused before. Never rejects; see `failures`. */
  async start(): Promise<void> {
    await this.#request(KINDS.filter((kind) => !this.failures.has(kind)));
  }

  /** Rejects with the CaptureError if the device cannot be had. */
  async set(kind: CaptureKind, on: boolean): Promise<void> {
    this.#wanted[kind] = on;
    const track = this.#track(kind);
    if (track && kind === 'microphone') track.enabled = on;
    else if (track && !on) this.#drop(track);
    else if (!track && on) await this.#request([kind]);
    this.#events.changed();
    const failure = on ? this.failures.get(kind) : undefined;
    if (failure) throw failure;
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

  #track(kind: CaptureKind): MediaStreamTrack | undefined {
    return (kind === 'camera' ? this.stream.getVideoTracks() : this.stream.getAudioTracks())[0];
  }

  async #request(kinds: readonly CaptureKind[]): Promise<void> {
    const asked = kinds.filter((k) => this.#wanted[k] && !this.#track(k) && !this.#pending.has(k));
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
    const { tracks, failures } = await capture({
      microphone: asked.includes('microphone'),
      camera: asked.includes('camera'),
      signal,
    });
    if (signal.aborted) return stopTracks(tracks);
    for (const kind of asked) this.#pending.delete(kind);
    for (const failure of failures) this.failures.set(failure.kind, failure);
    for (const track of tracks) this.#adopt(track);
    this.#events.changed();
  }

  #adopt(track: MediaStreamTrack): void {
    const kind: CaptureKind = track.kind === 'video' ? 'camera' : 'microphone';
    if (kind === 'camera' && !this.#wanted.camera) return track.stop();
    track.enabled = this.#wanted[kind];
    track.addEventListener('ended', () => {
      if (!this.stream.getTracks().includes(track)) return;
      this.failures.set(kind, new CaptureError(`${kind}-lost`, kind));
      this.#drop(track);
      this.#events.changed();
    });
    this.stream.addTrack(track);
    this.#events.added(track);
  }

  #drop(track: MediaStreamTrack): void {
    this.stream.removeTrack(track);
    track.stop();
    this.#events.removed(track);
  }
}
