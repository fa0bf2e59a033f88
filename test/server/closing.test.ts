import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NoopLogger } from '../../core/util/log.ts';
import {
  connect,
  httpStatusOfUpgrade,
  join,
  mintToken,
  startNode,
  startServer,
  TestClient,
  tokenQuery,
} from './helpers.ts';
import type { Frame } from './helpers.ts';

const nowSeconds = (): number => Date.now() / 1000;

describe('a refusal', () => {
  const table: readonly (readonly [string, () => Promise<string>, number, string])[] = [
    ['an unknown key', () => Promise.resolve('?key=pk_live_nobody'), 4001, 'invalid_token'],
    ['no credential', () => Promise.resolve(''), 4001, 'invalid_token'],
    ['garbage for a token', () => Promise.resolve('?token=%00%ff%'), 4001, 'invalid_token'],
    [
      'a token signed by somebody else',
      async () => `?token=${await mintToken({ secret: 'x' })}`,
      4001,
      'invalid_token',
    ],
    ['an expired token', () => tokenQuery({ exp: Math.floor(nowSeconds()) - 5 }), 4002, 'token_expired'],
    ['a token without a channel', () => tokenQuery({ channels: [] }), 4003, 'channel_not_authorized'],
  ];
  for (const [name, query, code, reason] of table) {
    it(`of ${name} upgrades, says nothing, and closes with ${code}`, async () => {
      const client = new TestClient(await startServer(), await query());
      let opened = false;
      client.socket.on('open', () => (opened = true));
      assert.deepEqual(await client.closedWith(), { code, reason });
      assert.ok(opened);
      await assert.rejects(client.nextText(), /closed before/);
    });
  }

  it('of a disallowed Origin closes with 4001, and the allowed one gets in', async () => {
    const server = await startServer({
      tenants: [
        {
          id: 'a',
          publishableKeys: [
            {
              key: 'pk_live_a',
              channels: ['**'],
              actions: ['subscribe'],
              allowedOrigins: ['https://a.example'],
            },
          ],
          secretKeys: [],
        },
      ],
    });
    const from = (origin: string) => new TestClient(server, '?key=pk_live_a', { origin });
    assert.equal((await from('https://b.example').closedWith()).code, 4001);
    assert.equal((await from('https://a.example').next()).type, 'welcome');
  });

  for (const path of ['/', '/v1/', '/v2', '/v1x', '/V1']) {
    it(`of the path ${path} is a 404 before the upgrade`, async () => {
      const client = new TestClient(await startServer(), '?key=pk_live_demo', {}, path);
      assert.equal(await httpStatusOfUpgrade(client), 404);
    });
  }

  it('of too many attempts from one address is a 429 before the upgrade', async () => {
    const lines: unknown[] = [];
    const logger = { ...NoopLogger, warn: (_msg: string, ctx?: unknown) => void lines.push(ctx) };
    const server = await startServer({ limits: { connectionsPerMinute: 2 }, logger });
    const first = await connect(server);
    assert.equal((await new TestClient(server, '?key=wrong').closedWith()).code, 4001);
    assert.equal(await httpStatusOfUpgrade(new TestClient(server, '?key=pk_live_demo')), 429);
    assert.equal(await httpStatusOfUpgrade(new TestClient(server, '?key=pk_live_demo')), 429);
    assert.deepEqual(await first.drain(), []);
    assert.deepEqual(lines, [{ status: 429, address: '127.0.0.1', attempts: 1 }]);
  });
});

