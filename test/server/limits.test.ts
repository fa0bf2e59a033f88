import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import { BackplaneError } from '../../server/backplane/backplane.ts';
import type { Backplane } from '../../server/backplane/backplane.ts';
import { MemoryBackplane } from '../../server/backplane/memory.ts';
import { createSelfSignedCertificate } from '../../server/certificate.ts';
import type { Tenant, TenantPlan } from '../../server/tenants.ts';
import { connect, httpStatusOfUpgrade, mintToken, startNode, startServer, TestClient } from './helpers.ts';

const ALL = ['publish', 'subscribe', 'presence', 'send'] as const;
const tenant = (id: string, plan: TenantPlan, extra: Partial<Tenant> = {}): Tenant => ({
  id,
  plan,
  publishableKeys: [{ key: `pk_live_${id}`, channels: ['**'], actions: ALL }],
  secretKeys: [{ id: `sk_id_${id}`, secret: `sk_secret_${id}` }],
  ...extra,
});

describe('a plan', () => {
  it('of three connections closes the fourth with 4010, lets the next in once one has left, and counts by tenant', async () => {
    const server = await startServer({ tenants: [tenant('a', { maxConnections: 3 }), tenant('b', {})] });
    const crowd = [];
    for (let i = 0; i < 3; i++) crowd.push(await connect(server, '?key=pk_live_a'));
    for (let i = 0; i < 2; i++) {
      const refused = new TestClient(server, '?key=pk_live_a');
      assert.deepEqual(await refused.closedWith(), { code: 4010, reason: 'over_concurrent_limit' });
    }
    await connect(server, '?key=pk_live_b');
    await crowd[0]?.close();
    // The node sees the close a moment after the client has.
    for (;;) {
      const next = new TestClient(server, '?key=pk_live_a');
      const welcomed = await next.next().catch(() => null);
      if (welcomed) break;
      assert.equal((await next.closedWith()).code, 4010);
    }
  });

  it('of no connection at all admits nobody', async () => {
    const server = await startServer({ tenants: [tenant('a', { maxConnections: 0 })] });
    assert.equal((await new TestClient(server, '?key=pk_live_a').closedWith()).code, 4010);
  });

  it('of a lower message rate closes with 4011 what the server at large would let pass', async () => {
    const server = await startServer({ tenants: [tenant('a', { messagesPerSecond: 1, messageBurst: 5 })] });
    const client = await connect(server, '?key=pk_live_a');
    for (let i = 0; i < 8; i++) client.send({ type: 'ping' });
    assert.deepEqual(await client.closedWith(), { code: 4011, reason: 'over_message_rate' });
    for (let i = 0; i < 5; i++) assert.equal((await client.next()).type, 'pong');
  });

  it('of ten messages answers the eleventh, from whomever, with over_message_quota; everything else goes on', async () => {
    const server = await startServer({ tenants: [tenant('a', { messageQuota: 10 })] });
    const [a, b] = [await connect(server, '?key=pk_live_a'), await connect(server, '?key=pk_live_a')];
    for (let i = 0; i < 10; i++) {
      const frame =
        i % 2 === 0 ? { type: 'publish', channel: 'room', data: i } : { type: 'send', to: b.peerId, data: i };
      const answer = await (i < 5 ? a : b).request({ ...frame, requestId: 'r' }).then(async (first) =>
        // What b sends to itself may arrive before its own ack.
        first.type === 'direct' ? b.next() : first,
      );
      assert.ok(answer.type === 'ack' || answer.type === 'direct', JSON.stringify(answer));
    }
    await Promise.all([a.drain(), b.drain()]);
    for (const client of [a, b]) {
      for (const frame of [
        { type: 'publish', channel: 'room', data: 1 },
        { type: 'send', to: b.peerId, data: 1 },
      ]) {
        const answer = await client.request({ ...frame, requestId: 'r' });
        assert.deepEqual([answer.type, answer['code']], ['error', 'over_message_quota']);
      }
      const subscribed = await client.request({ type: 'subscribe', channel: 'room', requestId: 's' });
      assert.equal(subscribed.type, 'ack');
    }
    const rest = await fetch(`${server.url}/v1/channels/room/publish`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_id_a:sk_secret_a' },
      body: '{"data":1}',
    });
    assert.equal(rest.status, 429);
    assert.equal(((await rest.json()) as { error: string }).error, 'over_message_quota');
  });
});

