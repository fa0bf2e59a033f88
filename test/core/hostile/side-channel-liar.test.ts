import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFrozenTime, outcome, settle } from '../../parity/observe.ts';
import { agreeOnRoute, inRoomWith, type Room } from './room.ts';

const NOTE = '__meteredCall';

/** Mallory speaks our side channel and keeps to no rule; Bob keeps to all. */
function lie(
  name: string,
  body: (room: Room, pass: (ms: number) => Promise<void>) => void | Promise<void>,
): void {
  test(name, { timeout: 20_000 }, () =>
    inFrozenTime(async (pass) => {
      const room = await inRoomWith(['bob', 'mallory'], pass);
      await body(room, pass);
      assert.deepEqual(room.errors, []);
      await Promise.all([room.peer.close(), pass(2_000)]);
    }),
  );
}

const heard = (room: Room): unknown[] => room.data.map(({ senderPeerId, data }) => [senderPeerId, data]);

async function sendsStillReach(room: Room): Promise<void> {
  await room.peer.sendTo('bob', 'for bob');
  await room.peer.sendTo('mallory', 'for mallory');
  assert.deepEqual(room.sentTo('bob').at(-1), 'for bob');
  assert.deepEqual(room.sentTo('mallory').at(-1), 'for mallory');
}

lie('the id of another peer, or ours, is not to be had by saying it is one’s own', async (room) => {
  for (const id of ['bob', 'me']) room.side('mallory').say({ t: 'online', id });
  assert.deepEqual(room.side('mallory').of('challenge'), []);
  await sendsStillReach(room);
  assert.deepEqual(room.ids(), ['bob', 'mallory']);
});

lie('an id that nobody has proven changes nothing', async (room) => {
  room.side('mallory').say({ t: 'online', id: 'carol' });
  assert.equal(room.side('mallory').of('challenge').length, 1);
  await sendsStillReach(room);
  room.wire.socket.receive({ type: 'direct', from: 'carol', data: 'hi' });
  assert.deepEqual(room.data, []);
  room.wire.presence('room', ['carol']);
  assert.deepEqual(room.ids(), ['bob', 'mallory', 'carol']);
  room.wire.socket.receive({ type: 'direct', from: 'carol', data: 'hi' });
  assert.deepEqual(heard(room), [['carol', 'hi']]);
});

lie('a proof counts only from the id that was claimed, and with the nonce that was given', async (room) => {
  const mallory = room.side('mallory');
  mallory.say({ t: 'online', id: 'carol' });
  const [{ nonce } = {}] = mallory.of('challenge');
  assert.equal(typeof nonce, 'string');
  const from = (id: string, proof: unknown): void =>
    room.wire.socket.receive({
      type: 'direct',
      from: id,
      data: { [NOTE]: { proof, via: 'sha-256 there:1' } },
    });
  from('mallory', nonce);
  from('bob', nonce);
  from('carol', 'guessed');
  await sendsStillReach(room);
});

lie(
  'a challenge handed on to another peer proves nothing: the proof names the connection it came by',
  async (room) => {
    // Bob, or we, are asked by Mallory to prove the id that she wants; what comes back was meant for her.
    room.side('mallory').say({ t: 'online', id: 'carol' });
    const [{ nonce } = {}] = room.side('mallory').of('challenge');
    const prove = (via: string): void =>
      room.wire.socket.receive({ type: 'direct', from: 'carol', data: { [NOTE]: { proof: nonce, via } } });
    prove('sha-256 of-carol-and-mallory');
    await sendsStillReach(room);
    // The same from who really is at the other end of that connection.
    prove('sha-256 there:1');
    await room.peer.sendTo('mallory', 'under her new id');
    assert.deepEqual(room.sentTo('carol').at(-1), 'under her new id');
  },
);

lie('a challenge that points to another known peer is not answered', async (room) => {
  room.side('mallory').say({ t: 'challenge', nonce: 'abc', to: 'bob' });
  await settle();
  assert.deepEqual(room.sentTo('bob'), []);
  room.side('mallory').say({ t: 'challenge', nonce: 'abc', to: 'mallory' });
  await settle();
  assert.deepEqual(room.sentTo('mallory'), [{ [NOTE]: { proof: 'abc', via: 'sha-256 here:1' } }]);
});

lie('challenges without end bring few proofs, and cost nobody else one', async (room) => {
  for (let n = 0; n < 500; n += 1) room.side('mallory').say({ t: 'challenge', nonce: `${n}`, to: 'mallory' });
  await settle();
  const proofs = room.sentTo('mallory').length;
  assert.ok(proofs >= 1 && proofs <= 8, `${proofs} proofs`);
  // Bob's are counted by themselves.
  room.side('bob').say({ t: 'challenge', nonce: 'abc', to: 'bob' });
  await settle();
  assert.deepEqual(room.sentTo('bob'), [{ [NOTE]: { proof: 'abc', via: 'sha-256 here:0' } }]);
});

