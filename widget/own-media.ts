import type { MeteredPeer } from '../core/index.ts';
import type { CaptureKind } from '../core/media/capture-error.ts';
import { canChooseSpeaker, Devices } from '../core/media/devices.ts';
import type { DeviceKind } from '../core/media/devices.ts';
import type { Playback } from '../core/media/playback.ts';
import { CallError } from './failures.ts';
import { LocalMedia } from './local-media.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import { ScreenShare } from './screen-share.ts';
import { SentTracks } from './sent-tracks.ts';
import type { DeviceView } from './snapshot.ts';

const CAMERA = { role: 'camera' } as const;

/** Everything of yours: camera, microphone, screen and speaker, and what of it the call sends. */
export class OwnMedia {
  readonly local: LocalMedia;
  readonly screen: ScreenShare;
  readonly #devices: Devices;
  readonly #playback: Playback;
  readonly #changed: () => void;
  readonly #sent = new SentTracks();
  #speaker = readPreferences().speaker ?? '';
  #peer: MeteredPeer | null = null;
  #faults: readonly string[] = [];

  constructor(playback: Playback, changed: () => void) {
    this.#playback = playback;
    this.#changed = changed;
    const removed = (track: MediaStreamTrack): void => this.#sent.remove(track);
    const told = (): void => {
      this.#sayHealth();
      changed();
    };
    this.local = new LocalMedia({
      added: (track) => {
        this.#sent.add(track, this.local.stream, CAMERA);
        void this.#devices.refresh();
      },
      removed,
      replaced: (before, after) => this.#sent.replace(before, after, this.local.stream, CAMERA),
      changed: told,
    });
    this.screen = new ScreenShare({
      added: (track, stream) => this.#sent.add(track, stream, { role: 'screen' }),
      removed,
      changed: told,
    });
    this.#devices = new Devices(() => {
      this.local.devicesChanged(this.#devices.lists);
      changed();
    });
    if (canChooseSpeaker() && this.#speaker) void playback.setSpeaker(this.#speaker);
  }

  async start(): Promise<void> {
    this.#devices.watch();
    await this.local.start();
  }

  stop(): void {
    this.#peer = null;
    this.#faults = [];
    this.#sent.attach(null);
    this.#devices.unwatch();
    this.screen.stop();
    this.local.stop();
  }

  /** From here on `peer` sends what there is. */
  attach(peer: MeteredPeer): void {
    this.#peer = peer;
    this.#sent.attach(peer);
    const { stream } = this.local;
    for (const track of stream.getTracks()) this.#sent.add(track, stream, CAMERA);
    this.#sayHealth();
  }

  /** @throws CaptureError; CallError `speaker-failed`. */
  async select(kind: DeviceKind, deviceId: string): Promise<void> {
    if (kind !== 'speaker') return this.local.select(kind, deviceId);
    try {
      await this.#playback.setSpeaker(deviceId);
      this.#speaker = deviceId;
      writePreferences({ speaker: deviceId });
    } catch (error) {
      await this.#playback.setSpeaker(this.#speaker).catch(() => undefined);
      throw new CallError('speaker-failed', error);
    } finally {
      this.#changed();
    }
  }

  /** The next device of that kind after the one that failed, or null where there is no other. */
  otherDevice(kind: CaptureKind): string | null {
    const failed = this.local.deviceId(kind);
    return this.#devices.lists[kind].find(({ id }) => id !== failed)?.id ?? null;
  }

  view(): DeviceView {
    const { local } = this;
    return Object.freeze({
      lists: this.#devices.lists,
      inUse: Object.freeze({
        microphone: local.deviceId('microphone'),
        camera: local.deviceId('camera'),
        speaker: this.#speaker || (this.#devices.lists.speaker[0]?.id ?? ''),
      }),
      processing: local.processing,
    });
  }

  /** Codes of what is wrong with the devices, beyond captures that failed: the others are told whose side is at fault. */
  set faults(codes: readonly string[]) {
    if (codes.join() === this.#faults.join()) return;
    this.#faults = codes;
    this.#sayHealth();
  }

  #sayHealth(): void {
    const peer = this.#peer;
    if (!peer || peer.state === 'leaving' || peer.state === 'closed') return;
    peer.setHealth({
      microphone: this.local.state('microphone'),
      camera: this.local.state('camera'),
      screen: this.screen.stream ? 'on' : 'none',
      findings: [...new Set([...[...this.local.failures.values()].map(({ code }) => code), ...this.#faults])],
    });
  }
}
