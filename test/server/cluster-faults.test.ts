import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { NoopLogger } from '../../core/util/log.ts';
import { RedisBackplane } from '../../server/backplane/redis/redis-backplane.ts';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';
import { startProcess } from './cluster.ts';
import type { NodeProcess } from './cluster.ts';
import { connect, join, startNode, TestClient, tokenQuery } from './helpers.ts';
import type { Frame } from './helpers.ts';

let redis: Redis;
let a: NodeProcess;
let b: NodeProcess;
before(async () => {
  redis = await startRedis();
  [a, b] = await Promise.all([startProcess(['--redis', redis.url]), startProcess(['--redis', redis.url])]);
});
after(async () => {
  b.signal('SIGCONT');
  await Promise.all([a.end('SIGKILL'), b.end('SIGKILL')]);
  await redis.stop();
});

const headers = { authorization: 'Bearer sk_id_demo:sk_secret_demo' };

const enter = async (node: NodeProcess, sub: string) => connect(node as never, await tokenQuery({ sub }));

/** The next frame of a type; what came before it is passed over. */
async function nextOf(client: TestClient, type: string): Promise<Frame> {
  for (;;) {
    const frame = await client.next();
    if (frame.type === type) return frame;
  }
}

async function publish(client: TestClient, data: unknown): Promise<string> {
  client.send({ type: 'publish', channel: 'room', data, requestId: 'p' });
  for (;;) {
    const frame = await client.next();
    if (frame['requestId'] === 'p') return frame.type === 'ack' ? 'ack' : String(frame['code']);
  }
}

