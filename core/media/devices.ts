import type { CaptureKind } from './capture-error.ts';

export type DeviceKind = CaptureKind | 'speaker';

export interface Device {
  readonly id: string;
  /** Empty until a capture was allowed. */
  readonly label: string;
}

export type DeviceLists = Readonly<Record<DeviceKind, readonly Device[]>>;

export const NO_DEVICES: DeviceLists = Object.freeze({ microphone: [], camera: [], speaker: [] });

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** The devices that the browser names, kept up to date while watched. */
export class Devices {
  lists: DeviceLists = NO_DEVICES;
  readonly #changed: () => void;
  readonly #media = (globalThis.navigator as Partial<Navigator> | undefined)?.mediaDevices;

  readonly #listener = (): void => void this.refresh();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  watch(): void {
    this.#media?.addEventListener('devicechange', this.#listener);
    this.#listener();
  }

  unwatch(): void {
    this.#media?.removeEventListener('devicechange', this.#listener);
  }

  /** Labels and ids appear only after a capture was allowed: ask again then. */
  async refresh(): Promise<void> {
    const found = await this.#media?.enumerateDevices().catch(() => []);
    const lists: Record<DeviceKind, Device[]> = { microphone: [], camera: [], speaker: [] };
    for (const { kind, deviceId, label } of found ?? []) {
      if (deviceId !== '') lists[KINDS[kind]].push({ id: deviceId, label });
    }
    if (JSON.stringify(lists) === JSON.stringify(this.lists)) return;
    this.lists = Object.freeze(lists);
    this.#changed();
  }
}

/** Whether sound can be sent to a chosen speaker. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}