describe('a message', () => {
  it('to nobody is not counted', async () => {
    const server = await startServer({ tenants: [tenant('a', { messageQuota: 1 })] });
    const [a, b] = [await connect(server, '?key=pk_live_a'), await connect(server, '?key=pk_live_a')];
    const send = async (to: string): Promise<unknown> => {
      const answer = await a.request({ type: 'send', to, data: 1, requestId: 'r' });
      return answer['code'] ?? answer.type;
    };
    await a.drain();
    for (let i = 0; i < 3; i++) assert.equal(await send('nobody'), 'peer_not_found');
    assert.equal(await send(b.peerId), 'ack');
    assert.equal(await send(b.peerId), 'over_message_quota');
  });

  for (const [name, wait, frame] of [
    ['counted', 'spend', { type: 'publish', channel: 'room', data: 1 }],
    ['looked for', 'catchUp', { type: 'send', to: 'late', data: 1 }],
  ] as const) {
    it(`whose sender is kicked while it is ${name} reaches nobody, and counts for nothing`, async () => {
      const backplane: Backplane = new MemoryBackplane();
      const [asked, decided] = [new EventEmitter(), new EventEmitter()];
      const asking = once(asked, 'asked');
      let waited: Promise<unknown> | undefined;
      const decide = (): Promise<unknown> => {
        waited = once(decided, 'decided');
        asked.emit('asked');
        return waited;
      };
      const instant = backplane.spend.bind(backplane);
      let first = true;
      if (wait === 'catchUp') {
        // The kick catches up, too, and does not have to wait.
        backplane.catchUp = () => (first ? ((first = false), decide().then(() => undefined)) : undefined);
      } else backplane.spend = (...all) => decide().then(() => instant(...all));
      const server = await startServer({ backplane, tenants: [tenant('a', { messageQuota: 5 })] });
      const query = async (sub: string): Promise<string> =>
        `?token=${await mintToken({ kid: 'sk_id_a', secret: 'sk_secret_a', claims: { sub } })}`;
      const watcher = await connect(server, '?key=pk_live_a');
      await watcher.request({ type: 'subscribe', channel: 'room', requestId: 's' });
      await watcher.next();
      const sender = await connect(server, await query('rude'));
      sender.send(frame);
      await asking;
      const late = await connect(server, await query('late'));
      const headers = { authorization: 'Bearer sk_id_a:sk_secret_a' };
      await fetch(`${server.url}/v1/peers/rude`, { method: 'DELETE', headers });
      await sender.closedWith();
      decided.emit('decided');
      await waited;
      for (const client of [watcher, late]) assert.deepEqual(await client.drain(), []);
      const usage = (await (await fetch(`${server.url}/v1/usage`, { headers })).json()) as {
        period: { messages: number };
      };
      assert.equal(usage.period.messages, 0);
    });
  }
});

describe('a suspended tenant', () => {
  it('is closed with 4012 at the door, with good credentials only, and has no control plane', async () => {
    const server = await startServer({ tenants: [tenant('a', {}, { suspended: true })] });
    const token = await mintToken({ kid: 'sk_id_a', secret: 'sk_secret_a' });
    for (const query of ['?key=pk_live_a', `?token=${token}`]) {
      const closed = await new TestClient(server, query).closedWith();
      assert.deepEqual(closed, { code: 4012, reason: 'account_suspended' });
    }
    const forged = await mintToken({ kid: 'sk_id_a', secret: 'guess' });
    assert.equal((await new TestClient(server, `?token=${forged}`).closedWith()).code, 4001);
    const headers = { authorization: 'Bearer sk_id_a:sk_secret_a' };
    assert.equal((await fetch(`${server.url}/v1/usage`, { headers })).status, 401);
  });
});