lie('a peer that comes and goes without end brings few fences', async (room) => {
  const mallory = room.side('mallory');
  let answered = 0;
  const agree = (): void => {
    for (const { e } of mallory.of('route').slice(answered)) {
      mallory.say({ t: 'route-ack', e, mark: null, had: 0, digest: 0 });
      answered += 1;
    }
  };
  for (let n = 0; n < 300; n += 1) {
    mallory.say({ t: 'offline' });
    agree();
    mallory.say({ t: 'online', id: 'mallory' });
    agree();
  }
  await settle();
  assert.ok(answered >= 600, `${answered} changes of route`);
  const fences = room.sentTo('mallory').length;
  assert.ok(fences >= 1 && fences <= 16, `${fences} fences`);
  await sendsStillReach(room);
});

lie('who says bye has left; nobody can say it for another', (room) => {
  // The message has no subject; fields that would give it one are not read.
  room.side('mallory').say({ t: 'bye', id: 'bob', peerId: 'bob', from: 'bob', to: 'bob' });
  assert.deepEqual(room.left, ['mallory']);
  assert.deepEqual(room.ids(), ['bob']);
  // By way of the server it is the application's own data.
  room.wire.socket.receive({ type: 'direct', from: 'bob', data: { t: 'bye' } });
  assert.deepEqual(room.ids(), ['bob']);
  assert.deepEqual(heard(room), [['bob', { t: 'bye' }]]);
});

lie('data is heard only on a route that was announced, and as the data of who sent it', (room) => {
  const mallory = room.side('mallory');
  const say = (n: number, data: unknown): void =>
    mallory.say({ t: 'data', n, kind: 'direct', data, senderPeerId: 'bob', from: 'bob' });
  say(1, 'past the server');
  assert.deepEqual(room.data, []);
  mallory.say({ t: 'offline' });
  mallory.say({ t: 'route', via: 'peer', e: 1 });
  say(1, 'one');
  assert.deepEqual(room.data, [{ senderPeerId: 'mallory', data: 'one', kind: 'direct', via: 'peer' }]);
  mallory.say({ t: 'route', via: 'server', e: 2, fence: null });
  say(2, 'past the server again');
  assert.equal(room.data.length, 1);
});

lie('replayed, skipped and impossible numbers are not heard', (room) => {
  const mallory = room.side('mallory');
  mallory.say({ t: 'route', via: 'peer', e: 1 });
  for (const n of [1, 1, 3, 0, 2, 2, 1, 4, Number.MAX_SAFE_INTEGER]) {
    mallory.say({ t: 'data', n, kind: 'broadcast', data: n });
  }
  for (const n of [-1, 1.5, 1e300, '3', null]) mallory.say({ t: 'data', n, kind: 'broadcast', data: n });
  assert.deepEqual(heard(room), [
    ['mallory', 1],
    ['mallory', 2],
  ]);
  assert.deepEqual(
    mallory.of('ack').map(({ n }) => n),
    [1, 2],
  );
});

lie('an acknowledgement speaks for its sender alone, and never for what was not yet sent', async (room) => {
  await room.offline();
  const [bob, mallory] = [room.side('bob'), room.side('mallory')];
  mallory.say({ t: 'ack', n: 1_000 });
  await Promise.all([agreeOnRoute(bob), agreeOnRoute(mallory)]);
  let done = false;
  const sending = room.peer.send('to all').then(() => (done = true));
  await settle();
  assert.deepEqual(
    [bob, mallory].map((end) => end.of('data').map(({ n, data }) => [n, data])),
    [[[1, 'to all']], [[1, 'to all']]],
  );
  mallory.say({ t: 'ack', n: 1 });
  mallory.say({ t: 'ack', n: 1_000 });
  await settle();
  assert.equal(done, false, 'Bob has not had it yet');
  bob.say({ t: 'ack', n: 1 });
  await sending;
  const second = outcome(room.peer.sendTo('mallory', 'second'));
  await settle();
  mallory.say({ t: 'ack', n: 1 });
  await settle();
  assert.equal(await Promise.race([second, settle().then(() => 'open')]), 'open');
  mallory.say({ t: 'ack', n: 2 });
  assert.equal(await second, 'resolved');
});

lie('a peer that acknowledges nothing fills its own bounded queue and no more', async (room) => {
  await room.offline();
  const [bob, mallory] = [room.side('bob'), room.side('mallory')];
  await Promise.all([agreeOnRoute(bob), agreeOnRoute(mallory)]);
  const results = Array.from({ length: 300 }, (_, n) => outcome(room.peer.sendTo('mallory', n)));
  await settle();
  assert.ok(mallory.of('data').length <= 256);
  const toBob = outcome(room.peer.sendTo('bob', 'hello'));
  await settle();
  bob.say({ t: 'ack', n: 1 });
  assert.equal(await toBob, 'resolved');
  const rejected = await Promise.all(results.slice(256));
  assert.deepEqual(new Set(rejected), new Set(['OutageQueueOverflowError']));
});

