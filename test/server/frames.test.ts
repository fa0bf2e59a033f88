import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import type { Backplane } from '../../server/backplane/backplane.ts';
import { MemoryBackplane } from '../../server/backplane/memory.ts';
import { connect, join, mintToken, settleNodes, startServer, TestClient, tokenQuery } from './helpers.ts';
import type { Frame } from './helpers.ts';

let server: Server;
before(async () => {
  server = await startServer();
});

let rooms = 0;
const freshRoom = (): string => `room-${++rooms}`;

describe('welcome', () => {
  it('tells a key its random id, no expiry, the time and the message size, and nothing more', async () => {
    const client = new TestClient(server, '?key=pk_live_demo');
    const { serverTime, peerId, ...rest } = await client.next();
    assert.deepEqual(rest, { type: 'welcome', expiresAt: null, maxMessageSize: 65_536 });
    assert.match(String(peerId), /^[\da-f-]{36}$/);
    assert.ok(Number.isInteger(serverTime) && Math.abs(Number(serverTime) - Date.now() / 1000) < 5);
  });

  it('tells a token its sub, its exp and its private metadata', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const metadata = { iceServers: [{ urls: 'stun:stun.example' }] };
    const query = await tokenQuery({ sub: 'jonas', exp, metadata, peerMetadata: { displayName: 'Jonas' } });
    const { serverTime, ...rest } = await new TestClient(server, query).next();
    assert.equal(typeof serverTime, 'number');
    assert.deepEqual(rest, {
      type: 'welcome',
      peerId: 'jonas',
      expiresAt: exp,
      maxMessageSize: 65_536,
      metadata,
    });
  });

  it('reaches a token with all the metadata it may carry', async () => {
    const metadata = { x: 'm'.repeat(8_000) };
    const peerMetadata = { x: 'p'.repeat(4_000) };
    const channels = Array.from({ length: 100 }, (_, i) => `${i}-`.padEnd(100, 'c'));
    const query = await tokenQuery({ metadata, peerMetadata, channels });
    assert.deepEqual((await new TestClient(server, query).next())['metadata'], metadata);
  });
});

describe('subscribe and unsubscribe', () => {
  it('are answered byte for byte: the ack, then the snapshot even if it is empty', async () => {
    const client = await connect(server);
    client.send({ type: 'subscribe', channel: 'a room "of" mine', requestId: 'r1' });
    assert.equal(await client.nextText(), '{"type":"ack","requestId":"r1"}');
    assert.equal(
      await client.nextText(),
      '{"type":"presence","channel":"a room \\"of\\" mine","joined":[],"left":[]}',
    );
    client.send({ type: 'unsubscribe', channel: 'a room "of" mine', requestId: 'r2' });
    assert.equal(await client.nextText(), '{"type":"ack","requestId":"r2"}');
    assert.deepEqual(await client.drain(), []);
  });

  it('without a requestId get no ack, and the snapshot all the same', async () => {
    const client = await connect(server);
    client.send({ type: 'subscribe', channel: freshRoom() });
    assert.equal((await client.next()).type, 'presence');
    client.send({ type: 'unsubscribe', channel: 'never-joined' });
    assert.deepEqual(await client.drain(), []);
  });

  it('are idempotent', async () => {
    const client = await connect(server);
    const channel = freshRoom();
    await join(client, channel);
    await join(client, channel);
    for (const requestId of ['one', 'two']) {
      assert.deepEqual(await client.request({ type: 'unsubscribe', channel, requestId }), {
        type: 'ack',
        requestId,
      });
    }
    const other = await connect(server);
    assert.deepEqual((await join(other, channel))['joined'], []);
  });
});

describe('publish', () => {
  it('reaches every other subscriber, and not the publisher', async () => {
    const [a, b, c] = [await connect(server), await connect(server), await connect(server)];
    const channel = freshRoom();
    for (const client of [a, b, c]) await join(client, channel);
    await Promise.all([a.drain(), b.drain()]);
    const data = { deep: [1, 'two', null, { '': true }], é: '\u2028😀' };
    assert.deepEqual(await a.request({ type: 'publish', channel, data, requestId: 'p' }), {
      type: 'ack',
      requestId: 'p',
    });
    for (const client of [b, c]) {
      assert.deepEqual(await client.drain(), [{ type: 'message', channel, from: a.peerId, data }]);
    }
    assert.deepEqual(await a.drain(), []);
  });

  it('needs no subscription, and stops where one ended', async () => {
    const [a, b] = [await connect(server), await connect(server)];
    const channel = freshRoom();
    await join(b, channel);
    await a.request({ type: 'publish', channel, data: 1, requestId: 'p' });
    assert.equal((await b.next()).type, 'message');
    await b.request({ type: 'unsubscribe', channel, requestId: 'u' });
    await a.request({ type: 'publish', channel, data: 2, requestId: 'p' });
    assert.deepEqual(await b.drain(), []);
  });

  for (const data of [null, false, 0, '', [], {}]) {
    it(`carries ${JSON.stringify(data)} as it is`, async () => {
      const [a, b] = [await connect(server), await connect(server)];
      const channel = freshRoom();
      await join(b, channel);
      a.send({ type: 'publish', channel, data });
      assert.deepEqual((await b.next())['data'], data);
    });
  }

  it('carries a key called __proto__ as it is', async () => {
    const [a, b] = [await connect(server), await connect(server)];
    const channel = freshRoom();
    await join(b, channel);
    a.send(`{"type":"publish","channel":"${channel}","data":{"__proto__":{"x":1}}}`);
    assert.match(await b.nextText(), /"data":\{"__proto__":\{"x":1\}\}/);
  });
});

