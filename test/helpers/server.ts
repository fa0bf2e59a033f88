import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface SignallingServer {
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** `ws://localhost:PORT`, what a client takes as its server. */
  readonly wsOrigin: string;
  /** Everything it has printed. */
  output(): string;
  /** True until the process has ended. */
  running(): boolean;
  stop(): Promise<void>;
  /** Ends the process at once, without a word to anyone. */
  kill(): Promise<void>;
}

const STARTED = /listening on (https?):\/\/([^\s/]+)/;

/** The built server, as a child process; on a free port unless the arguments name one. */
export async function startServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<SignallingServer> {
  const child = spawn(process.execPath, ['dist/server/cli.js', '--port', '0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killOnExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killOnExit);
  const ended = once(child, 'exit');
  let output = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start in 20 s\n${output}`)), 20_000);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output += `${line}\n`;
        const match = STARTED.exec(line);
        if (!match) return;
        clearTimeout(timer);
        resolve(`${match[1]}://${match[2]}`);
      });
    }
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}\n${output}`));
    });
  });

  return {
    origin,
    wsOrigin: origin.replace(/^http/, 'ws'),
    output: () => output,
    running: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      process.off('exit', killOnExit);
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      process.off('exit', killOnExit);
      child.kill('SIGKILL');
      await ended;
    },
  };
}
