import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import { connect, join, settleNodes, startServer, tokenQuery } from './helpers.ts';
import type { Frame } from './helpers.ts';

let server: Server;
before(async () => {
  server = await startServer();
});

let rooms = 0;
const freshRoom = (): string => `presence-${++rooms}`;
const presence = (channel: string, joined: unknown[], left: unknown[] = []): Frame => ({
  type: 'presence',
  channel,
  joined,
  left,
});

describe('presence', () => {
  it('gives the newcomer the whole room and the room one delta', async () => {
    const channel = freshRoom();
    const a = await connect(server, await tokenQuery({ sub: 'a1', peerMetadata: { displayName: 'Amira' } }));
    const b = await connect(server);
    assert.deepEqual(await join(a, channel), presence(channel, []));
    const amira = { peerId: 'a1', metadata: { displayName: 'Amira' } };
    assert.deepEqual(await join(b, channel), presence(channel, [amira]));
    assert.deepEqual(await a.drain(), [presence(channel, [{ peerId: b.peerId }])]);
    assert.deepEqual(await b.drain(), []);
  });

  it('sends the snapshot again after every repeated subscribe, and nobody else hears of it', async () => {
    const channel = freshRoom();
    const [a, b] = [await connect(server), await connect(server)];
    await join(a, channel);
    await join(b, channel);
    await a.drain();
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await join(b, channel), presence(channel, [{ peerId: a.peerId }]));
    }
    assert.deepEqual(await a.drain(), []);
  });

  for (const how of ['unsubscribe', 'close', 'terminate'] as const) {
    it(`announces who is gone after ${how}, once`, async () => {
      const channel = freshRoom();
      const [a, b] = [await connect(server), await connect(server)];
      await join(a, channel);
      await join(b, channel);
      await a.drain();
      if (how === 'unsubscribe') b.send({ type: 'unsubscribe', channel });
      else b.socket[how]();
      assert.deepEqual(await a.next(), presence(channel, [], [{ peerId: b.peerId }]));
      assert.deepEqual(await a.drain(), []);
    });
  }

  it('concerns each channel by itself', async () => {
    const [one, two] = [freshRoom(), freshRoom()];
    const [a, b] = [await connect(server), await connect(server)];
    await join(a, one);
    await join(a, two);
    await join(b, two);
    assert.deepEqual(await a.drain(), [presence(two, [{ peerId: b.peerId }])]);
    await b.close();
    assert.deepEqual(await a.next(), presence(two, [], [{ peerId: b.peerId }]));
  });

  it('counts a sub with two sockets once, until the last is gone', async () => {
    const channel = freshRoom();
    const watcher = await connect(server);
    await join(watcher, channel);
    const first = await connect(server, await tokenQuery({ sub: 'twice' }));
    const second = await connect(server, await tokenQuery({ sub: 'twice' }));
    await join(first, channel);
    assert.deepEqual(await join(second, channel), presence(channel, [{ peerId: watcher.peerId }]));
    assert.deepEqual(await watcher.drain(), [presence(channel, [{ peerId: 'twice' }])]);
    assert.deepEqual(await join(watcher, channel), presence(channel, [{ peerId: 'twice' }]));
    second.send({ type: 'unsubscribe', channel, requestId: 'u' });
    await second.next();
    assert.deepEqual(await watcher.drain(), []);
    assert.deepEqual(await first.drain(), []);
    await first.close();
    assert.deepEqual(await watcher.next(), presence(channel, [], [{ peerId: 'twice' }]));
  });

  it('is not sent to who lacks the action, who is seen by others all the same', async () => {
    const channel = freshRoom();
    const permissions = ['subscribe', 'publish', 'send'];
    const blind = await connect(server, await tokenQuery({ sub: 'blind', permissions }));
    const seeing = await connect(server);
    assert.equal((await blind.request({ type: 'subscribe', channel, requestId: 'r' })).type, 'ack');
    assert.deepEqual(await join(seeing, channel), presence(channel, [{ peerId: 'blind' }]));
    await seeing.request({ type: 'publish', channel, data: 1, requestId: 'p' });
    await seeing.request({ type: 'unsubscribe', channel, requestId: 'u' });
    assert.deepEqual(
      (await blind.drain()).map(({ type }) => type),
      ['message'],
    );
  });

  it('refuses with channel_limit_exceeded who would make a snapshot too long', async () => {
    const channel = freshRoom();
    const peerMetadata = { x: 'p'.repeat(4_000) };
    let answer: Frame = { type: 'ack' };
    let admitted = 0;
    for (; answer.type === 'ack' && admitted < 300; admitted++) {
      // Without presence, or the room's own deltas would be a quarter of a gigabyte.
      const permissions = ['subscribe'];
      const client = await connect(
        server,
        await tokenQuery({ sub: `wide-${admitted}`, peerMetadata, permissions }),
      );
      // Two who arrive on two nodes at once may both still fit; one after the other they may not.
      await settleNodes();
      answer = await client.request({ type: 'subscribe', channel, requestId: 'r' });
    }
    assert.equal(answer['code'], 'channel_limit_exceeded');
    await settleNodes();
    const seeing = await connect(server);
    assert.equal((await seeing.request({ type: 'subscribe', channel, requestId: 'r' })).type, 'ack');
    const snapshot = await seeing.nextText();
    assert.ok(snapshot.length < 1_000_000 && snapshot.length > 990_000, String(snapshot.length));
    assert.equal((JSON.parse(snapshot) as { joined: unknown[] }).joined.length, admitted - 1);
  });
});