describe('send', () => {
  it('reaches that peer alone', async () => {
    const [a, b, c] = [await connect(server), await connect(server), await connect(server)];
    a.send({ type: 'send', to: b.peerId, data: { hi: 1 }, requestId: 's' });
    assert.equal(await a.nextText(), '{"type":"ack","requestId":"s"}');
    assert.equal(await b.nextText(), `{"type":"direct","from":"${a.peerId}","data":{"hi":1}}`);
    assert.deepEqual(await c.drain(), []);
  });

  it('goes to the newest socket of a peer, and to the older one once that is gone', async () => {
    const sub = 'two-sockets';
    const old = await connect(server, await tokenQuery({ sub }));
    const recent = await connect(server, await tokenQuery({ sub }));
    const a = await connect(server);
    await settleNodes();
    await a.request({ type: 'send', to: sub, data: 1, requestId: 's' });
    assert.deepEqual(await recent.drain(), [{ type: 'direct', from: a.peerId, data: 1 }]);
    assert.deepEqual(await old.drain(), []);
    await recent.close();
    await settleNodes();
    await a.request({ type: 'send', to: sub, data: 2, requestId: 's' });
    assert.deepEqual(await old.drain(), [{ type: 'direct', from: a.peerId, data: 2 }]);
  });

  it('to who has left is peer_not_found', async () => {
    const [a, b] = [await connect(server), await connect(server)];
    await b.close();
    const answer = await a.request({ type: 'send', to: b.peerId, data: 1, requestId: 's' });
    assert.equal(answer['code'], 'peer_not_found');
  });
});

describe('fromMetadata', () => {
  it('is on a message only where the subscriber asked last, and on every direct', async () => {
    const peerMetadata = { displayName: 'Amira' };
    const a = await connect(
      server,
      await tokenQuery({ sub: 'meta-a', peerMetadata, metadata: { private: 1 } }),
    );
    const b = await connect(server);
    const channel = freshRoom();
    const messageAfter = async (include: boolean | undefined): Promise<Frame> => {
      b.send({ type: 'subscribe', channel, includeSenderMetadata: include });
      assert.equal((await b.next()).type, 'presence');
      a.send({ type: 'publish', channel, data: 1 });
      return b.next();
    };
    const plain = { type: 'message', channel, from: 'meta-a', data: 1 };
    assert.deepEqual(await messageAfter(undefined), plain);
    assert.deepEqual(await messageAfter(true), { ...plain, fromMetadata: peerMetadata });
    assert.deepEqual(await messageAfter(false), plain);
    a.send({ type: 'send', to: b.peerId, data: 2 });
    assert.deepEqual(await b.next(), { type: 'direct', from: 'meta-a', data: 2, fromMetadata: peerMetadata });
  });

  it('is nowhere if the sender has none', async () => {
    const [a, b] = [await connect(server), await connect(server)];
    const channel = freshRoom();
    b.send({ type: 'subscribe', channel, includeSenderMetadata: true });
    await b.next();
    a.send({ type: 'publish', channel, data: 1 });
    assert.equal('fromMetadata' in (await b.next()), false);
  });
});

describe('ping', () => {
  it('is answered by a bare pong', async () => {
    const client = await connect(server);
    client.send({ type: 'ping' });
    assert.equal(await client.nextText(), '{"type":"pong"}');
  });
});

