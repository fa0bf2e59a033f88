import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Duplex } from 'node:stream';
import { describe, it } from 'node:test';
import type { WebSocket } from 'ws';
import { NoopLogger } from '../../core/util/log.ts';
import { Connection } from '../../server/connection.ts';
import { DEFAULT_LIMITS } from '../../server/limits.ts';
import { newStats } from '../../server/stats.ts';
import { WriteBatch } from '../../server/write-batch.ts';

/** A connection whose socket says only what a test has it say, and each frame of which is handled until `free`. */
function connection() {
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(what);
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: () => undefined,
    ping: tell('ping'),
    pause: tell('pause'),
    resume: tell('resume'),
    terminate: tell('terminate'),
  });
  const handled = new EventEmitter();
  const handling = once(handled, 'handled').then(() => undefined);
  const stats = newStats();
  const made = new Connection(
    socket as unknown as WebSocket,
    new Duplex(),
    { tenantId: 't', peerId: 'p', channels: ['**'], actions: new Set(), expiresAt: null, turn: false },
    {
      writes: new WriteBatch(),
      limits: DEFAULT_LIMITS,
      rateLimit: { perSecond: 1, burst: 1_000 },
      logger: NoopLogger,
      stats,
      onFrame: () => handling,
      onGone: () => undefined,
    },
  );
  made.start(undefined);
  return {
    stats,
    /** What beats make of it. */
    beat: (times = 1): string[] => {
      for (let i = 0; i < times; i++) made.beat();
      return told.splice(0);
    },
    pong: () => socket.emit('pong'),
    subscribe: (): string[] => {
      socket.emit('message', Buffer.from('{"type":"subscribe","channel":"c"}'), false);
      return told.splice(0);
    },
    free: async (): Promise<string[]> => {
      handled.emit('handled');
      while (told.length === 0) await new Promise((done) => setImmediate(done));
      return told.splice(0);
    },
  };
}

describe('the beats of a connection', () => {
  it('ask who has answered, and let go who has not', () => {
    const { beat, pong, stats } = connection();
    assert.deepEqual(beat(), ['ping']);
    pong();
    assert.deepEqual(beat(), ['ping']);
    assert.deepEqual(beat(), ['terminate']);
    assert.deepEqual([...stats.closes], [[1006, 1]]);
  });

  it('pass over who has a frame handled, and give it time to be read afterwards', async () => {
    const { beat, pong, subscribe, free } = connection();
    assert.deepEqual(beat(), ['ping']);
    assert.deepEqual(subscribe(), ['pause']);
    assert.deepEqual(beat(5), []);
    assert.deepEqual(await free(), ['resume']);
    assert.deepEqual(beat(), [], 'the answer may lie unread');
    pong();
    assert.deepEqual(beat(), ['ping']);
  });

  it('let go who has died while a frame was handled, one beat later than others', async () => {
    const { beat, subscribe, free } = connection();
    assert.deepEqual(beat(), ['ping']);
    assert.deepEqual(subscribe(), ['pause']);
    assert.deepEqual(beat(5), []);
    assert.deepEqual(await free(), ['resume']);
    assert.deepEqual(beat(), []);
    assert.deepEqual(beat(), ['terminate']);
  });

  it('owe nothing to who was asked after its frame was handled', async () => {
    const { beat, subscribe, free } = connection();
    assert.deepEqual(subscribe(), ['pause']);
    assert.deepEqual(await free(), ['resume']);
    assert.deepEqual(beat(), ['ping']);
    assert.deepEqual(beat(), ['terminate']);
  });
});