describe('the order of frames', () => {
  it('is: ack, snapshot, deltas, and joined before anything from that peer, for everyone in a crowd', async () => {
    const channel = freshRoom();
    const crowd = await Promise.all(Array.from({ length: 12 }, () => connect(server)));
    // Everything at once, without waiting for an answer: the order is the server's alone.
    for (const client of crowd) {
      client.send({ type: 'subscribe', channel, requestId: 'r' });
      client.send({ type: 'publish', channel, data: 'hello' });
      for (const other of crowd)
        if (other !== client) client.send({ type: 'send', to: other.peerId, data: 'psst' });
    }
    const early = await Promise.all(crowd.map((client) => client.drain()));
    // Everybody has been answered, so whatever they caused is on its way: one more fence sees it all.
    const late = await Promise.all(crowd.map((client) => client.drain()));
    const all = early.map((frames, index) => [...frames, ...(late[index] ?? [])]);
    for (const [index, frames] of all.entries()) {
      const own = crowd[index]?.peerId;
      const ack = frames.findIndex(({ type }) => type === 'ack');
      const snapshot = frames.findIndex(({ type }) => type === 'presence');
      assert.ok(ack >= 0 && snapshot === ack + 1, 'the snapshot follows the ack');
      const known = new Set<unknown>();
      for (const frame of frames) {
        if (frame.type === 'presence') {
          for (const { peerId } of frame['joined'] as { peerId: string }[]) {
            assert.ok(!known.has(peerId) && peerId !== own, 'joined once');
            known.add(peerId);
          }
        }
        if (frame.type === 'message') assert.ok(known.has(frame['from']), 'a message before joined');
      }
      assert.equal(known.size, crowd.length - 1);
    }
  });

  it('brings joined before a direct, to everyone who was in the room first', async () => {
    const channel = freshRoom();
    const [a, b] = [await connect(server), await connect(server)];
    await join(a, channel);
    b.send({ type: 'subscribe', channel });
    b.send({ type: 'send', to: a.peerId, data: 1 });
    b.send({ type: 'publish', channel, data: 2 });
    b.send({ type: 'unsubscribe', channel, requestId: 'u' });
    assert.equal((await b.next()).type, 'presence');
    assert.equal((await b.next()).type, 'ack');
    const seen = (await a.drain()).map(
      (f) => f.type + (f['left'] && (f['left'] as []).length ? ' left' : ''),
    );
    assert.deepEqual(seen, ['presence', 'direct', 'message', 'presence left']);
  });
});