lie('a route that flaps is answered, and hides nobody else’s data', async (room) => {
  const mallory = room.side('mallory');
  for (let e = 1; e <= 500; e += 1) {
    mallory.say(e % 2 ? { t: 'route', via: 'peer', e } : { t: 'route', via: 'server', e, fence: `f${e}` });
  }
  for (const from of ['bob', 'mallory']) {
    room.wire.socket.receive({ type: 'message', channel: 'room', from, data: from });
  }
  assert.deepEqual(heard(room), [['bob', 'bob']], 'she hides her own server copies, which is hers to do');
  await room.peer.send('to all');
  assert.deepEqual(room.wire.socket.of('publish').at(-1)?.['data'], 'to all');
});

lie('route acknowledgements for changes that were never made move nothing', async (room) => {
  const mallory = room.side('mallory');
  for (let e = 0; e < 50; e += 1) mallory.say({ t: 'route-ack', e, mark: null, had: e, digest: e });
  await sendsStillReach(room);
  assert.deepEqual(mallory.of('data'), []);
});

lie('a fence counts only from who announced it', (room) => {
  const mallory = room.side('mallory');
  mallory.say({ t: 'route', via: 'peer', e: 1 });
  mallory.say({ t: 'route', via: 'server', e: 2, fence: 'the-fence' });
  const fence = (from: string, text: string): void =>
    room.wire.socket.receive({ type: 'direct', from, data: { [NOTE]: { fence: text } } });
  fence('bob', 'the-fence');
  fence('mallory', 'another');
  assert.deepEqual(
    mallory.of('route-ack').map(({ e }) => e),
    [1],
  );
  fence('mallory', 'the-fence');
  assert.deepEqual(
    mallory.of('route-ack').map(({ e }) => e),
    [1, 2],
  );
  // Neither is anything that the application hears of.
  assert.deepEqual(room.data, []);
});

lie('going on and off without end brings no storm of connections to the server', async (room, pass) => {
  await room.offline();
  const before = room.wire.sockets.length;
  for (let second = 0; second < 20; second += 1) {
    for (let n = 0; n < 50; n += 1) {
      room.side('mallory').say({ t: 'offline' });
      room.side('mallory').say({ t: 'online', id: 'mallory' });
      // Nobody listens there: every attempt ends at once.
      if (room.wire.socket.readyState !== 3) room.wire.socket.drop(1006);
      await settle();
    }
    await pass(1_000);
  }
  const attempts = room.wire.sockets.length - before;
  assert.ok(attempts >= 3 && attempts <= 40, `${attempts} attempts in 20 s`);
});

lie('a peer that says it is away delays a newcomer by three seconds at most', async (room, pass) => {
  room.side('mallory').say({ t: 'offline' });
  room.side('mallory').say({ t: 'online', id: 'carol' });
  room.wire.presence('room', ['carol']);
  await pass(3_000);
  assert.deepEqual(room.ids(), ['bob', 'mallory', 'carol']);
});

lie('messages too long or too deep are nothing', async (room) => {
  const mallory = room.side('mallory');
  mallory.say({ t: 'route', via: 'peer', e: 1 });
  mallory.say({ t: 'data', n: 1, kind: 'direct', data: 'x'.repeat(70_000) });
  mallory.say(`{"t":"online","id":${JSON.stringify('x'.repeat(129))}}`);
  mallory.say(`{"t":"data","n":2,"kind":"direct","data":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
  mallory.say(new ArrayBuffer(1_000));
  assert.deepEqual(room.data, []);
  await sendsStillReach(room);
});

for (const [what, message] of [
  ['small messages', '{"t":"offline"}'],
  ['nonsense', 'nonsense'],
  ['messages that are too long', 'x'.repeat(70_000)],
  ['binary messages', new ArrayBuffer(8)],
] as const) {
  lie(`a flood of ${what} closes that side channel, and nothing else`, async (room) => {
    const mallory = room.side('mallory');
    for (let n = 0; n < 10_000 && mallory.readyState === 'open'; n += 1) mallory.say(message);
    assert.equal(mallory.readyState, 'closed');
    assert.equal(room.side('bob').readyState, 'open');
    assert.deepEqual(room.ids(), ['bob', 'mallory']);
    room.wire.presence('room', ['mallory']);
    await sendsStillReach(room);
  });
}

lie('signals over the side channel concern the link they came by', async (room) => {
  const mallory = room.side('mallory');
  const payload = { type: 'rtc-ice', candidate: { candidate: 'x'.repeat(2_000) }, from: 'bob' };
  for (let n = 0; n < 300; n += 1) mallory.say({ t: 'signal', payload });
  mallory.say({ t: 'signal', payload: { type: 'application data', to: 'bob' } });
  mallory.say({ t: 'signal', payload: null });
  await settle();
  assert.deepEqual(room.data, []);
  await sendsStillReach(room);
});