describe('a kick while the other nodes cannot be reached', () => {
  it('closes and denies here, says 503, and tells the others of the denial when it is tried again', async () => {
    const backplane: Backplane = new MemoryBackplane();
    const told: unknown[] = [];
    let away = true;
    backplane.catchUp = () => (away ? Promise.reject(new BackplaneError('away')) : undefined);
    backplane.kick = (_tenant, peerId, untilMs) => {
      told.push([peerId, untilMs]);
      return Promise.resolve(1);
    };
    const server = await startServer({ backplane });
    const exp = Math.floor(Date.now() / 1000) + 600;
    const query = `?token=${await mintToken({ claims: { sub: 'rude', exp } })}`;
    const rude = await connect(server, query);
    const kick = async (): Promise<number> => {
      const headers = { authorization: 'Bearer sk_id_demo:sk_secret_demo' };
      return (await fetch(`${server.url}/v1/peers/rude`, { method: 'DELETE', headers })).status;
    };
    assert.equal(await kick(), 503);
    assert.equal((await rude.closedWith()).code, 4020);
    assert.equal((await new TestClient(server, query).closedWith()).code, 4020);
    assert.deepEqual(told, []);
    away = false;
    assert.equal(await kick(), 200);
    assert.deepEqual(told, [['rude', exp * 1000]]);
  });
});

