import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { NoopLogger } from '../../core/util/log.ts';
import type { Server } from '../../server/app.ts';
import { RedisBackplane } from '../../server/backplane/redis/redis-backplane.ts';
import type { ServerLimits } from '../../server/limits.ts';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';
import { connect, join, startNode, tokenQuery } from './helpers.ts';

let redis: Redis;
before(async () => {
  redis = await startRedis();
});
beforeEach(() => redis.restart());
after(() => redis.stop());

interface Node {
  server: Server;
  backplane: RedisBackplane;
}

async function startOne(limits: Partial<ServerLimits> = {}): Promise<Node> {
  const backplane = new RedisBackplane({ url: redis.url, logger: NoopLogger });
  return { server: await startNode({ backplane, limits }), backplane };
}

describe('who subscribes to many channels while Redis is away', () => {
  it('waits once for all of them, and is not taken for dead meanwhile', async () => {
    const { server } = await startOne({ heartbeatMs: 500 });
    const client = await connect(server);
    await redis.crash();
    const startedAt = performance.now();
    for (let i = 0; i < 20; i++) {
      client.send({ type: 'subscribe', channel: `many-${i}`, requestId: `${i}` });
    }
    for (let i = 0; i < 20; i++) {
      const { requestId, code } = await client.next();
      assert.deepEqual([requestId, code], [`${i}`, 'backend_error']);
    }
    const waited = performance.now() - startedAt;
    assert.ok(waited > 1_000 && waited < 4_000, `${waited} ms`);
    assert.deepEqual(await client.drain(), []);
    await server.close();
  });
});

describe('a peer with a socket on each of two nodes that bring different metadata', () => {
  it('has not left where only one is left and all is told anew', async () => {
    const nodes = [await startOne(), await startOne(), await startOne()];
    const [a, b, c] = nodes.map(({ server }) => server) as [Server, Server, Server];
    const heard = (): Promise<unknown> => Promise.all(nodes.map(({ backplane }) => backplane.catchUp()));
    const enter = async (server: Server, sub: string, name: string) =>
      connect(server, await tokenQuery({ sub, peerMetadata: { name } }));
    const frame = (joined: unknown[]) => ({ type: 'presence', channel: 'room', joined, left: [] });

    const watcher = await enter(c, 'watcher', 'w');
    await join(watcher, 'room');
    const first = await enter(a, 'twice', 'first');
    await join(first, 'room');
    await heard();
    assert.deepEqual(await watcher.next(), frame([{ peerId: 'twice', metadata: { name: 'first' } }]));
    await join(await enter(b, 'twice', 'second'), 'room');
    await heard();
    assert.equal((await first.request({ type: 'unsubscribe', channel: 'room', requestId: 'u' })).type, 'ack');
    await heard();

    // What others miss of a node has them ask for all that it holds.
    const third = await enter(b, 'third', 't');
    await redis.crash();
    await join(third, 'room');
    await redis.restart();
    assert.deepEqual(await watcher.next(), frame([{ peerId: 'third', metadata: { name: 't' } }]));
    assert.deepEqual(await watcher.drain(), []);
  });
});
