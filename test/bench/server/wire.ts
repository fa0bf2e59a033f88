// The client's half of RFC 6455, as little of it as a load needs: text frames, pings, no extensions.

const MASK = Buffer.from([0x5a, 0x17, 0xc3, 0x9e]);
const TEXT = 0x1;
const PING = 0x9;
const PONG = 0xa;

/** A masked frame, ready to be written as often as one likes. */
export function frameOf(payload: Buffer | string, opcode = TEXT): Buffer {
  const data = Buffer.from(payload);
  const long = data.length > 125;
  if (data.length > 65_535) throw new RangeError('longer than a load has to be');
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : data.length);
  if (long) head.writeUInt16BE(data.length, 2);
  MASK.copy(head, head.length - 4);
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) ^ (MASK[i % 4] ?? 0);
  return Buffer.concat([head, data]);
}

/** Takes a server's bytes apart. What a server of this benchmark never sends is an error. */
export class FrameReader {
  readonly #onText: (payload: Buffer) => void;
  readonly #reply: (frame: Buffer) => void;
  #rest: Buffer | undefined;

  constructor(onText: (payload: Buffer) => void, reply: (frame: Buffer) => void) {
    this.#onText = onText;
    this.#reply = reply;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= 2) {
      const length = (bytes[at + 1] ?? 0) & 0x7f;
      if (length === 127) throw new RangeError('longer than a load has to be');
      const headLength = length === 126 ? 4 : 2;
      if (bytes.length - at < headLength) break;
      const end = at + headLength + (length === 126 ? bytes.readUInt16BE(at + 2) : length);
      if (bytes.length < end) break;
      const opcode = (bytes[at] ?? 0) & 0x0f;
      const payload = bytes.subarray(at + headLength, end);
      if (opcode === TEXT) this.#onText(payload);
      else if (opcode === PING) this.#reply(frameOf(payload, PONG));
      else throw new Error(`a frame with opcode ${opcode}`);
      at = end;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : undefined;
  }
}
