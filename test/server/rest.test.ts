import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Server } from '../../server/app.ts';
import { createSelfSignedCertificate } from '../../server/certificate.ts';
import { connect, join, startServer, TestClient, tokenQuery } from './helpers.ts';

const PAIR = 'sk_id_demo:sk_secret_demo';
let server: Server;
before(async () => {
  server = await startServer();
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  { pair = PAIR, at = server }: { pair?: string; at?: Server } = {},
): Promise<Answer> {
  const response = await fetch(`${at.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${pair}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  assert.match(String(response.headers.get('content-type')), /^application\/json/);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('POST /v1/tokens', () => {
  it('mints what a connection then is', async () => {
    const { status, body } = await call('POST', '/v1/tokens', {
      peerId: 'minted',
      channels: ['room-*'],
      permissions: ['subscribe', 'presence'],
      expiresInSec: 60,
      metadata: { plan: 'a' },
      peerMetadata: { displayName: 'Mina' },
    });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['expiresAt', 'token']);
    assert.ok(Math.abs(Number(body['expiresAt']) - nowSeconds() - 60) <= 2);
    const client = new TestClient(server, `?token=${String(body['token'])}`);
    const { serverTime: _, ...welcome } = await client.next();
    assert.deepEqual(welcome, {
      type: 'welcome',
      peerId: 'minted',
      expiresAt: body['expiresAt'],
      maxMessageSize: 65_536,
      metadata: { plan: 'a' },
    });
    assert.equal((await join(client, 'room-1')).type, 'presence');
    const refused = await client.request({ type: 'subscribe', channel: 'other', requestId: 'r' });
    assert.equal(refused['code'], 'channel_not_authorized');
    const silent = await client.request({ type: 'publish', channel: 'room-1', data: 1, requestId: 'r' });
    assert.equal(silent['code'], 'action_not_permitted');
  });

  it('lives an hour and may do everything unless it is told otherwise', async () => {
    const { body } = await call('POST', '/v1/tokens', { peerId: 'plain' });
    assert.ok(Math.abs(Number(body['expiresAt']) - nowSeconds() - 3_600) <= 2);
    const client = new TestClient(server, `?token=${String(body['token'])}`);
    await client.next();
    assert.equal((await join(client, 'anything')).type, 'presence');
  });

  for (const [name, body] of [
    ['no peerId', {}],
    ['a peerId beyond ASCII', { peerId: 'zoë' }],
    ['a lifetime above a day', { peerId: 'a', expiresInSec: 86_401 }],
    ['a lifetime of nothing', { peerId: 'a', expiresInSec: 0 }],
    ['a lifetime that is text', { peerId: 'a', expiresInSec: '60' }],
    ['channels that are text', { peerId: 'a', channels: '**' }],
    ['an unknown permission', { peerId: 'a', permissions: ['kick'] }],
    ['metadata over 8 KB', { peerId: 'a', metadata: { x: 'y'.repeat(8_192) } }],
    ['peerMetadata over 4 KB', { peerId: 'a', peerMetadata: { x: 'y'.repeat(4_096) } }],
    ['a body that is no JSON', 'SECRET-GARBAGE'],
    ['a body that is a list', '[]'],
    ['no body', undefined],
  ] as const) {
    it(`refuses ${name} with invalid_request and repeats nothing`, async () => {
      const { status, body: answer } = await call('POST', '/v1/tokens', body);
      assert.equal(status, 400);
      assert.deepEqual(Object.keys(answer).sort(), ['error', 'message']);
      assert.equal(answer['error'], 'invalid_request');
      assert.doesNotMatch(JSON.stringify(answer), /SECRET|zoë|kick|yyy/);
    });
  }
});

describe('GET /v1/channels/:id/peers', () => {
  it('lists who is there, under the name the channel has', async () => {
    const channel = 'a/b & "c" é';
    const peerMetadata = { displayName: 'Lina' };
    const a = await connect(server, await tokenQuery({ sub: 'listed', peerMetadata }));
    await join(a, channel);
    const path = `/v1/channels/${encodeURIComponent(channel)}/peers`;
    assert.deepEqual(await call('GET', path), {
      status: 200,
      body: { channel, peers: [{ peerId: 'listed', metadata: peerMetadata }] },
    });
  });

  it('is empty where nobody is, and refuses names that are none', async () => {
    assert.deepEqual((await call('GET', '/v1/channels/nobody/peers')).body['peers'], []);
    for (const [name, error] of [
      ['_SYSTEM%2Fx', 'channel_reserved'],
      ['a%00b', 'invalid_request'],
      ['%ff', 'invalid_request'],
      ['c'.repeat(257), 'invalid_request'],
    ]) {
      const { status, body } = await call('GET', `/v1/channels/${name}/peers`);
      assert.deepEqual([status, body['error']], [400, error], name);
    }
  });
});

describe('POST /v1/channels/:id/publish', () => {
  it('reaches every subscriber, with the sender it names', async () => {
    const a = await connect(server);
    a.send({ type: 'subscribe', channel: 'news', includeSenderMetadata: true });
    await a.next();
    const body = { data: { n: 1 }, from: 'desk', peerMetadata: { displayName: 'Desk' } };
    assert.deepEqual(await call('POST', '/v1/channels/news/publish', body), {
      status: 200,
      body: { channel: 'news' },
    });
    const fromMetadata = { displayName: 'Desk' };
    assert.deepEqual(await a.next(), {
      type: 'message',
      channel: 'news',
      from: 'desk',
      data: { n: 1 },
      fromMetadata,
    });
    await call('POST', '/v1/channels/news/publish', { data: null });
    assert.deepEqual(await a.next(), { type: 'message', channel: 'news', from: 'server', data: null });
  });

  it('refuses a publish without data, and a body over 32 KB', async () => {
    assert.equal((await call('POST', '/v1/channels/news/publish', {})).body['error'], 'invalid_request');
    const large = await call('POST', '/v1/channels/news/publish', { data: 'x'.repeat(32_768) });
    assert.deepEqual([large.status, large.body['error']], [413, 'payload_too_large']);
  });

  it('stops reading a body that grows over 32 KB without having said so', async () => {
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(16_384).fill(32)) });
    const response = await fetch(`${server.url}/v1/channels/news/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PAIR}` },
      body: endless,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    // Node's fetch may see the reset of the upload before it sees the answer.
    assert.ok(response === null || response.status === 413);
    assert.equal((await call('GET', '/v1/usage')).status, 200);
  });
});

describe('DELETE /v1/peers/:id', () => {
  it('closes every socket with 4020, says so in presence, and keeps the peer out until its exp', async () => {
    const exp = Date.now() / 1000 + 6;
    const watcher = await connect(server);
    await join(watcher, 'kicks');
    const sockets = [
      await connect(server, await tokenQuery({ sub: 'rude' })),
      await connect(server, await tokenQuery({ sub: 'rude', exp })),
    ];
    for (const socket of sockets) await join(socket, 'kicks');
    await watcher.next();
    assert.deepEqual(await call('DELETE', '/v1/peers/rude'), {
      status: 200,
      body: { peerId: 'rude', disconnected: 2 },
    });
    for (const socket of sockets) {
      assert.deepEqual(await socket.closedWith(), { code: 4020, reason: 'admin_disconnect' });
    }
    assert.deepEqual((await watcher.next())['left'], [{ peerId: 'rude', reason: 'kicked' }]);
    const again = new TestClient(server, await tokenQuery({ sub: 'rude' }));
    assert.equal((await again.closedWith()).code, 4020);
    assert.equal((await connect(server, await tokenQuery({ sub: 'polite' }))).peerId, 'polite');
  });

  it('forgets once that token would have run out', async () => {
    const exp = Date.now() / 1000 + 3;
    const brief = await connect(server, await tokenQuery({ sub: 'brief', exp }));
    await call('DELETE', '/v1/peers/brief');
    await brief.closedWith();
    for (;;) {
      const again = new TestClient(server, await tokenQuery({ sub: 'brief' }));
      const first = await Promise.race([again.next(), again.closedWith()]).catch(() => again.closedWith());
      if ('type' in first) break;
      assert.equal(first.code, 4020);
      assert.ok(Date.now() / 1000 < exp + 5);
    }
    assert.ok(Date.now() / 1000 >= exp);
  });

  it('kicks a key’s peer, and is not_found for who is not there', async () => {
    const client = await connect(server);
    assert.equal((await call('DELETE', `/v1/peers/${client.peerId}`)).status, 200);
    assert.equal((await client.closedWith()).code, 4020);
    const { status, body } = await call('DELETE', `/v1/peers/${client.peerId}`);
    assert.deepEqual([status, body['error']], [404, 'not_found']);
  });
});

describe('GET /v1/usage', () => {
  it('counts connections and messages, and names the limits', async () => {
    const plan = { maxConnections: 7, messageQuota: 100 };
    const secretKeys = [{ id: 'sk_id_u', secret: 'sk_secret_u' }];
    const key = { key: 'pk_live_u', channels: ['**'], actions: ['publish' as const] };
    const own = await startServer({ tenants: [{ id: 'u', plan, publishableKeys: [key], secretKeys }] });
    const client = await connect(own, '?key=pk_live_u');
    await client.request({ type: 'publish', channel: 'a', data: 1, requestId: 'r' });
    const { body } = await call('GET', '/v1/usage', undefined, { pair: 'sk_id_u:sk_secret_u', at: own });
    const { start, end, messages } = body['period'] as Record<string, number>;
    assert.equal(body['connections'], 1);
    assert.equal(messages, 1);
    assert.ok(Number(start) <= nowSeconds() && Number(end) > nowSeconds());
    assert.deepEqual(body['limits'], { ...plan, messagesPerSecond: 100, messageBurst: 200 });
  });
});

describe('a client that would rather speak HTTP/2', () => {
  const WISH =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA';
  const body = JSON.stringify({ peerId: 'java', peerMetadata: { name: 'Zoë' } });
  const post = (headers: string): string =>
    `POST /v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${PAIR}\r\n${headers}\r\n`;

  /** Writes the parts, each once the one before has been sent, and reads to the end. */
  async function talk(socket: Socket, parts: readonly string[]): Promise<string> {
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    for (const part of parts) await new Promise((resolve) => socket.write(part, resolve));
    await once(socket, 'close');
    return answer;
  }

  for (const [name, parts] of [
    [
      'at once',
      [
        `${post(`${WISH}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`)}${body}`,
        'GET /v1/usage HTTP/1.1\r\n',
      ],
    ],
    [
      'in chunks',
      [
        post(`${WISH}\r\nTransfer-Encoding: chunked\r\n`),
        `${Buffer.byteLength(body).toString(16)}\r\n${body}`,
        '\r\n0\r\n\r\n',
        'GET /v1/usage HTTP/1.1\r\n',
      ],
    ],
  ] as const) {
    it(`is answered in HTTP/1.1, its body sent ${name}, and asks on`, { timeout: 20_000 }, async () => {
      const socket = connectTcp(server.port, '127.0.0.1');
      const last = `Host: x\r\nAuthorization: Bearer ${PAIR}\r\nConnection: close\r\n\r\n`;
      const answer = await talk(socket, [...parts, last]);
      const [minted = '', usage = ''] = answer.split(/(?=HTTP\/1\.1 )/);
      assert.match(minted, /^HTTP\/1\.1 200 [^]*\{"token":"ey/);
      assert.match(usage, /^HTTP\/1\.1 200 [^]*\{"connections":/);
    });
  }

  it('wishes once: again, or before an answer is through, is its own loss', { timeout: 20_000 }, async () => {
    const wish = `GET /healthz HTTP/1.1\r\nHost: x\r\n${WISH}\r\n\r\n`;
    const plain = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    const again = await talk(connectTcp(server.port, '127.0.0.1'), [wish + wish + plain]);
    assert.match(again, /HTTP\/1\.1 400 /);
    const large = 'GET /demo/broken/ HTTP/1.1\r\nHost: x\r\n\r\n';
    const early = connectTcp(server.port, '127.0.0.1').on('error', () => undefined);
    early.write(large + wish);
    early.resume();
    await Promise.race([once(early, 'end'), once(early, 'data')]);
    early.destroy();
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });

  it('is answered over TLS too', { timeout: 20_000 }, async () => {
    const own = await startServer({ tls: await createSelfSignedCertificate([]) });
    const socket = connectTls({ port: own.port, host: '127.0.0.1', rejectUnauthorized: false });
    const headers = `Connection: Upgrade\r\nUpgrade: TLS/1.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    socket.write(post(headers) + body);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
  });
});