describe('a token that runs out', () => {
  it('is closed with 4002 about 250 ms before its exp, and its peer leaves the room', async () => {
    const server = await startServer();
    const watcher = await connect(server);
    await join(watcher, 'room');
    const exp = nowSeconds() + 2;
    const client = await connect(server, await tokenQuery({ sub: 'short', exp }));
    await join(client, 'room');
    assert.deepEqual(await client.closedWith(), { code: 4002, reason: 'token_expired' });
    const early = exp - nowSeconds();
    assert.ok(early > 0 && early <= 0.26, `${early} s before exp`);
    assert.equal((await watcher.next())['type'], 'presence');
    assert.deepEqual((await watcher.next())['left'], [{ peerId: 'short', reason: 'expired' }]);
  });

  it('far in the future does not run out at once, nor spin on a timer that overflows', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', note);
    const client = await connect(await startServer(), await tokenQuery({ exp: 1e15 }));
    assert.deepEqual(await client.drain(), []);
    process.off('warning', note);
    assert.deepEqual(warnings, []);
  });
});

describe('a frame too large', () => {
  it('closes its connection with 1009 and leaves the others alone', async () => {
    const server = await startServer();
    const [loud, other] = [await connect(server), await connect(server)];
    await join(other, 'room');
    await join(loud, 'room');
    loud.send('x'.repeat(65_536 + 4_096 + 1));
    assert.equal((await loud.closedWith()).code, 1009);
    assert.equal((await other.next()).type, 'presence');
    assert.deepEqual((await other.next())['left'], [{ peerId: loud.peerId }]);
    assert.deepEqual(await other.drain(), []);
  });

  it('is one byte more than the data and 4 KB', async () => {
    const client = await connect(await startServer());
    client.send('x'.repeat(65_536 + 4_096));
    assert.equal((await client.next())['code'], 'malformed_message');
    assert.deepEqual(await client.drain(), []);
  });
});

describe('too many frames', () => {
  it('close the connection with 4011, and the burst before them is served', async () => {
    const server = await startServer({ limits: { messagesPerSecond: 1, messageBurst: 20 } });
    const client = await connect(server);
    for (let i = 0; i < 30; i++) client.send({ type: 'ping' });
    assert.equal((await client.closedWith()).code, 4011);
    for (let i = 0; i < 20; i++) assert.equal((await client.next()).type, 'pong');
  });

  it('are WebSocket pings and pongs as well; those within the rate are answered', async () => {
    const server = await startServer({ limits: { messagesPerSecond: 1, messageBurst: 20 } });
    for (const kind of ['ping', 'pong'] as const) {
      const client = await connect(server);
      const answers: string[] = [];
      client.socket.on('pong', (data: Buffer) => answers.push(data.toString()));
      client.socket.ping('once');
      assert.deepEqual(await client.drain(), []);
      assert.deepEqual(answers, ['once']);
      for (let i = 0; i < 30; i++) client.socket[kind](`${i}`);
      assert.equal((await client.closedWith()).code, 4011);
      assert.ok(answers.length <= 20);
    }
  });
});

describe('a client that does not read', () => {
  it('is closed with 1008 while the others carry on', async () => {
    const server = await startServer({
      limits: { maxBufferedBytes: 200_000, messagesPerSecond: 1e6, messageBurst: 1e6, closeGraceMs: 60_000 },
    });
    const [slow, fast, writer] = [await connect(server), await connect(server), await connect(server)];
    for (const client of [slow, fast, writer]) await join(client, 'room');
    await fast.drain();
    slow.socket.pause();
    const data = 'x'.repeat(60_000);
    let left: Frame | undefined;
    for (let i = 0; !left && i < 1_000; i++) {
      await writer.request({ type: 'publish', channel: 'room', data, requestId: 'p' }).then((answer) => {
        if (answer.type === 'presence') left = answer;
      });
      await fast.next();
    }
    assert.deepEqual(left?.['left'], [{ peerId: slow.peerId }]);
    slow.socket.resume();
    assert.equal((await slow.closedWith()).code, 1008);
  });

  it('while it asks for pongs without end is closed with 1008', async () => {
    const server = await startServer({
      limits: { maxBufferedBytes: 50_000, messagesPerSecond: 1e9, messageBurst: 1e9, closeGraceMs: 60_000 },
    });
    const [slow, watcher] = [await connect(server), await connect(server)];
    for (const client of [watcher, slow]) await join(client, 'room');
    await watcher.drain();
    slow.socket.pause();
    let left: Frame | undefined;
    void watcher.next().then((frame) => (left = frame));
    const data = Buffer.alloc(125);
    for (let i = 0; !left && i < 1_000; i++) {
      for (let j = 0; j < 999; j++) slow.socket.ping(data);
      await new Promise((resolve) => slow.socket.ping(data, undefined, resolve));
    }
    assert.deepEqual(left?.['left'], [{ peerId: slow.peerId }]);
    slow.socket.resume();
    assert.equal((await slow.closedWith()).code, 1008);
  });

  it('and does not answer pings either is let go', async () => {
    const server = await startServer({ limits: { heartbeatMs: 400 } });
    const watcher = await connect(server);
    await join(watcher, 'room');
    const deaf = new TestClient(server, '?key=pk_live_demo', { autoPong: false });
    await deaf.next();
    await join(deaf, 'room');
    assert.equal((await watcher.next()).type, 'presence');
    assert.equal((await deaf.closedWith()).code, 1006);
    assert.equal((await watcher.next()).type, 'presence');
    assert.deepEqual(await watcher.drain(), []);
  });
});

