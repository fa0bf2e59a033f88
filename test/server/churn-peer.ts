import { WebSocket } from 'ws';

/** A client waits before it tries again: the server would take it for a flood. */
const AGAIN_MS = 250;

interface Heard {
  channel: string;
  from: string;
  n: number;
}

/** One peer of the churn test: keeps its roster as presence tells it, and everything it hears. */
export class ChurnPeer {
  readonly name: string;
  readonly channel: string;
  readonly node: number;
  readonly roster = new Set<string>();
  readonly heard: Heard[] = [];
  /** Numbers of publishes that were acked, and when they were sent. */
  readonly acked = new Map<number, number>();
  readonly faults: string[] = [];
  /** By performance.now(): the snapshot came; the socket closed. */
  joinedAt = Infinity;
  closedAt = Infinity;
  /** How the other end closed, if it did. */
  lost: string | null = null;
  unconfirmed = 0;
  /** Nobody has to know who publishes without being in the channel. */
  #entered = false;
  #sent = 0;
  readonly #sentAt = new Map<number, number>();
  readonly #socket: WebSocket;

  constructor(url: string, query: string, name: string, channel: string, node: number) {
    this.name = name;
    this.channel = channel;
    this.node = node;
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/v1${query}`);
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', (code: number, reason: Buffer) => {
      if (!this.open) return;
      this.closedAt = performance.now();
      this.lost = `${this.name} on node ${this.node}: ${code} ${reason.toString()}`;
    });
    this.#socket.on('message', (data: Buffer) => this.#handle(JSON.parse(data.toString()) as Frame));
  }

  get open(): boolean {
    return this.closedAt === Infinity;
  }

  publish(): void {
    if (!this.#entered || this.#socket.readyState !== WebSocket.OPEN) return;
    const n = ++this.#sent;
    this.#sentAt.set(n, performance.now());
    const frame = { type: 'publish', channel: this.channel, data: { n }, requestId: `p${n}` };
    this.#socket.send(JSON.stringify(frame));
  }

  leave(): void {
    this.closedAt = performance.now();
    this.#socket.close();
  }

  #subscribe(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: 'subscribe', channel: this.channel, requestId: 'sub' }));
  }

  #handle(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#subscribe();
      case 'presence':
        for (const { peerId } of frame.joined ?? []) this.roster.add(peerId);
        for (const { peerId } of frame.left ?? []) this.roster.delete(peerId);
        if (this.joinedAt === Infinity) this.joinedAt = performance.now();
        return;
      case 'message': {
        const from = frame.from ?? '';
        if (!this.roster.has(from)) this.faults.push(`${this.name} heard ${from} before it joined`);
        this.heard.push({ channel: this.channel, from, n: frame.data?.n ?? 0 });
        return;
      }
      case 'ack':
      case 'error': {
        const n = Number(frame.requestId?.slice(1));
        if (frame.requestId === 'sub') {
          // The server has waited for Redis already; clients try again, and so does this one.
          if (frame.code === 'backend_error') setTimeout(() => this.#subscribe(), AGAIN_MS);
          else if (frame.type === 'ack') this.#entered = true;
          else this.faults.push(`${this.name} could not subscribe: ${frame.code}`);
        } else if (frame.type === 'ack') this.acked.set(n, this.#sentAt.get(n) ?? 0);
        else if (frame.code === 'backend_error') this.unconfirmed += 1;
        else this.faults.push(`${this.name} was refused: ${frame.code}`);
      }
    }
  }
}

interface Frame {
  type: string;
  requestId?: string;
  code?: string;
  from?: string;
  data?: { n: number };
  joined?: { peerId: string }[];
  left?: { peerId: string }[];
}
