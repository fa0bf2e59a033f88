import type { CaptureKind } from '../core/media/capture-error.ts';
import { CaptureError } from '../core/media/capture-error.ts';
import { stopTracks } from '../core/media/capture.ts';
import type { CaptureResult } from '../core/media/capture.ts';
import type { DeviceLists } from '../core/media/devices.ts';
import { LatestChange } from './latest-change.ts';
import { openDevices } from './open-devices.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import type { DeviceState, Processing } from './snapshot.ts';

export interface LocalMediaEvents {
  added(track: MediaStreamTrack): void;
  removed(track: MediaStreamTrack): void;
  replaced(before: MediaStreamTrack, after: MediaStreamTrack): void;
  changed(): void;
}

const KINDS: readonly CaptureKind[] = ['microphone', 'camera'];

/** From the first time that devices are asked for until all are stopped. */
interface Session {
  readonly signal: AbortSignal;
  readonly stop: () => void;
  /** What was chosen and is not in use yet. */
  readonly devices: Partial<Record<CaptureKind, string>>;
  readonly processing: Partial<Record<Processing, boolean>>;
  readonly changes: Readonly<Record<CaptureKind, LatestChange>>;
}

/**
 * Your own camera and microphone, in one stream that lives as long as the element.
 * Off means for the microphone that its track is disabled, for the camera that it is stopped,
 * so that its light goes out. Before `start()` and after `stop()` nothing is opened: what is wanted
 * and chosen then counts from the next start.
 */
export class LocalMedia {
  readonly stream = new MediaStream();
  readonly failures = new Map<CaptureKind, CaptureError>();
  readonly #events: LocalMediaEvents;
  readonly #wanted: Record<CaptureKind, boolean> = { microphone: true, camera: true };
  readonly #chosen: Record<CaptureKind, string>;
  readonly #processing: Record<Processing, boolean>;
  readonly #pending = new Map<CaptureKind, Promise<void>>();
  #session: Session | null = null;

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

  /** As it is, or is about to be. */
  get processing(): Readonly<Record<Processing, boolean>> {
    return { ...this.#processing, ...this.#session?.processing };
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
    this.#session ??= this.#begin();
    await this.#request(KINDS.filter((kind) => this.#wanted[kind] && !this.failures.has(kind)));
  }

  /** Rejects with the CaptureError if the device cannot be had. */
  async set(kind: CaptureKind, on: boolean): Promise<void> {
    this.#wanted[kind] = on;
    const track = this.track(kind);
    if (track && kind === 'microphone') track.enabled = on;
    else if (track && !on) this.#drop(track);
    else if (!track && on) await this.#request([kind]);
    this.#events.changed();
    if (on) this.#throwFailure(kind);
  }

  /**
   * Asks once more for a device that failed, as it was wanted: a microphone that was muted is muted again.
   * Rejects with the CaptureError if it cannot be had.
   */
  async reopen(kind: CaptureKind): Promise<void> {
    if (this.#maybeOpened(kind)) await this.#request([kind]);
    else this.failures.delete(kind);
    this.#events.changed();
    this.#throwFailure(kind);
  }

  /**
   * Changes to another device, at once where one is running or has failed. Of several choices in a row the last
   * one holds, and is remembered once it is in use. Rejects with the CaptureError, and keeps the old one then.
   */
  async select(kind: CaptureKind, deviceId: string): Promise<void> {
    const session = this.#session;
    if (session) {
      session.devices[kind] = deviceId;
      await session.changes[kind].request();
    } else this.#remember(kind, deviceId);
    this.#events.changed();
  }

  /** As `select()`, for what the browser does to the sound. */
  async setProcessing(name: Processing, on: boolean): Promise<void> {
    const session = this.#session;
    if (session && this.track('microphone')) {
      session.processing[name] = on;
      await session.changes.microphone.request();
    } else this.#process({ [name]: on });
    this.#events.changed();
  }

  /** A device that was lost and is there again goes on where it stopped. */
  devicesChanged(lists: DeviceLists): void {
    const back = KINDS.filter((kind) => {
      const code = this.failures.get(kind)?.code;
      const there = lists[kind].some(({ id }) => id === this.#chosen[kind]);
      return this.#maybeOpened(kind) && code === `${kind}-lost` && there;
    });
    if (back.length > 0) void this.#request(back);
  }

  /** Stops everything, also what the browser may still grant. What was on is wanted again next time. */
  stop(): void {
    this.#session?.stop();
    this.#session = null;
    this.#pending.clear();
    for (const track of this.stream.getTracks()) this.#drop(track);
    this.failures.clear();
    this.#events.changed();
  }

  track(kind: CaptureKind): MediaStreamTrack | undefined {
    return (kind === 'camera' ? this.stream.getVideoTracks() : this.stream.getAudioTracks())[0];
  }

  #begin(): Session {
    const controller = new AbortController();
    const change = (kind: CaptureKind): LatestChange =>
      new LatestChange((superseded) => this.#change(kind, session, superseded));
    const session: Session = {
      signal: controller.signal,
      stop: () => controller.abort(),
      devices: {},
      processing: {},
      changes: { microphone: change('microphone'), camera: change('camera') },
    };
    return session;
  }

  /** A microphone can be open and muted, a camera that is not wanted stays shut. */
  #maybeOpened(kind: CaptureKind): boolean {
    return kind === 'microphone' || this.#wanted.camera;
  }

  #throwFailure(kind: CaptureKind): void {
    const failure = this.failures.get(kind);
    if (failure) throw failure;
  }

  #remember(kind: CaptureKind, deviceId: string): void {
    this.#chosen[kind] = deviceId;
    writePreferences({ [kind]: deviceId });
  }

