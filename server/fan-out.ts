/** For this many receivers and more it pays to encode a frame once; each socket encodes text by itself. */
const ENCODE_FROM = 3;

/** One message for many: each of its two forms is built when first wanted, and encoded when it goes to several. */
export class FanOut {
  readonly #plain: Form;
  readonly #stamped: Form;

  /** @param stamped with the sender's metadata, if it has any */
  constructor(plain: () => string, stamped: (() => string) | undefined) {
    this.#plain = new Form(plain);
    this.#stamped = stamped ? new Form(stamped) : this.#plain;
  }

  next(withMetadata: boolean): string | Buffer {
    return (withMetadata ? this.#stamped : this.#plain).next();
  }
}

class Form {
  readonly #build: () => string;
  #frame: string | Buffer | undefined;
  #uses = 0;

  constructor(build: () => string) {
    this.#build = build;
  }

  next(): string | Buffer {
    this.#frame ??= this.#build();
    this.#uses += 1;
    if (this.#uses >= ENCODE_FROM && typeof this.#frame === 'string') this.#frame = Buffer.from(this.#frame);
    return this.#frame;
  }
}
