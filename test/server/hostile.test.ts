import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import type { Server } from '../../server/app.ts';
import { createSelfSignedCertificate } from '../../server/certificate.ts';
import { startProcess, writeConfig } from './cluster.ts';
import type { NodeProcess } from './cluster.ts';
import { connect, join, startServer, TestClient, tokenQuery } from './helpers.ts';
import { garbageFor } from './hostile-input.ts';

let server: Server;
const lines: string[] = [];
before(async () => {
  const write = (msg: string, ctx?: Record<string, unknown>): void =>
    void lines.push(`${msg} ${JSON.stringify(ctx)}`);
  server = await startServer({ logger: { debug: write, info: write, warn: write, error: write } });
});

/** Sends raw bytes to the port and waits for the end. */
async function raw(bytes: string): Promise<string> {
  const socket = connectTcp(server.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.end(bytes, 'latin1');
  await once(socket, 'close');
  return answer;
}

const UPGRADE = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';

describe('hostile frames', () => {
  it('leave their connection and every other one alive', async () => {
    const [attacker, bystander] = [await connect(server), await connect(server)];
    await join(bystander, 'calm');
    const garbage = garbageFor(bystander.peerId);
    for (const text of garbage) attacker.send(text);
    const answers = await attacker.drain();
    assert.deepEqual(
      answers.map(({ type }) => type),
      garbage.map(() => 'error'),
    );
    assert.ok(answers.some(({ requestId, code }) => requestId === 'deep' && code === 'malformed_message'));
    assert.deepEqual(await bystander.drain(), []);
    assert.ok(lines.includes('a frame was refused {"code":"malformed_message"}'));
  });

  it('with names of the object prototype are names like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
      const [a, b] = [await connect(server, await tokenQuery({ sub: name })), await connect(server)];
      assert.deepEqual((await join(a, name))['joined'], []);
      assert.deepEqual((await join(b, name))['joined'], [{ peerId: name }]);
      const answer = await b.request({ type: 'send', to: name, data: 1, requestId: 'r' });
      assert.equal(answer.type, 'ack');
      await a.close();
      await b.close();
    }
    assert.equal(({} as Record<string, unknown>)['peerId'], undefined);
  });

  it('that are not UTF-8 close their own connection only', async () => {
    const [attacker, bystander] = [await connect(server), await connect(server)];
    attacker.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    assert.equal((await attacker.closedWith()).code, 1007);
    assert.deepEqual(await bystander.drain(), []);
  });
});

describe('hostile requests', () => {
  for (const [name, bytes, status] of [
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a name of the object prototype as target', 'GET __proto__ HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['an absolute target', 'GET http://evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['an upgrade without its key', `GET /v1?key=pk_live_demo HTTP/1.1\r\n${UPGRADE}\r\n`, 400],
    [
      'an upgrade to another protocol',
      'GET /v1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
      426,
    ],
    ['an upgrade by POST', `POST /v1?key=pk_live_demo HTTP/1.1\r\n${UPGRADE}\r\n`, 405],
    ['a head of 100 KB', `GET /v1?token=${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ] as const) {
    it(`with ${name} are answered ${status}, and the server goes on`, async () => {
      assert.match(await raw(bytes), new RegExp(`^HTTP/1.1 ${status} `));
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    });
  }

  it('that hang up in the middle of an upgrade do no harm', async () => {
    const query = await tokenQuery();
    for (let i = 0; i < 20; i++) {
      const socket = connectTcp(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
      socket.write(`GET /v1${query} HTTP/1.1\r\n${UPGRADE}${key}\r\n`, () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });
});

describe('a connection that is reset before it can be refused', () => {
  const TIMES = 100;
  let own: NodeProcess;
  let config: Awaited<ReturnType<typeof writeConfig>>;
  before(async () => {
    const key = { key: 'pk_live_a', channels: ['**'] };
    const limits = { drainPerSecond: 1, drainWindowMs: 3_600_000 };
    config = await writeConfig({
      listen: { port: 0 },
      limits,
      tenants: [{ id: 'a', publishableKeys: [key] }],
    });
    own = await startProcess(['--config', config.file]);
  });
  after(async () => {
    await own.end('SIGKILL');
    await config.remove();
  });

  /** Both are there when the server looks: what was asked, and that nobody waits for an answer. */
  async function askAndReset(bytes: string): Promise<void> {
    const socket = connectTcp(Number(new URL(own.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(bytes, 'latin1');
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
  const health = async (): Promise<number> => (await fetch(`${own.url}/healthz`)).status;

  it('for wishing for another protocol twice leaves the server alive', async () => {
    const wish = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    for (let i = 0; i < TIMES; i++) await askAndReset(wish + wish);
    assert.equal(await health(), 200);
    assert.equal(own.stderr(), '');
  });

  it('for coming to a node that is on its way out leaves it alive', async () => {
    // A second of draining for each.
    const crowd = Array.from({ length: 60 }, () => {
      const socket = new WebSocket(`${own.url.replace('http', 'ws')}/v1?key=pk_live_a`);
      return once(
        socket.on('error', () => undefined),
        'message',
      );
    });
    await Promise.all(crowd);
    own.signal('SIGTERM');
    while ((await health()) === 200);
    for (let i = 0; i < TIMES; i++) await askAndReset(`GET /v1?key=pk_live_a HTTP/1.1\r\n${UPGRADE}\r\n`);
    assert.equal(await health(), 503);
    assert.equal(own.stderr(), '');
  });
});

describe('connections that never finish a TLS handshake', () => {
  it('are bounded in number, the oldest going first, and who has finished stays', async (t) => {
    const tls = await createSelfSignedCertificate(['127.0.0.1']);
    const secure = await startServer({ tls });
    const client = new TestClient(secure, '?key=pk_live_demo', { rejectUnauthorized: false });
    assert.equal((await client.next()).type, 'welcome');
    const open: Socket[] = [];
    t.after(() => open.forEach((socket) => socket.destroy()));
    for (let i = 0; i < 1_005; i++) {
      const socket = connectTcp(secure.port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      open.push(socket);
    }
    for (const socket of open.slice(0, 5)) if (!socket.closed) await once(socket, 'close');
    assert.equal(open.filter(({ closed }) => closed).length, 5);
    assert.deepEqual(await client.drain(), []);
  });
});

describe('the log', () => {
  it('never shows a token or a key', async () => {
    const query = await tokenQuery({ exp: 1 });
    for (const bad of [query, '?key=pk_live_private', '?token=sk_secret_private', '']) {
      await new TestClient(server, bad).closedWith();
    }
    const log = lines.join('\n');
    assert.match(log, /refused/);
    assert.doesNotMatch(log, /eyJ|pk_live|sk_secret|sk_id/);
  });
});
