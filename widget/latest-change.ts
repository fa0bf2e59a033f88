/** Makes one change at a time. Asked for while one is under way it makes another one after it, however often it was asked. */
export class LatestChange {
  readonly #make: (superseded: () => boolean) => Promise<void>;
  #asked = false;
  #running: Promise<void> | null = null;

  /** `make` reads for itself what is wanted; `superseded`: it is to be made again, and need not end well. */
  constructor(make: (superseded: () => boolean) => Promise<void>) {
    this.#make = make;
  }

  /** Settles once nothing is left to be made, as the last one did. */
  request(): Promise<void> {
    this.#asked = true;
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<void> {
    try {
      while (this.#asked) {
        this.#asked = false;
        try {
          await this.#make(() => this.#asked);
        } catch (error) {
          // The compiler cannot know that it may have been asked again meanwhile.
          if (!(this.#asked as boolean)) throw error;
        }
      }
    } finally {
      this.#running = null;
    }
  }
}
