import type { Scope } from './scope.ts';
import type { Tracks } from './tracks.ts';

/** Samples that one look covers: two thirds of a second at 48 kHz, so that a pause between words is no silence. */
const WINDOW = 32_768;
const MAX_METERS = 4;

interface Meter {
  readonly source: MediaStreamAudioSourceNode;
  readonly analyser: AnalyserNode;
}

/** Measures how loud tracks are, by name. Says nothing where the browser lets no audio run. */
export class TrackLevel {
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #meters = new Map<string, Meter>();
  readonly #samples = new Float32Array(WINDOW);
  #context: AudioContext | undefined;
  wanted: ReadonlySet<string> = new Set();

  constructor(scope: Scope, tracks: Tracks) {
    this.#scope = scope;
    this.#tracks = tracks;
  }

  sample(): void {
    for (const id of this.#meters.keys()) if (!this.wanted.has(id)) this.#close(id);
    for (const id of this.wanted) {
      const track = this.#tracks.find(id);
      if (track?.kind !== 'audio' || track.readyState !== 'live') {
        this.#close(id);
        continue;
      }
      const known = this.#meters.get(id);
      // A meter that has just begun has heard nothing yet.
      if (!known) this.#open(id, track);
      else if (this.#context?.state === 'running')
        this.#tracks.measured(id, 'level', this.#peak(known.analyser));
    }
  }

  stop(): void {
    for (const id of this.#meters.keys()) this.#close(id);
  }

  #open(id: string, track: MediaStreamTrack): void {
    if (this.#meters.size >= MAX_METERS) return;
    const { window } = this.#scope;
    const context = (this.#context ??= new window.AudioContext());
    const source = context.createMediaStreamSource(new window.MediaStream([track]));
    const analyser = new window.AnalyserNode(context, { fftSize: WINDOW });
    source.connect(analyser);
    this.#meters.set(id, { source, analyser });
  }

  #peak(analyser: AnalyserNode): number {
    analyser.getFloatTimeDomainData(this.#samples);
    return Math.min(
      1,
      this.#samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0),
    );
  }

  #close(id: string): void {
    this.#meters.get(id)?.source.disconnect();
    this.#meters.delete(id);
    if (this.#meters.size > 0) return;
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }
}