describe('errors', () => {
  const id = { requestId: 'r' };
  const big = (bytes: number) => 'x'.repeat(bytes - 2);
  const table: readonly (readonly [string, unknown, string])[] = [
    ['text that is no JSON', 'hello', 'malformed_message'],
    ['an empty frame', '', 'malformed_message'],
    ['a list', '[]', 'malformed_message'],
    ['null', 'null', 'malformed_message'],
    ['no type', { ...id }, 'malformed_message'],
    ['a type that is no text', { type: 1, ...id }, 'malformed_message'],
    [
      'a requestId of 129 characters',
      { type: 'subscribe', channel: 'a', requestId: 'r'.repeat(129) },
      'malformed_message',
    ],
    ['a requestId that is a number', { type: 'subscribe', channel: 'a', requestId: 1 }, 'malformed_message'],
    ['an unknown type', { type: 'teleport', ...id }, 'unknown_type'],
    ['a type of the object prototype', { type: 'constructor', ...id }, 'unknown_type'],
    ['a server’s own type', { type: 'welcome', ...id }, 'unknown_type'],
    ['no channel', { type: 'subscribe', ...id }, 'invalid_channel'],
    ['an empty channel', { type: 'subscribe', channel: '', ...id }, 'invalid_channel'],
    [
      'a channel of 257 characters',
      { type: 'subscribe', channel: 'c'.repeat(257), ...id },
      'invalid_channel',
    ],
    [
      'a control character in a channel',
      { type: 'publish', channel: 'a\u0000b', data: 1, ...id },
      'invalid_channel',
    ],
    ['unsubscribing from no channel', { type: 'unsubscribe', ...id }, 'invalid_channel'],
    ['a reserved channel', { type: 'subscribe', channel: '_metered/x', ...id }, 'channel_reserved'],
    [
      'a reserved channel in capitals',
      { type: 'publish', channel: '_SYSTEM/x', data: 1, ...id },
      'channel_reserved',
    ],
    ['the third reserved prefix', { type: 'subscribe', channel: '_Internal/x', ...id }, 'channel_reserved'],
    [
      'includeSenderMetadata that is text',
      { type: 'subscribe', channel: 'a', includeSenderMetadata: 'yes', ...id },
      'malformed_message',
    ],
    ['a publish without data', { type: 'publish', channel: 'a', ...id }, 'missing_data'],
    ['a send without data', { type: 'send', to: 'a', ...id }, 'missing_data'],
    ['a send to nobody', { type: 'send', data: 1, ...id }, 'invalid_peer_id'],
    ['a send beyond ASCII', { type: 'send', to: 'zoë', data: 1, ...id }, 'invalid_peer_id'],
    ['a send to who is not here', { type: 'send', to: 'nobody', data: 1, ...id }, 'peer_not_found'],
    ['a send to __proto__', { type: 'send', to: '__proto__', data: 1, ...id }, 'peer_not_found'],
    [
      'data of a byte too many',
      { type: 'publish', channel: 'a', data: big(65_537), ...id },
      'malformed_message',
    ],
    [
      'data too large in bytes alone',
      { type: 'send', to: 'a', data: 'é'.repeat(32_768), ...id },
      'malformed_message',
    ],
  ];
  for (const [name, frame, code] of table) {
    it(`${name}: ${code}, once, and the connection stays`, async () => {
      const client = await connect(server);
      client.send(frame);
      const [answer, ...more] = await client.drain();
      assert.deepEqual(more, []);
      const { message, ...rest } = answer ?? { type: 'nothing' };
      const echoes = typeof frame === 'object' && (frame as { requestId?: unknown }).requestId === 'r';
      assert.deepEqual(rest, { type: 'error', code, ...(echoes ? id : {}) });
      assert.ok(typeof message === 'string' && message.length < 100);
    });
  }

  it('a binary frame: malformed_message', async () => {
    const client = await connect(server);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    assert.equal((await client.next())['code'], 'malformed_message');
  });

  it('data of exactly the limit goes through', async () => {
    const [a, b] = [await connect(server), await connect(server)];
    const answer = await a.request({ type: 'send', to: b.peerId, data: big(65_536), ...id });
    assert.equal(answer.type, 'ack');
    assert.equal((await b.next())['data'], big(65_536));
  });

  it('names of exactly the limit go through', async () => {
    const client = await connect(server, await tokenQuery({ sub: 'p'.repeat(128) }));
    const [channel, requestId] = ['c'.repeat(256), 'r'.repeat(128)];
    client.send({ type: 'subscribe', channel, requestId });
    assert.equal(await client.nextText(), `{"type":"ack","requestId":"${requestId}"}`);
    assert.deepEqual(await client.next(), { type: 'presence', channel, joined: [], left: [] });
    const answer = await client.request({ type: 'publish', channel, data: 1, requestId });
    assert.deepEqual(answer, { type: 'ack', requestId });
    await settleNodes();
    const to = client.peerId;
    client.send({ type: 'send', to, data: 1, requestId });
    const own = [await client.next(), await client.next()];
    assert.deepEqual(own.map(({ type }) => type).sort(), ['ack', 'direct']);
  });

  it('a server that fails over a frame: internal_error, once, and the connection stays', async () => {
    const backplane: Backplane = new MemoryBackplane();
    backplane.publish = () => {
      throw new Error('SECRET');
    };
    const client = await connect(await startServer({ backplane }));
    client.send({ type: 'publish', channel: 'a', data: 1, ...id });
    const [answer, ...more] = await client.drain();
    assert.deepEqual([answer?.['code'], answer?.['requestId'], more], ['internal_error', 'r', []]);
    assert.doesNotMatch(JSON.stringify(answer), /SECRET/);
  });

  it('a message never repeats what came in', async () => {
    const client = await connect(server);
    client.send({ type: 'SECRET-TYPE', channel: 'SECRET-CHANNEL', to: 'SECRET-PEER', requestId: 'r' });
    client.send({ type: 'send', to: 'SECRET-PEER', data: 'SECRET-DATA', requestId: 'r' });
    client.send('SECRET-GARBAGE');
    assert.doesNotMatch(JSON.stringify(await client.drain()), /SECRET/);
  });

  it('the 101st channel: channel_limit_exceeded, and the others stay', async () => {
    const client = await connect(server);
    for (let i = 0; i < 100; i++) client.send({ type: 'subscribe', channel: `many-${i}` });
    assert.equal((await client.drain()).length, 100);
    const answer = await client.request({ type: 'subscribe', channel: 'many-101', ...id });
    assert.deepEqual([answer['code'], answer['requestId']], ['channel_limit_exceeded', 'r']);
    assert.equal((await join(client, 'many-3')).type, 'presence');
  });
});