/** Publishes until it is acked, within `ms`; tells how often it was not. */
async function untilAcked(client: TestClient, ms: number): Promise<number> {
  const endAt = performance.now() + ms;
  for (let failures = 0; ; failures++) {
    if ((await publish(client, 'again')) === 'ack') return failures;
    assert.ok(performance.now() < endAt, `no ack in ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until a node knows of `count` living ones. */
async function untilNodes(node: NodeProcess, count: number): Promise<void> {
  const endAt = performance.now() + 20_000;
  for (;;) {
    const text = await (await fetch(`${node.url}/metrics`)).text();
    if (text.split('\n').includes(`metered_nodes ${count}`)) return;
    assert.ok(performance.now() < endAt, text);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a node that hangs', () => {
  it('is no ack while it may live, is gone once it is silent too long, and comes back by itself', async (t) => {
    t.after(() => b.signal('SIGCONT'));
    const [here, there] = [await enter(a, 'here'), await enter(b, 'there')];
    await join(there, 'room');
    await join(here, 'room');
    await untilAcked(here, 2_000);
    b.signal('SIGSTOP');
    const startedAt = performance.now();
    assert.equal(await publish(here, 'unconfirmed'), 'backend_error');
    const waited = performance.now() - startedAt;
    assert.ok(waited > 1_900 && waited < 3_000, `${waited} ms`);
    here.send({ type: 'send', to: 'there', data: 1, requestId: 's' });
    assert.equal((await nextOf(here, 'error'))['code'], 'backend_error');

    assert.deepEqual((await nextOf(here, 'presence'))['left'], [{ peerId: 'there' }]);
    assert.ok(performance.now() - startedAt < 10_000);
    assert.equal(await publish(here, 'alone'), 'ack');
    const gone = await here.request({ type: 'send', to: 'there', data: 1, requestId: 's' });
    assert.equal(gone['code'], 'peer_not_found');

    b.signal('SIGCONT');
    assert.deepEqual((await nextOf(here, 'presence'))['joined'], [{ peerId: 'there' }]);
    await untilAcked(here, 5_000);
    assert.equal(await publish(here, 'last'), 'ack');
    for (;;) {
      const { data } = await nextOf(there, 'message');
      if (data === 'last') break;
    }
    for (const client of [here, there]) await client.close();
  });
});

describe('Redis that is away', () => {
  it('is no ack, not even for who publishes alone; a subscribe waits for it; pings go on', async () => {
    const [here, local, there] = [await enter(a, 'h'), await enter(a, 'l'), await enter(b, 't')];
    for (const client of [here, local, there]) await join(client, 'room');
    await untilAcked(here, 2_000);
    await redis.crash();
    assert.equal(await publish(here, 'lost'), 'backend_error');
    assert.equal((await nextOf(local, 'message'))['from'], 'h');
    here.send({ type: 'send', to: 'l', data: 'next door', requestId: 's' });
    assert.equal((await nextOf(here, 'ack'))['requestId'], 's');
    assert.deepEqual((await nextOf(local, 'direct'))['data'], 'next door');
    here.send({ type: 'send', to: 'nobody', data: 1, requestId: 's' });
    assert.equal((await nextOf(here, 'error'))['code'], 'backend_error');
    here.send({ type: 'subscribe', channel: 'new', requestId: 'n' });
    assert.equal((await nextOf(here, 'error'))['code'], 'backend_error');
    here.send({ type: 'ping' });
    await nextOf(here, 'pong');
    await local.close();
    await redis.restart();
    // The one who left meanwhile is missed by the other node, too; nobody had to come again.
    for (;;) {
      const { left } = await nextOf(there, 'presence');
      if ((left as { peerId: string }[]).some(({ peerId }) => peerId === 'l')) break;
    }
    await untilAcked(here, 5_000);
    here.send({ type: 'subscribe', channel: 'new', requestId: 'n' });
    assert.equal((await nextOf(here, 'ack'))['requestId'], 'n');
    for (const client of [here, there]) assert.equal(client.socket.readyState, client.socket.OPEN);
    for (const client of [here, there]) await client.close();
  });
});

describe('Redis that hangs', () => {
  it('leaves nothing unanswered, and no ack is false', async (t) => {
    t.after(() => redis.resume());
    const [here, there] = [await enter(a, 'still'), await enter(b, 'far')];
    for (const client of [here, there]) await join(client, 'room');
    await untilAcked(here, 2_000);
    const backplane = new RedisBackplane({ url: redis.url, logger: NoopLogger });
    const leaving = await startNode({ backplane });
    redis.hang();
    here.send({ type: 'subscribe', channel: 'fresh', requestId: 'f' });
    assert.equal((await nextOf(here, 'error'))['code'], 'backend_error');
    here.send({ type: 'send', to: 'far', data: 1, requestId: 's' });
    assert.equal((await nextOf(here, 'error'))['code'], 'backend_error');
    assert.equal(await publish(here, 'unconfirmed'), 'backend_error');
    for (const [method, path, body] of [
      ['POST', '/v1/channels/room/publish', '{"data":1}'],
      ['DELETE', '/v1/peers/far', null],
      ['GET', '/v1/usage', null],
    ] as const) {
      const response = await fetch(`${a.url}${path}`, { method, headers, body });
      const { error } = (await response.json()) as { error: string };
      assert.deepEqual([path, response.status, error], [path, 503, 'internal_error']);
    }
    const startedAt = performance.now();
    await leaving.close();
    assert.ok(performance.now() - startedAt < 8_000, 'a node can leave all the same');
    redis.resume();
    await untilAcked(here, 10_000);
    here.send({ type: 'subscribe', channel: 'fresh', requestId: 'f' });
    assert.equal((await nextOf(here, 'ack'))['requestId'], 'f');
    for (const client of [here, there]) await client.close();
  });
});

describe('a node that sends its peers away one after the other', () => {
  it(
    'has lost the first that does not come back long before the last is sent',
    { timeout: 30_000 },
    async () => {
      // Two peers in 16 s: the second is sent away after 8.
      const backplane = new RedisBackplane({ url: redis.url, logger: NoopLogger });
      const slow = await startNode({ backplane, limits: { drainPerSecond: 0.125 } });
      const watcher = await enter(a, 'observer');
      await join(watcher, 'drained');
      const [first, last] = [
        await connect(slow, await tokenQuery({ sub: 'first' })),
        await connect(slow, await tokenQuery({ sub: 'last' })),
      ];
      for (const client of [first, last]) await join(client, 'drained');
      for (const peerId of ['first', 'last']) {
        assert.deepEqual((await nextOf(watcher, 'presence'))['joined'], [{ peerId }]);
      }
      const closed = slow.close();
      assert.equal((await first.closedWith()).code, 1001);
      assert.deepEqual((await nextOf(watcher, 'presence'))['left'], [{ peerId: 'first' }]);
      assert.equal(last.socket.readyState, last.socket.OPEN);
      // Who leaves by itself has left at once, and the node has nobody to wait for.
      await last.close();
      assert.deepEqual((await nextOf(watcher, 'presence'))['left'], [{ peerId: 'last' }]);
      await closed;
      await watcher.close();
    },
  );

  it(
    'has lost who was sent away from one channel and left the other, and not who is back',
    { timeout: 30_000 },
    async () => {
      // Three sockets in 12 s: the second is sent away after four, the third after eight.
      const backplane = new RedisBackplane({ url: redis.url, logger: NoopLogger });
      const slow = await startNode({ backplane, limits: { drainPerSecond: 0.25 } });
      const watcher = await enter(a, 'onlooker');
      for (const channel of ['back', 'one', 'other']) await join(watcher, channel);
      const query = await tokenQuery({ sub: 'both' });
      const [one, other] = [await connect(slow, query), await connect(slow, query)];
      const last = await connect(slow, await tokenQuery({ sub: 'last' }));
      for (const channel of ['back', 'one']) await join(one, channel);
      await join(other, 'other');
      for (const channel of ['back', 'one', 'other']) {
        const frame = await nextOf(watcher, 'presence');
        assert.deepEqual([frame['channel'], frame['joined']], [channel, [{ peerId: 'both' }]]);
      }
      const closed = slow.close();
      assert.equal((await one.closedWith()).code, 1001);
      const back = await connect(b as never, query);
      await join(back, 'back');
      await other.close();
      for (const channel of ['other', 'one']) {
        const frame = await nextOf(watcher, 'presence');
        assert.deepEqual([frame['channel'], frame['left']], [channel, [{ peerId: 'both' }]]);
      }
      assert.equal(last.socket.readyState, last.socket.OPEN);
      await last.close();
      await closed;
      for (const client of [watcher, back]) await client.close();
    },
  );
});

describe('a node that comes and goes', () => {
  it('learns from the others when it starts, and lets its peers move without anybody hearing that they left', async () => {
    // Whoever left while Redis hung could not say so, and is waited for until it is taken to be dead.
    for (const node of [a, b]) await untilNodes(node, 2);
    const rude = await enter(a, 'rude');
    const kicked = await fetch(`${b.url}/v1/peers/rude`, { method: 'DELETE', headers });
    assert.equal(kicked.status, 200);
    assert.equal((await rude.closedWith()).code, 4020);
    const c = await startProcess(['--redis', redis.url]);
    // It was not there for the kick.
    const again = new TestClient(c as never, await tokenQuery({ sub: 'rude' }));
    assert.equal((await again.closedWith()).code, 4020);
    const watcher = await enter(a, 'watcher');
    await join(watcher, 'moving');
    const mover = await enter(c, 'mover');
    await join(mover, 'moving');
    assert.deepEqual((await nextOf(watcher, 'presence'))['joined'], [{ peerId: 'mover' }]);
    const ended = c.end('SIGTERM');
    assert.equal((await mover.closedWith()).code, 1001);
    const moved = await enter(b, 'mover');
    await join(moved, 'moving');
    assert.equal(await ended, 0);
    // The node's goodbye is over once somebody who stayed on it would have left.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    assert.deepEqual(await watcher.drain(), []);
    const answer = await watcher.request({ type: 'send', to: 'mover', data: 1, requestId: 's' });
    assert.equal(answer.type, 'ack');
    for (const client of [watcher, moved]) await client.close();
  });
});