describe('the control plane', () => {
  it('gives one and the same 401 for every reason', async () => {
    const token = (await tokenQuery()).slice('?token='.length);
    const answers = new Set<string>();
    for (const authorization of [
      undefined,
      'Basic c2s6c2s=',
      'Bearer',
      'Bearer sk_id_demo',
      'Bearer sk_id_demo:',
      'Bearer sk_id_demo:wrong',
      'Bearer sk_id_nobody:sk_secret_demo',
      'Bearer __proto__:constructor',
      `Bearer ${token}`,
      `Bearer ${'x'.repeat(20_000)}:y`,
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      for (const path of ['/v1/usage', '/v1/nothing']) {
        const response = await fetch(`${server.url}${path}`, { headers });
        const sent = [...response.headers].filter(([name]) => name !== 'date');
        answers.add(JSON.stringify([response.status, sent, await response.text()]));
      }
    }
    assert.equal(answers.size, 1);
    assert.match([...answers].join(), /^\[401,.*unauthorized/);
  });

  it('is not_found for calls that are none', async () => {
    for (const [method, path] of [
      ['GET', '/v1/nothing'],
      ['PUT', '/v1/tokens'],
      ['GET', '/v1/channels/a/b/peers'],
    ] as const) {
      const { status, body } = await call(method, path);
      assert.deepEqual([status, body['error']], [404, 'not_found'], path);
    }
  });

  it('keeps a secret pair within its channels and actions, in calls and in its tokens', async () => {
    const secretKeys = [
      {
        id: 'sk_id_n',
        secret: 'sk_secret_n',
        channels: ['app/*'],
        actions: ['subscribe' as const, 'presence' as const],
      },
    ];
    const own = await startServer({ tenants: [{ id: 'n', publishableKeys: [], secretKeys }] });
    const narrow = { pair: 'sk_id_n:sk_secret_n', at: own };
    const error = async (method: string, path: string, body?: unknown) =>
      (await call(method, path, body, narrow)).body['error'];
    assert.equal(await error('POST', '/v1/channels/app%2Fx/publish', { data: 1 }), 'action_not_permitted');
    assert.equal(await error('GET', '/v1/channels/other/peers'), 'channel_not_authorized');
    assert.equal(await error('GET', '/v1/channels/app%2Fx/peers'), undefined);
    const wide = { peerId: 'p', permissions: ['publish'] };
    assert.equal(await error('POST', '/v1/tokens', wide), 'action_not_permitted');
    const { body } = await call('POST', '/v1/tokens', { peerId: 'p', channels: ['**'] }, narrow);
    const client = await connect(own, `?token=${String(body['token'])}`);
    const refused = await client.request({ type: 'subscribe', channel: 'other', requestId: 'r' });
    assert.equal(refused['code'], 'channel_not_authorized');
    assert.equal((await join(client, 'app/x')).type, 'presence');
  });

  it('slows a tenant down with 429', async () => {
    const own = await startServer({ limits: { restPerSecond: 0.001, restBurst: 2 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await call('GET', '/v1/usage', undefined, { at: own })).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    own.reload({ limits: { restPerSecond: 0.001, restBurst: 1 } });
    assert.equal((await call('GET', '/v1/usage', undefined, { at: own })).status, 200);
    assert.equal((await call('GET', '/v1/usage', undefined, { at: own })).status, 429);
  });
});