describe('permissions', () => {
  const frames: Record<string, Record<string, unknown>> = {
    subscribe: { type: 'subscribe', channel: 'room-1' },
    publish: { type: 'publish', channel: 'room-1', data: 1 },
    send: { type: 'send', to: 'nobody', data: 1 },
  };
  for (const [action, frame] of Object.entries(frames)) {
    it(`without ${action} it is action_not_permitted, and the connection stays`, async () => {
      const permissions = ['publish', 'subscribe', 'presence', 'send'].filter((other) => other !== action);
      const client = await connect(server, await tokenQuery({ sub: `no-${action}`, permissions }));
      client.send({ ...frame, requestId: 'r' });
      const [answer, ...more] = await client.drain();
      assert.equal(answer?.['code'], 'action_not_permitted');
      assert.deepEqual(more, []);
    });
  }

  it('pk_live_nosend may do all but send', async () => {
    const client = await connect(server, '?key=pk_live_nosend');
    assert.deepEqual((await join(client, freshRoom()))['joined'], []);
    const answer = await client.request({ type: 'send', to: client.peerId, data: 1, requestId: 'r' });
    assert.equal(answer['code'], 'action_not_permitted');
  });

  for (const [pattern, channel, admitted] of [
    ['room-*', 'room-42', true],
    ['room-*', 'room-4/2', false],
    ['app/*', 'app/x', true],
    ['app/*', 'other/x', false],
    ['app/**', 'app/x/y', true],
    ['room', 'room-2', false],
  ] as const) {
    it(`${pattern} ${admitted ? 'admits' : 'does not admit'} ${channel}`, async () => {
      const client = await connect(server, await tokenQuery({ sub: 'patterns', channels: [pattern] }));
      for (const frame of [{ type: 'subscribe' }, { type: 'publish', data: 1 }]) {
        client.send({ ...frame, channel, requestId: 'r' });
        const [answer] = await client.drain();
        assert.equal(answer?.['code'] ?? answer?.type, admitted ? 'ack' : 'channel_not_authorized');
      }
    });
  }
});

describe('tenants', () => {
  it('never meet: not in presence, not in messages, not directly, not under one peer id', async () => {
    const tenant = (id: string) => ({
      id,
      publishableKeys: [],
      secretKeys: [{ id: `sk_id_${id}`, secret: `sk_secret_${id}` }],
    });
    const shared = await startServer({ tenants: [tenant('one'), tenant('two')] });
    const enter = async (id: string, sub: string) =>
      connect(
        shared,
        `?token=${await mintToken({ kid: `sk_id_${id}`, secret: `sk_secret_${id}`, claims: { sub } })}`,
      );
    const one = await enter('one', 'x');
    const same = await enter('two', 'x');
    const two = await enter('two', 'y');
    for (const client of [one, same]) await join(client, 'room');
    assert.deepEqual((await join(two, 'room'))['joined'], [{ peerId: 'x' }]);
    await two.request({ type: 'publish', channel: 'room', data: 'hello', requestId: 'p' });
    await two.request({ type: 'send', to: 'x', data: 'psst', requestId: 's' });
    assert.deepEqual(await one.drain(), []);
    assert.deepEqual(
      (await same.drain()).map(({ type }) => type),
      ['presence', 'message', 'direct'],
    );
    const answer = await one.request({ type: 'send', to: 'y', data: 1, requestId: 's' });
    assert.equal(answer['code'], 'peer_not_found');
    await two.close();
    assert.deepEqual(await one.drain(), []);
  });
});
