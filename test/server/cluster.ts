import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));

/** One node as its own process, as it would run in production. */
export interface NodeProcess {
  readonly url: string;
  readonly pid: number;
  readonly stderr: () => string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

export async function startProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  { namespace }: { namespace?: string } = {},
): Promise<NodeProcess> {
  const node = [process.execPath, '--import', 'tsx', CLI, ...args];
  if (!args.includes('--config')) node.push('--port', '0');
  const argv = namespace === undefined ? node : ['ip', 'netns', 'exec', namespace, ...node];
  const child: ChildProcess = spawn(argv[0] ?? '', argv.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout });
  const started = once(lines, 'line').then(([line]) => /listening on (\S+)/.exec(String(line))?.[1]);
  const url = await Promise.race([started, exited.then(() => undefined)]);
  if (url === undefined) throw new Error(`the node did not start: ${stderr}`);
  return {
    url,
    pid: child.pid ?? 0,
    stderr: () => stderr,
    signal: (signal) => void child.kill(signal),
    end: (signal) => {
      process.off('exit', kill);
      child.kill(signal);
      return exited;
    },
  };
}

/** A configuration file in a folder of its own. */
export async function writeConfig(
  config: unknown,
): Promise<{ file: string; rewrite: (next: unknown) => Promise<void>; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-config-'));
  const file = join(dir, 'config.json');
  const write = (next: unknown): Promise<void> =>
    writeFile(file, typeof next === 'string' ? next : JSON.stringify(next, null, 2));
  await write(config);
  return { file, rewrite: write, remove: () => rm(dir, { recursive: true, force: true }) };
}
