type Kind = 'audio' | 'video';

/** A track as far as this side's own media needs one. */
export class FakeTrack extends EventTarget {
  readonly kind: Kind;
  readonly deviceId: string;
  enabled = true;
  readyState: MediaStreamTrackState = 'live';

  constructor(kind: Kind, deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device is gone. */
  lose(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }
}

class FakeStream {
  readonly #tracks = new Set<FakeTrack>();
  readonly getTracks = (): FakeTrack[] => [...this.#tracks];
  readonly getAudioTracks = (): FakeTrack[] => this.getTracks().filter(({ kind }) => kind === 'audio');
  readonly getVideoTracks = (): FakeTrack[] => this.getTracks().filter(({ kind }) => kind === 'video');
  readonly addTrack = (track: FakeTrack): unknown => this.#tracks.add(track);
  readonly removeTrack = (track: FakeTrack): unknown => this.#tracks.delete(track);
}

/** One call of getUserMedia, which waits until a test answers it. */
export class Asked {
  readonly what: string;
  readonly #kinds: readonly (readonly [Kind, string])[];
  readonly #answer: PromiseWithResolvers;

  constructor(constraints: MediaStreamConstraints, answer: PromiseWithResolvers) {
    this.#kinds = (['audio', 'video'] as const).flatMap((kind) => {
      const of = constraints[kind];
      return of ? [[kind, idOf(of)] as const] : [];
    });
    this.what = this.#kinds.map(([kind, id]) => (id ? `${kind} ${id}` : kind)).join(', ');
    this.#answer = answer;
  }

  grant(): FakeTrack[] {
    const tracks = this.#kinds.map(([kind, id]) => new FakeTrack(kind, id || `first ${kind}`));
    this.#answer.resolve({ getTracks: () => tracks });
    return tracks;
  }

  refuse(name: string): void {
    this.#answer.reject(Object.assign(new Error('refused'), { name }));
  }
}

interface PromiseWithResolvers {
  readonly resolve: (stream: object) => void;
  readonly reject: (error: Error) => void;
}

const idOf = (constraints: MediaTrackConstraints | true): string =>
  String(
    (constraints === true ? null : (constraints.deviceId as { exact?: string } | undefined)?.exact) ?? '',
  );

export interface FakeDevices {
  /** Every question, in order. */
  readonly asked: Asked[];
  /** What is kept in the page's storage. */
  readonly stored: () => Record<string, unknown>;
}

/** Puts devices, streams and a storage of our own into Node's global scope. */
export function fakeDevices(): FakeDevices {
  const asked: Asked[] = [];
  const storage = new Map<string, string>();
  const mediaDevices = {
    getUserMedia: (constraints: MediaStreamConstraints) =>
      new Promise((resolve, reject) => void asked.push(new Asked(constraints, { resolve, reject }))),
  };
  const globals = {
    MediaStream: FakeStream,
    isSecureContext: true,
    navigator: { mediaDevices },
    localStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    },
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return {
    asked,
    stored: () => JSON.parse(storage.get('metered-call.preferences') ?? '{}') as Record<string, unknown>,
  };
}
