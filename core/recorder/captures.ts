import { isRecord } from '../util/is-record.ts';
import { MAX_CAPTURES } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import type { Draft } from './draft.ts';
import { cleanError, cleanText } from './clean.ts';
import type { Patches } from './patches.ts';
import type { Scope } from './scope.ts';
import type { CaptureTrace } from './trace.ts';
import type { Tracks } from './tracks.ts';

type Method = CaptureTrace['method'];

/** What getUserMedia and getDisplayMedia were asked for, and what came of it. */
export class Captures {
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #all: BoundedList<Draft<CaptureTrace>>;

  constructor(scope: Scope, tracks: Tracks) {
    this.#scope = scope;
    this.#tracks = tracks;
    this.#all = new BoundedList(MAX_CAPTURES, scope.drop);
  }

  hook(target: object, patches: Patches): void {
    for (const method of ['getUserMedia', 'getDisplayMedia'] as const) {
      patches.method(target, method, {
        after: (_, [constraints], result) => this.watch(method, constraints, result as Promise<MediaStream>),
      });
    }
  }

  /** The promise to hand on in place of `result`: it settles alike. */
  watch(method: Method, constraints: unknown, result: Promise<MediaStream>): Promise<MediaStream> {
    const { audio, video } = isRecord(constraints) ? constraints : {};
    const draft: Draft<CaptureTrace> = {
      id: this.#scope.nextId('g'),
      at: this.#scope.now(),
      method,
      audio: Boolean(audio),
      // getDisplayMedia() without constraints asks for a picture.
      video: Boolean(video ?? method === 'getDisplayMedia'),
      required: [...new Set([...required(audio), ...required(video)])],
      tracks: [],
    };
    this.#all.push(draft);
    return this.#scope.observe(
      result,
      (stream) => {
        draft.settledAt = this.#scope.now();
        draft.tracks = stream
          .getTracks()
          .map((track) => this.#tracks.captured(track, method === 'getDisplayMedia'));
        this.#scope.changed();
      },
      (error) => {
        draft.settledAt = this.#scope.now();
        draft.error = cleanError(error);
        this.#scope.changed();
        void this.#askWhy(draft);
      },
    );
  }

  snapshot(): CaptureTrace[] {
    return this.#all.items.map((draft) => ({ ...draft }));
  }

  /** Permission and devices right after a refusal: each where the browser tells. */
  async #askWhy(draft: Draft<CaptureTrace>): Promise<void> {
    const { natives } = this.#scope;
    const state = (name: string, asked: boolean): Promise<PermissionState | undefined> =>
      asked ? natives.permission(name).catch(() => undefined) : Promise.resolve(undefined);
    const [camera, microphone, devices] = await Promise.all([
      state('camera', draft.video),
      state('microphone', draft.audio),
      natives.devices().catch(() => undefined),
    ]);
    if (camera ?? microphone)
      draft.permission = { ...(camera ? { camera } : {}), ...(microphone ? { microphone } : {}) };
    if (devices) draft.devices = { camera: count(devices, 'video'), microphone: count(devices, 'audio') };
    this.#scope.changed();
  }
}

const count = (devices: readonly MediaDeviceInfo[], kind: 'audio' | 'video'): number =>
  devices.filter((device) => device.kind === `${kind}input`).length;

/** Names of what has to be met. */
function required(constraints: unknown): string[] {
  if (!isRecord(constraints)) return [];
  return Object.entries(constraints)
    .filter(([, value]) => isRecord(value) && ('exact' in value || 'min' in value || 'max' in value))
    .slice(0, 16)
    .map(([name]) => cleanText(name, 32));
}
