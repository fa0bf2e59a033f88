import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { startServer } from './helpers.ts';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));
const children = new Set<ChildProcess>();
after(() => children.forEach((child) => child.kill('SIGKILL')));

function run(argv: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const waiter = waiting.shift();
    if (waiter) waiter(line);
    else lines.push(line);
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    exited,
    stderr: () => stderr,
    line: (): Promise<string> => {
      const line = lines.shift();
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    rest: () => lines,
  };
}

describe('the command', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`says where it listens, and after ${signal} sends clients away and exits with 0`, async () => {
      const cli = run(['--port', '0']);
      const line = await cli.line();
      assert.match(line, /^listening on http:\/\/localhost:\d+$/);
      const url = line.replace('listening on http', 'ws');
      const socket = new WebSocket(`${url}/v1?key=pk_live_demo`);
      const types: string[] = [];
      socket.on('message', (data: Buffer) => {
        const { type } = JSON.parse(data.toString()) as { type: string };
        types.push(type);
        if (type === 'welcome') cli.child.kill(signal);
      });
      const [code] = (await once(socket, 'close')) as [number];
      assert.deepEqual(types, ['welcome', 'going_away']);
      assert.equal(code, 1001);
      assert.equal(await cli.exited, 0);
      assert.deepEqual(cli.rest(), []);
      assert.equal(cli.stderr(), '');
    });
  }

  it('takes its port from PORT, and says in one line if it is in use', async () => {
    const { port } = await startServer();
    const cli = run([], { PORT: String(port) });
    assert.equal(await cli.exited, 1);
    assert.equal(cli.stderr(), `metered-call-server: Port ${port} is in use; choose another with --port.\n`);
  });

  it('serves other devices with --lan: TLS and a key of its own, both printed, and no demo credentials', async () => {
    const cli = run(['--lan', '--port', '0']);
    const first = await cli.line();
    assert.match(first, /^listening on https:\/\/localhost:\d+$/);
    let printed = '';
    while (!printed.includes('SHA-256')) printed += `${await cli.line()}\n`;
    const key = /pk_live_[\da-f]{32}/.exec(printed)?.[0];
    const fingerprint = /SHA-256 ((?:[\dA-F]{2}:){31}[\dA-F]{2})/.exec(printed)?.[1];
    assert.ok(key && fingerprint);
    const enter = async (with_: string) => {
      const url = `${first.replace('listening on https', 'wss')}/v1?key=${with_}`;
      const socket = new WebSocket(url, { rejectUnauthorized: false });
      const shown = new Promise<string>((resolve) =>
        socket.on('upgrade', ({ socket: tls }) =>
          resolve(
            (
              tls as unknown as { getPeerX509Certificate(): { fingerprint256: string } }
            ).getPeerX509Certificate().fingerprint256,
          ),
        ),
      );
      const outcome = await Promise.race([
        once(socket, 'message').then(() => 'welcome'),
        once(socket, 'close').then(([code]) => String(code)),
      ]);
      socket.terminate();
      return { outcome, shown: await shown };
    };
    assert.deepEqual(await enter(key), { outcome: 'welcome', shown: fingerprint });
    assert.equal((await enter('pk_live_demo')).outcome, '4001');
    cli.child.kill('SIGTERM');
    assert.equal(await cli.exited, 0);
  });

  it('explains itself with --help', async () => {
    const cli = run(['--help']);
    assert.equal(await cli.exited, 0);
    const text = cli.rest().join('\n');
    for (const flag of ['--port', '--host', '--lan', '--help']) assert.ok(text.includes(flag));
  });

  for (const [argv, pattern] of [
    [['--colour'], /Unknown option '--colour'/],
    [['--host', '0.0.0.0', '--port', '0'], /demo credentials.*--lan/],
  ] as const) {
    it(`refuses ${argv.join(' ')} with 2 and one line`, async () => {
      const cli = run([...argv]);
      assert.equal(await cli.exited, 2);
      assert.match(cli.stderr(), pattern);
      assert.match(cli.stderr(), /^[^\n]+\n$/);
    });
  }
});
