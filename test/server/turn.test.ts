import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { iceServersFrom } from '../../core/protocol/ice-servers.ts';
import { connect, mintToken, startServer, TestClient } from './helpers.ts';
import { turnServers } from '../../server/turn.ts';

const turn = {
  urls: ['stun:turn.example:3478', 'turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'],
  secret: 'shared with coturn',
  ttlSeconds: 600,
};
const ACTIONS = ['publish', 'subscribe', 'presence', 'send'] as const;
const tenants = [
  {
    id: 't',
    publishableKeys: [
      { key: 'pk_live_with', channels: ['**'], actions: ACTIONS },
      { key: 'pk_live_without', channels: ['**'], actions: ACTIONS, turn: false },
    ],
    secretKeys: [
      { id: 'sk_id_with', secret: 'a' },
      { id: 'sk_id_without', secret: 'b', turn: false },
    ],
  },
];

describe('TURN credentials', () => {
  it('are what coturn derives: the end and the peer, and an HMAC-SHA1 of both', () => {
    const [stun, relay] = turnServers(turn, 'amira', 1_700_000_000_000);
    assert.deepEqual(stun, { urls: ['stun:turn.example:3478'] });
    const username = '1700000600:amira';
    assert.deepEqual(relay, {
      urls: turn.urls.slice(1),
      username,
      credential: createHmac('sha1', turn.secret).update(username).digest('base64'),
    });
  });

  it('come in the welcome of a key, in a form that clients take', async () => {
    const server = await startServer({ tenants, turn });
    const { metadata, peerId } = await new TestClient(server, '?key=pk_live_with').next();
    const [, relay] = iceServersFrom(metadata) ?? [];
    const [end, name] = String(relay?.username).split(':');
    assert.equal(name, peerId);
    assert.ok(Math.abs(Number(end) - Date.now() / 1000 - 600) < 5);
  });

  it('stay away from a key or a pair that goes without, and from a server that has none', async () => {
    const server = await startServer({ tenants, turn });
    assert.equal((await new TestClient(server, '?key=pk_live_without').next())['metadata'], undefined);
    const token = await mintToken({ kid: 'sk_id_without', secret: 'b' });
    assert.equal((await new TestClient(server, `?token=${token}`).next())['metadata'], undefined);
    const bare = await startServer({ tenants });
    assert.equal((await new TestClient(bare, '?key=pk_live_with').next())['metadata'], undefined);
  });

  it('join a token’s metadata, and give way to ICE servers of its own', async () => {
    const server = await startServer({ tenants, turn });
    const welcome = async (metadata: Record<string, unknown>) => {
      const token = await mintToken({ kid: 'sk_id_with', secret: 'a', claims: { metadata } });
      return (await new TestClient(server, `?token=${token}`).next())['metadata'] as Record<string, unknown>;
    };
    const joined = await welcome({ plan: 'a' });
    assert.equal(joined['plan'], 'a');
    assert.equal(iceServersFrom(joined)?.length, 2);
    assert.deepEqual(await welcome({ iceServers: [] }), { iceServers: [] });
  });

  it('are not shown to other peers', async () => {
    const server = await startServer({ tenants, turn });
    const [a, b] = [await connect(server, '?key=pk_live_with'), await connect(server, '?key=pk_live_with')];
    for (const client of [a, b]) client.send({ type: 'subscribe', channel: 'room' });
    await a.next();
    assert.doesNotMatch(JSON.stringify([await a.next(), await b.next()]), /iceServers|credential/);
  });
});