describe('a server that closes', () => {
  it('sends everyone going_away and then 1001, and announces no departure', async () => {
    const server = await startServer({ limits: { retryAfterMs: 500 } });
    const crowd = await Promise.all(Array.from({ length: 5 }, () => connect(server)));
    for (const client of crowd) await join(client, 'room');
    await Promise.all(crowd.map((client) => client.drain()));
    await server.close();
    for (const client of crowd) {
      const { retryAfterMs, ...rest } = await client.next();
      assert.deepEqual(rest, { type: 'going_away' });
      assert.ok(Number(retryAfterMs) >= 500 && Number(retryAfterMs) <= 1000);
      assert.equal((await client.closedWith()).code, 1001);
      await assert.rejects(client.nextText(), /closed before/);
    }
    await assert.rejects(fetch(`${server.url}/healthz`));
    await server.close();
  });

  it('spreads that over a window, and answers 503 meanwhile', async () => {
    const server = await startNode({ limits: { drainPerSecond: 20 } });
    const crowd = await Promise.all(Array.from({ length: 20 }, () => connect(server)));
    const times: number[] = [];
    for (const { closed } of crowd) void closed.then(() => times.push(performance.now()));
    const { url } = server;
    const startedAt = performance.now();
    const closed = server.close();
    const health = await fetch(`${url}/healthz`);
    assert.equal(health.status, 503);
    assert.equal(await httpStatusOfUpgrade(new TestClient(server, '?key=pk_live_demo')), 503);
    await closed;
    for (const client of crowd) assert.equal((await client.closedWith()).code, 1001);
    assert.equal(times.length, 20);
    const half = times.filter((at) => at - startedAt < 500).length;
    assert.ok(half >= 3 && half <= 17, `${half} of 20 in the first half of a second`);
  });

  it('tells of those who leave for good before they were sent away', async () => {
    const server = await startNode({ limits: { drainPerSecond: 1 } });
    const [first, leaver, watcher] = [await connect(server), await connect(server), await connect(server)];
    for (const client of [first, leaver, watcher]) await join(client, 'room');
    await watcher.drain();
    const closed = server.close();
    assert.equal((await first.closedWith()).code, 1001);
    leaver.socket.close();
    assert.deepEqual(await watcher.next(), {
      type: 'presence',
      channel: 'room',
      joined: [],
      left: [{ peerId: leaver.peerId }],
    });
    assert.equal((await watcher.next()).type, 'going_away');
    await closed;
  });

  it('does not wait longer than its grace for a client that is stuck', async () => {
    const server = await startServer({ limits: { closeGraceMs: 50 } });
    const stuck = await connect(server);
    stuck.socket.pause();
    await server.close();
    stuck.socket.resume();
    await stuck.closedWith();
  });
});
