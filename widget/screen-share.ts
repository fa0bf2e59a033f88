import { captureScreen } from '../core/media/screen.ts';
import { stopTracks } from '../core/media/capture.ts';
import { CallError } from './failures.ts';

export interface ScreenShareEvents {
  added(track: MediaStreamTrack, stream: MediaStream): void;
  removed(track: MediaStreamTrack): void;
  changed(): void;
}

/** Your own screen, while it is shared. */
export class ScreenShare {
  readonly #events: ScreenShareEvents;
  #stream: MediaStream | null = null;
  #asking: Promise<void> | null = null;
  #session = 0;

  constructor(events: ScreenShareEvents) {
    this.#events = events;
  }

  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** @throws CallError `screen-denied` when nothing was chosen, `screen-failed`. */
  start(): Promise<void> {
    if (this.#stream) return Promise.resolve();
    return (this.#asking ??= this.#start().finally(() => (this.#asking = null)));
  }

  stop(): void {
    this.#session++;
    const stream = this.#stream;
    if (!stream) return;
    this.#stream = null;
    for (const track of stream.getTracks()) {
      track.stop();
      this.#events.removed(track);
    }
    this.#events.changed();
  }

  async #start(): Promise<void> {
    const session = this.#session;
    let stream: MediaStream;
    try {
      stream = await captureScreen();
    } catch (error) {
      const refused = (error as { name?: string }).name === 'NotAllowedError';
      throw new CallError(refused ? 'screen-denied' : 'screen-failed', error);
    }
    if (session !== this.#session) return stopTracks(stream.getTracks());
    this.#stream = stream;
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => {
        if (this.#stream === stream && track.kind === 'video') this.stop();
      });
      this.#events.added(track, stream);
    }
    this.#events.changed();
  }
}
