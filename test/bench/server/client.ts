import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Contender } from './contenders.ts';
import { FrameReader, frameOf } from './wire.ts';

/** Enough of a frame to tell what it is. */
const PREFIX = 24;

/**
 * One client of a server. It writes frames that were made before and looks at the first bytes of what comes,
 * so that the server and not the load is what a run measures.
 */
export class Client {
  readonly #contender: Contender;
  readonly #socket: Socket;
  #corked = false;
  id: string;
  onAck: () => void = () => undefined;
  onDelivery: (payload: Buffer) => void = () => undefined;

  private constructor(contender: Contender, socket: Socket, id: string) {
    this.#contender = contender;
    this.#socket = socket;
    this.id = id;
  }

  static connect(contender: Contender, port: number, id: string): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const client = new Client(contender, socket, id);
    socket.write(
      `GET ${contender.path(id)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      const reader = new FrameReader(
        (payload) => client.#handle(payload, resolve),
        (frame) => client.write(frame),
      );
      let head = Buffer.alloc(0);
      const readHead = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) return reject(new Error('not upgraded'));
        socket.off('data', readHead);
        socket.on('data', (bytes: Buffer) => reader.read(bytes));
        if (contender.hello !== null) client.write(frameOf(contender.hello));
        if (head.length > end + 4) reader.read(head.subarray(end + 4));
      };
      socket.on('data', readHead);
    });
  }

  #handle(payload: Buffer, welcomed: (client: Client) => void): void {
    const contender = this.#contender;
    const prefix = payload.toString('latin1', 0, PREFIX);
    if (contender.isDelivery(prefix)) return this.onDelivery(payload);
    if (contender.isAck(prefix)) return this.onAck();
    if (contender.isWelcome(prefix)) {
      this.id = contender.idFrom(payload.toString(), this.id);
      return welcomed(this);
    }
    const answer = contender.answer(prefix);
    if (answer !== null) this.write(frameOf(answer));
  }

  /** What is written in one turn of the event loop leaves together. */
  write(frame: Buffer): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(frame);
  }

  async join(channel: string): Promise<void> {
    const text = this.#contender.join(channel);
    if (text === null) return;
    const acked = new Promise<void>((resolve) => (this.onAck = resolve));
    this.write(frameOf(text));
    await acked;
    this.onAck = () => undefined;
  }

  close(): void {
    this.#socket.destroy();
  }
}
