import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FlakyWay {
  readonly port: number;
  /** Breaks every connection, and from then on, if `again`, each new one after a moment. */
  drop(again: boolean): void;
  stop(): Promise<void>;
}

const MOMENT_MS = 400;

/** A way to a TCP port of this machine that breaks when asked to. */
export async function startFlaky(target: number): Promise<FlakyWay> {
  const open = new Set<Socket>();
  let again = false;
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    if (again) setTimeout(() => from.destroy(), MOMENT_MS);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    drop(more) {
      again = more;
      dropAll();
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        dropAll();
      }),
  };
}
