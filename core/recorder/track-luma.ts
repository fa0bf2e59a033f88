import type { Elements } from './elements.ts';
import { lumaOf } from './luma.ts';
import type { Scope } from './scope.ts';
import type { Tracks } from './tracks.ts';

const HAVE_CURRENT_DATA = 2;
/** Hidden players that are open at once, for tracks that no element shows. */
const MAX_PLAYERS = 4;

/** Samples the picture of tracks by name, in the page's own element or else in a hidden one. */
export class TrackLuma {
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #elements: Elements;
  readonly #players = new Map<string, HTMLVideoElement>();
  wanted: ReadonlySet<string> = new Set();

  constructor(scope: Scope, tracks: Tracks, elements: Elements) {
    this.#scope = scope;
    this.#tracks = tracks;
    this.#elements = elements;
  }

  sample(): void {
    for (const id of this.#players.keys()) if (!this.wanted.has(id)) this.#close(id);
    for (const id of this.wanted) {
      const track = this.#tracks.find(id);
      if (track?.kind !== 'video' || track.readyState !== 'live') {
        this.#close(id);
        continue;
      }
      const video = this.#elements.showing(track) ?? this.#player(id, track);
      if (!video || video.readyState < HAVE_CURRENT_DATA) continue;
      const value = lumaOf(video, this.#scope);
      if (value !== undefined) this.#tracks.measured(id, 'luma', value);
    }
  }

  stop(): void {
    for (const id of this.#players.keys()) this.#close(id);
  }

  #player(id: string, track: MediaStreamTrack): HTMLVideoElement | undefined {
    const open = this.#players.get(id);
    if (open || this.#players.size >= MAX_PLAYERS) return open;
    const { window } = this.#scope;
    const video = window.document.createElement('video');
    video.muted = true;
    this.#elements.ignore(video);
    video.srcObject = new window.MediaStream([track]);
    video.play().catch(() => undefined);
    this.#players.set(id, video);
    return video;
  }

  #close(id: string): void {
    const video = this.#players.get(id);
    if (!video) return;
    this.#players.delete(id);
    video.srcObject = null;
  }
}
