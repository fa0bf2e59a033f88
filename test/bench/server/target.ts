import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));

export interface Memory {
  /** Bytes of the process, after a garbage collection. */
  rss: number;
  /** Of them what JavaScript holds: exact, where the process's depends on when V8 collects. */
  heap: number;
}

export interface Target {
  readonly port: number;
  /** Microseconds of CPU time that the process has used so far. */
  cpuUs(): Promise<number>;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** Starts one of the servers in a process of its own, all with the same flags. */
export async function startTarget(name: string): Promise<Target> {
  const child: ChildProcess = fork(SERVE, [name], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  if (!child.stdout) throw new Error('no stdout');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ask = async (question: string): Promise<unknown> => {
    child.send(question);
    const [answer] = (await once(child, 'message')) as [unknown];
    return answer;
  };
  return {
    port: Number(line),
    cpuUs: async () => (await ask('cpu')) as number,
    memory: async () => (await ask('memory')) as Memory,
    stop: async () => {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
