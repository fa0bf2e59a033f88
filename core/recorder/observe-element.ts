import { cleanText } from './clean.ts';
import { lumaOf } from './luma.ts';
import type { Scope } from './scope.ts';
import type { ElementObservation } from './trace.ts';
import type { Tracks } from './tracks.ts';

const HAVE_CURRENT_DATA = 2;

/** Reads what an element shows, and whether anybody can see it. */
export class Observer {
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #streams = new WeakMap<MediaStream, number>();
  readonly #shown = new WeakMap<HTMLMediaElement, MediaStream>();
  #streamCount = 0;

  constructor(scope: Scope, tracks: Tracks) {
    this.#scope = scope;
    this.#tracks = tracks;
  }

  /** Whether this very object was shown the last time it was asked. */
  sameStream(element: HTMLMediaElement, stream: MediaStream | null): boolean {
    const same = this.#shown.get(element) === (stream ?? undefined);
    if (stream) this.#shown.set(element, stream);
    else this.#shown.delete(element);
    return same;
  }

  look(element: HTMLMediaElement, stream: MediaStream | null, luma: boolean): ElementObservation {
    const { innerWidth, innerHeight, document } = this.#scope.window;
    const { natives } = this.#scope;
    const rect = natives.rectOf(element);
    const tracks = stream?.getTracks() ?? [];
    const video = element as Partial<HTMLVideoElement>;
    const light =
      luma && element.readyState >= HAVE_CURRENT_DATA
        ? lumaOf(element as HTMLVideoElement, this.#scope)
        : undefined;
    return {
      connected: element.isConnected,
      paused: element.paused,
      autoplay: element.autoplay,
      muted: element.muted,
      readyState: element.readyState,
      width: Math.round(rect.width),
      height: Math.round(rect.height),
      videoWidth: video.videoWidth ?? 0,
      videoHeight: video.videoHeight ?? 0,
      inViewport: rect.bottom > 0 && rect.right > 0 && rect.top < innerHeight && rect.left < innerWidth,
      visible: natives.isVisible(element),
      pageHidden: document.hidden,
      stream: stream ? cleanText(stream.id) : null,
      streamObject: stream ? this.#numberOf(stream) : null,
      streamActive: stream?.active ?? false,
      tracks: tracks.map((track) => this.#tracks.id(track)),
      liveTracks: tracks
        .filter((track) => track.readyState === 'live')
        .map((track) => this.#tracks.id(track)),
      ...(light === undefined ? {} : { luma: light }),
    };
  }

  #numberOf(stream: MediaStream): number {
    let number = this.#streams.get(stream);
    if (number === undefined) this.#streams.set(stream, (number = ++this.#streamCount));
    return number;
  }
}