describe('a connection that is admitted slowly', () => {
  /** A backplane that thinks for as long as it is told to about each connection after the first. */
  async function hesitant(): Promise<{ server: Server; asked: Promise<void>; decide: () => void }> {
    const backplane: Backplane = new MemoryBackplane();
    const [decided, asked] = [new EventEmitter(), new EventEmitter()];
    const asking = once(asked, 'asked').then(() => undefined);
    let count = 0;
    backplane.admit = async () => {
      count += 1;
      if (count === 1) return true;
      const decision = once(decided, 'decided');
      asked.emit('asked');
      await decision;
      return true;
    };
    const server = await startServer({ backplane, tenants: [tenant('a', { maxConnections: 5 })] });
    return { server, asked: asking, decide: () => void decided.emit('decided') };
  }
  const query = async (): Promise<string> =>
    `?token=${await mintToken({ kid: 'sk_id_a', secret: 'sk_secret_a', claims: { sub: 'rude' } })}`;

  it('is closed with 4020 if its peer was kicked meanwhile', async () => {
    const { server, asked, decide } = await hesitant();
    const first = await connect(server, await query());
    const second = new TestClient(server, await query());
    await asked;
    const headers = { authorization: 'Bearer sk_id_a:sk_secret_a' };
    const kicked = await fetch(`${server.url}/v1/peers/rude`, { method: 'DELETE', headers });
    assert.equal(kicked.status, 200);
    assert.equal((await first.closedWith()).code, 4020);
    decide();
    assert.equal((await second.closedWith()).code, 4020);
  });

  it('is closed with 4012 if its tenant was suspended meanwhile', async () => {
    const { server, asked, decide } = await hesitant();
    await connect(server, await query());
    const second = new TestClient(server, await query());
    await asked;
    server.reload({ tenants: [tenant('a', {}, { suspended: true })] });
    decide();
    assert.equal((await second.closedWith()).code, 4012);
  });

  it('is dropped if the server closes meanwhile, and an invalid frame that it had sent does no harm', async (t) => {
    const { server, asked, decide } = await hesitant();
    await connect(server, await query());
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtExceptionMonitor', note);
    t.after(() => process.off('uncaughtExceptionMonitor', note));
    const socket = connectTcp(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    const head = [
      `GET /v1${await query()} HTTP/1.1`,
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
    ];
    // Reserved bits are set in the frame.
    socket.write(`${head.join('\r\n')}\r\n\r\n\u007f\u007f`);
    await asked;
    const closed = server.close();
    decide();
    await once(socket, 'close');
    await closed;
    assert.match(answer, /^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
    assert.deepEqual(uncaught, []);
  });
});

describe('new settings', () => {
  it('keep every connection, close those of a tenant that is suspended, and let new keys in', async () => {
    const server = await startServer({ tenants: [tenant('a', {}), tenant('b', {})] });
    const [a, b] = [await connect(server, '?key=pk_live_a'), await connect(server, '?key=pk_live_b')];
    server.reload({ tenants: [tenant('a', {}, { suspended: true }), tenant('b', {}), tenant('c', {})] });
    assert.equal((await a.closedWith()).code, 4012);
    assert.deepEqual(await b.drain(), []);
    await connect(server, '?key=pk_live_c');
  });

  it('that are not valid change nothing', async () => {
    const server = await startServer({ tenants: [tenant('a', {})] });
    assert.throws(() => server.reload({ tenants: [tenant('a', {}), tenant('a', {})] }), {
      code: 'duplicate_credential',
    });
    await connect(server, '?key=pk_live_a');
  });
});

describe('settings that are read again', () => {
  it('change nothing at all where the certificate is not valid', async () => {
    const { key, cert } = await createSelfSignedCertificate([]);
    const server = await startNode({ tls: { key, cert }, tenants: [tenant('a', {})] });
    const answer = async (query: string): Promise<string> => {
      const client = new TestClient(server, query, { rejectUnauthorized: false });
      return Promise.race([
        client.next().then(({ type }) => type),
        client.closed.then(({ code }) => `${code}`),
      ]);
    };
    assert.throws(() => server.reload({ tls: { key, cert: 'none' }, tenants: [tenant('b', {})] }));
    assert.equal(await answer('?key=pk_live_a'), 'welcome');
    assert.equal(await answer('?key=pk_live_b'), '4001');
    server.reload({ tls: { key, cert }, tenants: [tenant('b', {})] });
    assert.equal(await answer('?key=pk_live_b'), 'welcome');
  });

  it('bring new times: for pings, for heads, and for closing', { timeout: 20_000 }, async () => {
    const server = await startNode({ limits: { closeGraceMs: 60_000 } });
    const limits = { heartbeatMs: 400, headTimeoutMs: 100, closeGraceMs: 50 };
    server.reload({ limits });
    const deaf = new TestClient(server, '?key=pk_live_demo', { autoPong: false });
    assert.equal((await deaf.closedWith()).code, 1006);
    const slow = connectTcp(server.port, '127.0.0.1');
    slow.on('error', () => undefined).resume();
    slow.write('GET / HTTP/1.1\r\n');
    await once(slow, 'close');
    const stuck = await connect(server);
    stuck.socket.pause();
    await server.close();
    stuck.socket.resume();
    await stuck.closedWith();
  });
});

describe('a proxy', () => {
  it('is believed about the address only if it is trusted, and only for the part it wrote itself', async () => {
    const attempts = async (trustedProxies: string[], forwarded: (i: number) => string) => {
      const server = await startNode({ trustedProxies, limits: { connectionsPerMinute: 2 } });
      const outcomes: unknown[] = [];
      for (let i = 0; i < 3; i++) {
        const headers = { 'x-forwarded-for': forwarded(i) };
        const client = new TestClient(server, '?key=pk_live_demo', { headers });
        outcomes.push(await Promise.race([httpStatusOfUpgrade(client), client.next().then(() => 'welcome')]));
      }
      return outcomes;
    };
    assert.deepEqual(await attempts(['127.0.0.0/8'], (i) => `192.0.2.${i}`), [
      'welcome',
      'welcome',
      'welcome',
    ]);
    assert.deepEqual(await attempts([], (i) => `192.0.2.${i}`), ['welcome', 'welcome', 429]);
    const claimed = (i: number) => `10.9.8.${i}, 192.0.2.1`;
    assert.deepEqual(await attempts(['127.0.0.1'], claimed), ['welcome', 'welcome', 429]);
  });
});
