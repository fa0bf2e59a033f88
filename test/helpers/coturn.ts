import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCommand } from './packages.ts';

export interface Coturn {
  /** Everything it has logged. */
  log(): string;
  stop(): Promise<void>;
}

export interface CoturnOptions {
  /** What `use-auth-secret` shares with the signalling server. */
  secret: string;
  port: number;
  /** Addresses to listen on, and to relay from. */
  addresses: readonly string[];
  /** Network namespace to run in, as `ip netns` names it. */
  namespace?: string;
}

/** A coturn of the test's own, with time-limited credentials and no file but its own. */
export function startCoturn({ secret, port, addresses, namespace }: CoturnOptions): Promise<Coturn> {
  const options = [
    ...['-n', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=test'],
    ...addresses.flatMap((address) => [`--listening-ip=${address}`, `--relay-ip=${address}`]),
    ...['--no-cli', '--allow-loopback-peers'],
  ];
  return runCoturn(port, options, namespace);
}

/** A coturn with options of the caller's, of which a file may be one. */
export async function runCoturn(
  port: number,
  options: readonly string[],
  namespace?: string,
): Promise<Coturn> {
  const command = ensureCommand('turnserver', 'coturn');
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-coturn-'));
  const own = [
    ...[...options, `--listening-port=${port}`, '--no-tls', '--no-dtls'],
    // What it listens on is logged only so.
    ...['--verbose', '--log-file=stdout'],
    ...[`--pidfile=${join(dir, 'pid')}`, `--db=${join(dir, 'db')}`, '--simple-log'],
  ];
  const argv =
    namespace === undefined ? [command, ...own] : ['ip', 'netns', 'exec', namespace, command, ...own];
  const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], cwd: dir });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let log = '';
  const exited = once(child, 'exit');
  const started = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log += `${line}\n`;
        if (/(UDP|TCP) listener opened/i.test(line)) resolve();
      });
    }
    void exited.then(() => reject(new Error(`turnserver ended at once\n${log}`)));
  });
  await started;
  return {
    log: () => log,
    stop: async () => {
      process.off('exit', kill);
      child.kill('SIGKILL');
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
