import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { SignallingClient, SignallingConnectError } from '@metered-ca/realtime';
import type { SignallingClientEventMap, SignallingClientOptions } from '@metered-ca/realtime';
import { WebSocket } from 'ws';
import type { Server } from '../../server/app.ts';
import { mintToken, startNode, startServer } from './helpers.ts';

let server: Server;
before(async () => {
  server = await startServer();
});

function client(options: SignallingClientOptions, url = server.url): SignallingClient {
  return new SignallingClient({
    url: url.replace(/^http/, 'ws'),
    webSocketFactory: (address) => new WebSocket(address),
    reconnect: false,
    ...options,
  });
}

function once<K extends keyof SignallingClientEventMap>(from: SignallingClient, event: K) {
  return new Promise<SignallingClientEventMap[K]>((resolve) => from.once(event, resolve));
}

describe('the published client', () => {
  it('meets another one: presence, message, direct, departure', async () => {
    const a = client({ apiKey: 'pk_live_demo' });
    const b = client({
      tokenProvider: () => mintToken({ claims: { sub: 'noor', peerMetadata: { displayName: 'Noor' } } }),
    });
    const welcome = once(a, 'connected');
    await a.connect();
    const { peerId } = await welcome;
    await a.subscribe('room', { includeSenderMetadata: true });
    await b.connect();
    const [joined, snapshot] = [once(a, 'presence'), once(b, 'presence')];
    await b.subscribe('room');
    assert.deepEqual((await joined).joined, [{ peerId: 'noor', metadata: { displayName: 'Noor' } }]);
    assert.deepEqual((await snapshot).joined, [{ peerId }]);
    const message = once(a, 'message');
    await b.publish('room', { hello: 1 });
    assert.deepEqual(await message, {
      channel: 'room',
      from: 'noor',
      data: { hello: 1 },
      fromMetadata: { displayName: 'Noor' },
    });
    const direct = once(b, 'direct');
    await a.send('noor', 'psst');
    assert.deepEqual(await direct, { from: peerId, data: 'psst' });
    const left = once(a, 'presence');
    await b.close();
    assert.deepEqual((await left).left, [{ peerId: 'noor' }]);
    await a.close();
  });

  it('is told why it may not connect', async () => {
    await assert.rejects(client({ apiKey: 'pk_live_nobody' }).connect(), (error) => {
      assert.ok(error instanceof SignallingConnectError);
      assert.equal(error.closeCode, 4001);
      return true;
    });
  });

  it('comes back after going_away and finds its subscription replayed', async () => {
    const first = await startNode();
    const a = client({ apiKey: 'pk_live_demo', reconnect: {} }, first.url);
    await a.connect();
    await a.subscribe('room');
    const away = once(a, 'going-away');
    await first.close();
    assert.ok((await away).retryAfterMs >= 1_000);
    await startServer({ port: first.port });
    assert.deepEqual(await once(a, 'presence'), { channel: 'room', joined: [], left: [] });
    await a.close();
  });
});
