import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { NoopLogger } from '../../core/util/log.ts';
import type { Server } from '../../server/app.ts';
import { RedisBackplane } from '../../server/backplane/redis/redis-backplane.ts';
import type { ServerLimits } from '../../server/limits.ts';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';
import { connect, startNode } from './helpers.ts';

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
