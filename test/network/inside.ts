import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ensureCommand } from '../helpers/packages.ts';
import type { Answer, Order, Tasks } from './agent.ts';

/** A process inside a namespace, or outside of all, to which tasks are given. */
export interface Agent {
  perform<K extends keyof Tasks>(task: K, ...args: Parameters<Tasks[K]>): ReturnType<Tasks[K]>;
  /** Lets it end what it has started, then ends it. */
  stop(): Promise<void>;
}

export function startAgent(namespace: string | null): Agent {
  const script = fileURLToPath(new URL('./agent.ts', import.meta.url));
  const child =
    namespace === null
      ? fork(script, { execArgv: ['--import', 'tsx'] })
      : fork(script, {
          execPath: ensureCommand('ip', 'iproute2'),
          execArgv: ['netns', 'exec', namespace, process.execPath, '--import', 'tsx'],
        });
  const where = namespace ?? 'no namespace';
  const waiting = new Map<number, (answer: Answer) => void>();
  let orders = 0;
  const ended = once(child, 'exit');
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', (code) => {
    for (const [id, settle] of waiting) settle({ id, error: `the process in ${where} ended with ${code}` });
    waiting.clear();
  });

  const perform = (task: keyof Tasks, ...args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (orders += 1);
      waiting.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value);
        else reject(new Error(`${task} in ${where}: ${error}`));
      });
      child.send({ id, task, args } satisfies Order);
    });

  return {
    perform: perform as Agent['perform'],
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      child.disconnect();
      await ended;
      clearTimeout(timer);
    },
  };
}
