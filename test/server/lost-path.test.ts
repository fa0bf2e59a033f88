import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { NoopLogger } from '../../core/util/log.ts';
import { RedisNames } from '../../server/backplane/redis/names.ts';
import { Pulse } from '../../server/backplane/redis/pulse.ts';
import type { PulseOptions } from '../../server/backplane/redis/pulse.ts';
import { RedisBackplane } from '../../server/backplane/redis/redis-backplane.ts';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';
import { connect, join, startNode } from './helpers.ts';
import type { Frame, TestClient } from './helpers.ts';
import { startLossyPath } from './lossy-path.ts';
import type { LossyPath } from './lossy-path.ts';

let redis: Redis;
let path: LossyPath;
before(async () => {
  redis = await startRedis();
  path = await startLossyPath(Number(new URL(redis.url).port));
});
after(async () => {
  await path.close();
  await redis.stop();
});

async function answerOf(client: TestClient, requestId: string): Promise<Frame> {
  for (;;) {
    const frame = await client.next();
    if (frame['requestId'] === requestId) return frame;
  }
}

describe('a path to Redis that loses everything and breaks nothing', () => {
  it('is given up for a fresh one, and presence and acks are right again', { timeout: 60_000 }, async () => {
    const url = `redis://127.0.0.1:${path.port}`;
    const a = await startNode({ backplane: new RedisBackplane({ url, logger: NoopLogger }) });
    const b = await startNode({ backplane: new RedisBackplane({ url: redis.url, logger: NoopLogger }) });
    const [here, there] = [await connect(a), await connect(b)];
    await join(here, 'room');
    await join(there, 'room');
    path.lose();
    const startedAt = performance.now();
    for (let n = 0; ; n++) {
      here.send({ type: 'publish', channel: 'room', data: n, requestId: `p${n}` });
      const { type } = await answerOf(here, `p${n}`);
      // An ack from before the loss was noticed would prove nothing: there was no way to the other node.
      if (type === 'ack' && performance.now() - startedAt > 3_500) break;
      assert.ok(performance.now() - startedAt < 20_000, 'still alone after 20 s');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // The other node has confirmed, so it knows again what this one holds.
    const late = await connect(b);
    const { joined } = await join(late, 'room');
    const present = (joined as { peerId: string }[]).map(({ peerId }) => peerId);
    assert.deepEqual(present.sort(), [here.peerId, there.peerId].sort());
  });
});

describe('beats that nothing comes back of', () => {
  it('go on, and the connections are given up after each eight of them', async (t) => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    t.after(() => mock.timers.reset());
    const told: string[] = [];
    const link = {
      ready: true,
      run: () => {
        told.push('beat');
        return new Promise(() => undefined);
      },
      reset: () => told.push('reset'),
    };
    const pulse = new Pulse({
      link,
      names: new RedisNames('x'),
      node: 'n',
      outbox: {},
      beforeBeat: () => Promise.resolve(),
    } as unknown as PulseOptions);
    void pulse.start();
    const pass = async (seconds: number): Promise<string[]> => {
      for (let second = 0; second < seconds; second++) {
        mock.timers.tick(1_000);
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      }
      return told.splice(0);
    };
    // The first hangs before the clock of the others starts.
    const early = await pass(2);
    assert.deepEqual(early, ['beat']);
    const first = await pass(8);
    assert.equal(first.filter((what) => what === 'reset').length, 1);
    assert.ok(first.filter((what) => what === 'beat').length >= 2, first.join());
    pulse.handleOwnBeat();
    assert.ok(!(await pass(7)).includes('reset'));
    assert.ok((await pass(1)).includes('reset'));
    pulse.stop();
  });
});
