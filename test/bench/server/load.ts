import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { Contender } from './contenders.ts';

const BODY = 'x'.repeat(256);
const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));

export interface Target {
  readonly port: number;
  /** Bytes of memory and microseconds of CPU time so far, after a garbage collection. */
  measure(): Promise<{ rss: number; cpuUs: number }>;
  stop(): Promise<void>;
}

export async function startTarget(name: string): Promise<Target> {
  const child: ChildProcess = fork(SERVE, [name], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  if (!child.stdout) throw new Error('no stdout');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    port: Number(line),
    measure: async () => {
      child.send('measure');
      const [{ rss, cpu }] = (await once(child, 'message')) as [
        { rss: number; cpu: { user: number; system: number } },
      ];
      return { rss, cpuUs: cpu.user + cpu.system };
    },
    stop: async () => {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export class Client {
  readonly #contender: Contender;
  readonly #socket: WebSocket;
  id: string;
  onAck: () => void = () => undefined;
  onDelivery: (text: string) => void = () => undefined;

  private constructor(contender: Contender, socket: WebSocket, id: string) {
    this.#contender = contender;
    this.#socket = socket;
    this.id = id;
  }

  static connect(contender: Contender, port: number, id: string): Promise<Client> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${contender.path(id)}`, { perMessageDeflate: false });
    const client = new Client(contender, socket, id);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => contender.hello !== null && socket.send(contender.hello));
      socket.on('message', (data: Buffer) => {
        const text = data.toString('latin1');
        if (contender.isWelcome(text)) {
          client.id = contender.idFrom(text, id);
          return resolve(client);
        }
        if (contender.isDelivery(text)) return client.onDelivery(text);
        if (contender.isAck(text)) return client.onAck();
        const answer = contender.answer(text);
        if (answer !== null) socket.send(answer);
      });
    });
  }

  async join(channel: string): Promise<void> {
    const text = this.#contender.join(channel);
    if (text === null) return;
    const acked = new Promise<void>((resolve) => (this.onAck = resolve));
    this.#socket.send(text);
    await acked;
    this.onAck = () => undefined;
  }

  direct(to: string, n: number): void {
    this.#socket.send(this.#contender.direct(to, n, BODY));
  }

  publish(channel: string, n: number): void {
    const text = this.#contender.publish(channel, n, BODY);
    if (text !== null) this.#socket.send(text);
  }

  close(): void {
    this.#socket.terminate();
  }
}
