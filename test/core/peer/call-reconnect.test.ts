import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeteredPeer } from '../../../core/index.ts';
import type { ReconnectOptions } from '../../../core/index.ts';
import { inFrozenTime, settle } from '../../parity/observe.ts';
import { Wire } from '../../parity/wire.ts';

/** Milliseconds from drop to attempt, and from attempt to attempt, of a peer whose server is gone. */
function delays(reconnect: ReconnectOptions | undefined, count: number): Promise<number[]> {
  return inFrozenTime(async (pass) => {
    const wire = new Wire();
    const peer = new MeteredPeer({
      apiKey: 'pk_live_test',
      webSocketFactory: wire.factory,
      ...(reconnect ? { reconnect: { jitterRatio: 0, ...reconnect } } : {}),
    });
    await peer.join('room');
    wire.options = { welcome: false };
    const seen: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const made = wire.sockets.length;
      wire.socket.drop(1006);
      let waited = 0;
      while (wire.sockets.length === made && waited < 60_000) {
        await pass(100);
        waited += 100;
      }
      seen.push(waited);
    }
    await Promise.all([peer.close(), pass(2_000)]);
    await settle();
    return seen;
  });
}

test('a call asks for its server every three seconds', async () => {
  const fast = [500, 1_000, 2_000, 3_000, 3_000];
  assert.deepEqual(await delays(undefined, 5), fast);
  assert.deepEqual(await delays({ maxAttempts: 7 }, 5), fast);
});

test('an application that sets a delay has the delays that it has set', async () => {
  assert.deepEqual(await delays({ initialDelayMs: 10_000 }, 3), [10_000, 20_000, 30_000]);
  assert.deepEqual(await delays({ multiplier: 10 }, 3), [500, 5_000, 30_000]);
  assert.deepEqual(await delays({ maxDelayMs: 5_000 }, 5), [500, 1_000, 2_000, 4_000, 5_000]);
});
