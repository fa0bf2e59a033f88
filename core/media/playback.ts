type Playable = Pick<HTMLMediaElement, 'play' | 'srcObject'> & { setSinkId?(id: string): Promise<void> };

/**
 * Plays media elements and remembers which of them the browser refused to start without a click,
 * so that one click can start all of them.
 */
export class Playback {
  readonly #refused = new Set<Playable>();
  readonly #playing = new Set<Playable>();
  readonly #onChange: (blocked: boolean) => void;
  #speaker = '';

  constructor(onChange: (blocked: boolean) => void) {
    this.#onChange = onChange;
  }

  get blocked(): boolean {
    return this.#refused.size > 0;
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
      this.#set(element, false);
    } catch (thrown) {
      // AbortError means that the source changed meanwhile, and play() is called again then.
      if ((thrown as { name?: string }).name === 'NotAllowedError') this.#set(element, true);
    }
  }

  /** Must be called in a click's own task. */
  async unblock(): Promise<void> {
    await Promise.all([...this.#refused].map((element) => this.play(element)));
  }

  forget(element: Playable): void {
    this.#playing.delete(element);
    this.#set(element, false);
  }

  #set(element: Playable, refused: boolean): void {
    const before = this.blocked;
    if (refused) this.#refused.add(element);
    else this.#refused.delete(element);
    if (this.blocked !== before) this.#onChange(this.blocked);
  }
}
