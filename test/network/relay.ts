import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Carries every connection made to `listen` on to `host:port`; gives the port it listens on. */
export async function startRelay(listen: string, host: string, port: number): Promise<number> {
  const server = createServer((near) => {
    const far = connect(port, host);
    near.pipe(far);
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(0, listen, done));
  return (server.address() as AddressInfo).port;
}

/** Milliseconds that a connection is given before another is tried. */
const ATTEMPT_MS = 100;

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const timer = setTimeout(() => done(false), ATTEMPT_MS);
    const done = (made: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(made);
    };
    socket.once('connect', () => done(true));
    // An unreachable network says so at once: the timer keeps the pace.
    socket.once('error', () => undefined);
  });
}

/** Tries connection after connection; resolves with the time at which one was made. */
export async function firstConnection(host: string, port: number): Promise<number> {
  while (!(await connects(host, port)));
  return Date.now();
}
