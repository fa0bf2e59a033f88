type Playable = Pick<HTMLMediaElement, 'play' | 'srcObject' | 'muted'> & {
  setSinkId?(id: string): Promise<void>;
};

/** What the browser holds back until somebody clicks: the sound alone, or the pictures as well. */
export type Held = 'sound' | 'all';

/**
 * Plays media elements. What the browser refuses to start without a click plays muted meanwhile, if it may, and is
 * remembered, so that one click can give everything its sound.
 */
export class Playback {
  readonly #held = new Map<Playable, Held>();
  /** Muted here and not by whoever made it. */
  readonly #silenced = new WeakSet<Playable>();
  readonly #playing = new Set<Playable>();
  readonly #onChange: (held: Held | null) => void;
  #speaker = '';

  constructor(onChange: (held: Held | null) => void) {
    this.#onChange = onChange;
  }

  get held(): Held | null {
    if (this.#held.size === 0) return null;
    return [...this.#held.values()].includes('all') ? 'all' : 'sound';
  }

  /** Sends the sound of everything that plays, now and later, to one speaker; empty: the system's own. */
  async setSpeaker(id: string): Promise<void> {
    this.#speaker = id;
    await Promise.all([...this.#playing].map(async (element) => element.setSinkId?.(id)));
  }

  async play(element: Playable): Promise<void> {
    if (!this.#playing.has(element)) {
      this.#playing.add(element);
      // A speaker that has gone: the system's own serves.
      if (this.#speaker) element.setSinkId?.(this.#speaker).catch(() => undefined);
    }
    try {
      await element.play();
      this.#set(element, this.#silenced.has(element) ? 'sound' : null);
    } catch (thrown) {
      // AbortError means that the source changed meanwhile, and play() is called again then.
      if (isRefusal(thrown)) await this.#playMuted(element);
    }
  }

  /** Must be called in a click's own task. */
  async unblock(): Promise<void> {
    await Promise.all(
      [...this.#held.keys()].map((element) => {
        if (this.#silenced.delete(element)) element.muted = false;
        return this.play(element);
      }),
    );
  }

  forget(element: Playable): void {
    this.#playing.delete(element);
    this.#set(element, null);
  }

  async #playMuted(element: Playable): Promise<void> {
    if (!element.muted) {
      element.muted = true;
      this.#silenced.add(element);
    }
    try {
      await element.play();
      this.#set(element, 'sound');
    } catch (thrown) {
      this.#set(element, isRefusal(thrown) ? 'all' : 'sound');
    }
  }

  #set(element: Playable, held: Held | null): void {
    const before = this.held;
    if (held && this.#playing.has(element)) this.#held.set(element, held);
    else this.#held.delete(element);
    if (this.held !== before) this.#onChange(this.held);
  }
}

const isRefusal = (thrown: unknown): boolean => (thrown as { name?: string }).name === 'NotAllowedError';
