import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { startProcess } from './cluster.ts';
import type { NodeProcess } from './cluster.ts';

const HALF_OPEN = 10_000;
/** What memory may be of what it was, and when. */
const GROWTH = 1.2;
const RECOVERY_MS = 30_000;

let server: NodeProcess | undefined;
const sockets = new Set<Socket>();
after(async () => {
  for (const socket of sockets) socket.destroy();
  await server?.end('SIGKILL');
});

/** Bytes of memory that the process holds. */
function memory(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Heads that never end, in the ways there are: nothing, a part, a part of a WebSocket's, a body that is awaited. */
const BEGINNINGS = [
  '',
  'GET /v1?key=pk_live_demo HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  `GET /v1?token=${'x'.repeat(2_000)}`,
  'POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\nAuthorization: Bearer sk_id_demo:sk_secret_demo\r\n\r\n{',
];

async function openAll(port: number, count: number): Promise<void> {
  let opened = 0;
  const openOne = (i: number): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.resume();
      socket.on('close', () => {
        sockets.delete(socket);
        resolve();
      });
      socket.on('connect', () => {
        opened += 1;
        const text = BEGINNINGS[i % BEGINNINGS.length];
        if (text) socket.write(text);
        resolve();
      });
    });
  for (let i = 0; i < count; i += 250) {
    await Promise.all(Array.from({ length: Math.min(250, count - i) }, (_, j) => openOne(i + j)));
  }
  assert.equal(opened, count);
}

const until = async (withinMs: number, what: () => string | null): Promise<number> => {
  const startedAt = performance.now();
  for (;;) {
    const fault = what();
    const passed = performance.now() - startedAt;
    if (fault === null) return passed;
    assert.ok(passed < withinMs, fault);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('10,000 half-open connections', { skip: process.platform !== 'linux' }, () => {
  it('are let go by themselves; who is connected notices nothing, and memory comes back', async (t) => {
    server = await startProcess([]);
    const { url, pid } = server;
    const port = Number(new URL(url).port);
    const client = new WebSocket(`${url.replace('http', 'ws')}/v1?key=pk_live_demo`);
    let pongs = 0;
    client.on('message', (data: Buffer) => (pongs += data.toString().includes('"pong"') ? 1 : 0));
    await new Promise((resolve) => client.once('message', resolve));
    // What a first crowd makes the runtime allocate once and keep is not what is measured.
    await openAll(port, 500);
    for (const socket of sockets) socket.destroy();
    await until(5_000, () => (sockets.size > 0 ? 'the first crowd is still there' : null));
    const before = memory(pid);

    await openAll(port, HALF_OPEN);
    const peak = memory(pid);
    client.send('{"type":"ping"}');
    await until(5_000, () => (pongs === 0 ? 'no answer while they were open' : null));
    const goneAfter = await until(RECOVERY_MS, () =>
      sockets.size > 0 ? `${sockets.size} half-open connections are still there` : null,
    );
    const backAfter = await until(RECOVERY_MS, () => {
      const now = memory(pid);
      return now > before * GROWTH ? `memory is ${(now / before).toFixed(2)} of before` : null;
    });
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    client.close();
    const mb = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
    t.diagnostic(
      `${mb(before)} before, ${mb(peak)} with them, ${mb(memory(pid))} after; gone after ${Math.round(goneAfter)} ms, memory ${Math.round(backAfter)} ms later`,
    );
  });
});
