import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BackplaneHandlers } from '../../server/backplane/backplane.ts';
import { Confirmations } from '../../server/backplane/redis/confirmations.ts';
import { decode, encode, itemsOf } from '../../server/backplane/redis/messages.ts';
import type { Item, Message, StatePart } from '../../server/backplane/redis/messages.ts';
import { RemoteNode } from '../../server/backplane/redis/remote-node.ts';

function recorder() {
  const told: string[] = [];
  const handlers: BackplaneHandlers = {
    state: () => [],
    remoteJoined: (_tenant, channel, peer) => void told.push(`+${channel}/${peer}`),
    remoteLeft: (_tenant, channel, peer, reason) => void told.push(`-${channel}/${peer}${reason ?? ''}`),
    remoteMessage: () => undefined,
    remoteDirect: () => true,
    remoteKick: () => 0,
    remoteDenial: (_tenant, peer) => void told.push(`!${peer}`),
  };
  return { told, node: new RemoteNode('n', handlers) };
}
const joined = (peer: string, entry = peer): Item => ['joined', 't', 'c', peer, entry];
const left = (peer: string): Item => ['left', 't', 'c', peer, null];
const part = (seq: number, items: Item[], { told = 1, part = 0, last = true } = {}): StatePart => ({
  kind: 'state',
  seq,
  told,
  part,
  last,
  items,
});

describe('another node', () => {
  it('is heard in order; after a gap nothing counts until its state is there, and then only what differs', () => {
    const { node, told } = recorder();
    assert.equal(node.changes(1, [joined('early')]), false, 'nothing is known of it yet');
    node.state(part(1, [joined('a'), joined('b')]), 0, 100);
    assert.deepEqual(told.splice(0), ['+c/a', '+c/b']);
    assert.ok(node.changes(2, [left('a'), joined('c')]));
    assert.deepEqual(told.splice(0), ['-c/a', '+c/c']);
    assert.ok(node.changes(2, [joined('again')]), 'what was heard is not heard twice');
    assert.equal(node.changes(4, [joined('d')]), false, 'the third is missing');
    assert.equal(node.heard(4), false);
    assert.deepEqual(told.splice(0), []);
    node.state(part(4, [joined('c')], { last: false }), 0, 100);
    node.state(part(4, [joined('b', 'other'), joined('d')], { part: 1 }), 0, 100);
    assert.deepEqual(told.splice(0), ['-c/b', '+c/b', '+c/d']);
    assert.ok(node.inSync);
  });

  it('gives back what waited for its state, but nothing of a peer that is gone by then', () => {
    const { node } = recorder();
    const held = (id: number, from: string, fromPeer = true): void =>
      node.hold(
        {
          kind: 'message',
          node: 'n',
          seq: 2,
          id,
          tenant: 't',
          channel: 'c',
          outgoing: { from, fromPeer, dataJson: '1', fromMetadataJson: undefined },
        },
        id === 4 ? -200 : 0,
      );
    held(1, 'here');
    held(2, 'gone');
    held(3, 'the backend', false);
    held(4, 'here');
    const peer: Item = ['peer', 't', 'here', { sockets: 1, newestAt: 0, expiresAt: null }];
    const back = node.state(part(2, [peer, joined('here')]), 0, 100);
    assert.deepEqual(
      back?.map(({ id }) => id),
      [1, 3],
    );
  });

  it('is not taken for what only some parts of its state say', () => {
    const { node, told } = recorder();
    const say = (peer: string, options: Parameters<typeof part>[2]): unknown =>
      node.state(part(1, [joined(peer)], options), 0, 100);
    say('a', { last: false });
    assert.equal(say('c', { part: 2 }), null, 'the second is missing');
    assert.equal(say('c', { part: 1 }), null, 'and what came before it is forgotten');
    say('a', { last: false });
    assert.equal(say('b', { told: 2, part: 1 }), null, 'of another answer');
    say('a', { last: false });
    node.doubt();
    assert.equal(say('b', { part: 1 }), null, 'the connection broke in between');
    assert.deepEqual([told, node.inSync], [[], false]);
    say('a', { told: 3, last: false });
    assert.deepEqual(say('b', { told: 3, part: 1 }), []);
    assert.deepEqual([told, node.inSync], [['+c/a', '+c/b'], true]);
  });

  it('keeps a peer that it has sent away for three seconds, and no other', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { node, told } = recorder();
    node.state(part(0, [joined('a'), joined('b'), joined('c')]), 0, 100);
    told.splice(0);
    node.changes(1, [['moving', 't', 'a']]);
    t.mock.timers.tick(1_000);
    node.changes(2, [['moving', 't', 'b'], left('c')]);
    assert.deepEqual(told.splice(0), ['-c/c']);
    t.mock.timers.tick(1_999);
    assert.deepEqual(told, []);
    t.mock.timers.tick(1);
    assert.deepEqual(told.splice(0), ['-c/a']);
    node.stop();
    t.mock.timers.tick(10_000);
    assert.deepEqual(told, []);
  });

  it('has each delivery done once, and what comes too late to keep the order not at all', () => {
    const { node } = recorder();
    const done: number[] = [];
    const deliver = (id: number): number | null => node.deliver(id, () => done.push(id));
    assert.equal(deliver(1), 1);
    assert.equal(deliver(1), 1, 'the same answer again');
    assert.equal(deliver(3), 2);
    assert.equal(deliver(2), null);
    node.age();
    assert.equal(deliver(3), 2);
    node.age();
    node.age();
    assert.equal(deliver(3), null);
    assert.deepEqual(done, [1, 3]);
  });
});

describe('confirmations', () => {
  it('settle once everybody has, also those that Redis names later and those that were faster', async () => {
    const all = new Confirmations();
    const { id, done } = all.open(['a']);
    all.confirm(id, 'b', 2);
    all.confirm(id, 'a', 1);
    all.confirm(id, 'a', 1);
    all.complete(id, ['b', 'c']);
    all.forget('c');
    assert.equal(await done, 3);
  });

  it('fail where somebody stays silent', async () => {
    const all = new Confirmations();
    const { id, done } = all.open(['a', 'b']);
    all.complete(id);
    all.confirm(id, 'a', 1);
    await assert.rejects(done, { code: 'backplane_unavailable' });
  });
});

describe('what nodes say to each other', () => {
  it('survives the way, whatever the data', () => {
    const outgoing = {
      from: 'a "b"',
      fromPeer: true,
      dataJson: '{"x":"\\n\\u2028é"}',
      fromMetadataJson: '{"n":1}',
    };
    const message: Message = { kind: 'direct', node: 'n', seq: 1, id: 2, tenant: 't', to: 'p', outgoing };
    assert.deepEqual(decode(encode(message)), message);
    for (const text of ['', 'x', '[]', '{"kind":1}', '{"kind":"beat"}', 'null\n{}']) {
      assert.equal(decode(text), null);
    }
  });

  it('comes in parts that stay small, and in one even if there is nothing', () => {
    assert.deepEqual(itemsOf([]), [[]]);
    const peers = Array.from({ length: 500 }, (_, i): [string, string] => [`p${i}`, 'x'.repeat(4_000)]);
    const parts = itemsOf([['t', { peers: [], channels: [['c', peers]], denials: [] }]]);
    assert.equal(parts.flat().length, 500);
    for (const part of parts) assert.ok(JSON.stringify(part).length < 300_000);
  });
});