  #process(change: Partial<Record<Processing, boolean>>): void {
    Object.assign(this.#processing, change);
    writePreferences(change);
  }

  async #request(kinds: readonly CaptureKind[]): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const asked = kinds.filter((kind) => !this.track(kind) && !this.#pending.has(kind));
    if (asked.length > 0) {
      const work = this.#capture(asked, session);
      for (const kind of asked) this.#pending.set(kind, work);
      for (const kind of asked) this.failures.delete(kind);
      this.#events.changed();
    }
    for (const kind of kinds) await this.#pending.get(kind);
  }

  async #capture(asked: readonly CaptureKind[], session: Session): Promise<void> {
    const { tracks, failures } = await this.#ask(asked, session);
    if (session.signal.aborted) return stopTracks(tracks);
    for (const kind of asked) this.#pending.delete(kind);
    for (const failure of failures) this.failures.set(failure.kind, failure);
    for (const track of tracks) this.#adopt(track);
    this.#events.changed();
  }

  #ask(
    kinds: readonly CaptureKind[],
    { signal, devices }: Session,
    exactId?: string,
  ): Promise<CaptureResult> {
    const idOf = (kind: CaptureKind): string => exactId ?? devices[kind] ?? this.#chosen[kind];
    return openDevices({ kinds, idOf, exactly: exactId !== undefined, processing: this.processing, signal });
  }

  /** Brings about what was chosen last for that kind of device. */
  async #change(kind: CaptureKind, session: Session, superseded: () => boolean): Promise<void> {
    await this.#pending.get(kind);
    const over = (): boolean => session.signal.aborted || superseded();
    const device = session.devices[kind];
    const processing = kind === 'microphone' ? { ...session.processing } : {};
    try {
      if (over()) return;
      if (this.track(kind)) await this.#swap(kind, session, over);
      else if (device !== undefined && this.failures.has(kind)) await this.reopen(kind);
    } catch (error) {
      if (over()) return;
      this.#settle(kind, session);
      await this.#restore(kind);
      throw error;
    }
    if (over()) return;
    this.#settle(kind, session);
    const inUse = this.track(kind)?.getSettings().deviceId ?? device;
    if (device !== undefined && inUse === device) this.#remember(kind, device);
    this.#process(processing);
  }

  /** What was chosen is in use, or cannot be. */
  #settle(kind: CaptureKind, { devices, processing }: Session): void {
    delete devices[kind];
    if (kind !== 'microphone') return;
    delete processing.noiseSuppression;
    delete processing.voiceIsolation;
  }

  async #swap(kind: CaptureKind, session: Session, over: () => boolean): Promise<void> {
    const id = session.devices[kind] ?? this.deviceId(kind);
    let result = await this.#ask([kind], session, id);
    if (result.failures[0]?.code === 'camera-busy' && !over()) {
      // A phone opens one camera at a time.
      this.track(kind)?.stop();
      result = await this.#ask([kind], session, id);
    }
    const [after] = result.tracks;
    const [failure] = result.failures;
    if (over()) return stopTracks(result.tracks);
    if (failure) throw failure;
    if (!after) return;
    const before = this.track(kind);
    if (before) return this.#replace(before, after, kind);
    // Lost meanwhile, it is what was missing; turned off meanwhile, it stays off.
    if (this.failures.delete(kind)) this.#adopt(after);
    else after.stop();
  }

  #replace(before: MediaStreamTrack, after: MediaStreamTrack, kind: CaptureKind): void {
    this.#watch(after, kind);
    after.enabled = before.enabled;
    this.stream.removeTrack(before);
    this.stream.addTrack(after);
    before.stop();
    this.#events.replaced(before, after);
  }

  /** Takes up the old device again where it had to make way for one that could not be had. */
  async #restore(kind: CaptureKind): Promise<void> {
    const track = this.track(kind);
    if (track?.readyState !== 'ended') return;
    this.#drop(track);
    await this.#request([kind]);
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
