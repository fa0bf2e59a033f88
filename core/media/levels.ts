/** Milliseconds between two readings: lively to the eye, and no load. */
const INTERVAL_MS = 100;
/** Decibels below full scale at which a meter shows nothing, and everything. */
const QUIET = -60;
const LOUD = -10;

/** Reads how loud a track is, from 0 to 1, until it is stopped. */
export class LevelMeter {
  readonly #context: AudioContext;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(track: MediaStreamTrack, onLevel: (level: number) => void) {
    this.#context = new AudioContext();
    const analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(track.enabled ? levelOf(samples) : 0);
    }, INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    void this.#context.close();
  }
}

/** The root mean square of `samples` on a scale as the ear has it, 0 to 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, (decibels - QUIET) / (LOUD - QUIET)));
}
