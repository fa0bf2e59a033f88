import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { ensureCommand } from './packages.ts';

export interface Redis {
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  /** Ends the process at once, as a crash would; what it held is lost. */
  crash(): Promise<void>;
  /** Holds the process without ending it: its connections stay, and nothing is answered until `resume`. */
  hang(): void;
  resume(): void;
  /** Begins again on the same port, with nothing in it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the test's own: free port, own folder, nothing kept on disk. */
export async function startRedis(): Promise<Redis> {
  const command = ensureCommand('redis-server', 'redis-server');
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-redis-'));
  let child: ChildProcess | undefined;
  const kill = (): void => void child?.kill('SIGKILL');
  process.once('exit', kill);

  const begin = async (): Promise<void> => {
    const args = [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    child = spawn(command, args, { stdio: 'ignore' });
    const ended = once(child, 'exit').then(() => {
      throw new Error('redis-server ended at once');
    });
    await Promise.race([answers(port), ended]);
    ended.catch(() => undefined);
  };
  const end = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };

  await begin();
  return {
    url: `redis://127.0.0.1:${port}`,
    crash: end,
    hang: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    restart: async () => {
      await end();
      await begin();
    },
    stop: async () => {
      process.off('exit', kill);
      await end();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Settles once Redis answers a PING. */
async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const socket = connect(port, '127.0.0.1');
    const outcome = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      once(socket, 'error').then(() => false),
    ]);
    if (outcome) {
      socket.write('PING\r\n');
      const [data] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      if (data.toString().startsWith('+PONG')) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('redis-server does not answer');
}
