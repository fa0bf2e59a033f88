import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRoomWith, type Room, type SideEnd } from '../hostile/room.ts';
import { inFrozenTime, outcome, settle } from '../../parity/observe.ts';

/** What becomes of messages and peers when sockets break, with peers that keep to all rules: the test speaks for them. */

const NOTE = '__meteredCall';

function call(
  name: string,
  body: (room: Room, pass: (ms: number) => Promise<void>) => void | Promise<void>,
): void {
  test(name, { timeout: 20_000 }, () =>
    inFrozenTime(async (pass) => {
      const room = await inRoomWith(['bob', 'ann'], pass);
      await body(room, pass);
      await Promise.all([room.peer.close(), pass(2_000)]);
    }),
  );
}

/** As long as a stranger waits while one of ours may still say that it is that one: 12 s, asked after each 3. */
async function untilNoWordCame(pass: (ms: number) => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await pass(3_000);
}

const heard = (room: Room): unknown[] => room.data.map(({ senderPeerId, data }) => [senderPeerId, data]);
const overSide = (end: SideEnd): unknown[] => end.of('data').map(({ data }) => data);
const direct = (room: Room, from: string, data: unknown): void =>
  room.wire.socket.receive({ type: 'direct', from, data });
const broadcast = (room: Room, from: string, data: unknown): void =>
  room.wire.socket.receive({ type: 'message', channel: 'room', from, data });
const leaves = (room: Room, id: string): void => room.wire.presence('room', [], [id]);
function closes(room: Room, id: string): void {
  const end = room.side(id);
  end.close();
  end.dispatchEvent(new Event('close'));
}

/** As the receiver does it: what it has had of our messages since the last mark. */
function receiptOf(room: Room, id: string, had: number): { mark: unknown; had: number; digest: number } {
  const marks = room
    .sentTo(id)
    .flatMap((data) => (data as Record<string, { fence?: string }>)[NOTE]?.fence ?? []);
  const sent = room.wire.sockets
    .flatMap((socket) => socket.of('publish'))
    .map(({ data }) => JSON.stringify(data));
  let digest = 0;
  if (had > 0) {
    digest = 0x811c9dc5;
    for (const unit of sent[had - 1] ?? '') digest = Math.imul(digest ^ unit.charCodeAt(0), 0x01000193);
  }
  return { mark: marks.at(-1) ?? null, had, digest: digest >>> 0 };
}

function agree(room: Room, id: string, had: number): void {
  const { e } = room.side(id).of('route').at(-1) ?? {};
  room.side(id).say({ t: 'route-ack', e, ...receiptOf(room, id, had) });
}

call('a peer whose socket has just broken gets what the server took for it', async (room) => {
  await room.peer.send('had');
  await room.peer.send('lost');
  room.side('bob').say({ t: 'offline' });
  agree(room, 'bob', 1);
  await settle();
  assert.deepEqual(overSide(room.side('bob')), ['lost']);
  assert.deepEqual(overSide(room.side('ann')), [], 'she is where she was');
});

call('who has left is written to no more, with a code that says so', async (room) => {
  const [bob] = room.peer.remotePeers;
  room.side('bob').say({ t: 'bye' });
  await assert.rejects(bob?.send('psst') ?? Promise.resolve(), { name: 'Error', code: 'peer_left' });
});

call('nobody is told of marks before there is a message to count', async (room) => {
  assert.deepEqual([room.sentTo('bob'), room.sentTo('ann')], [[], []]);
  await room.peer.sendTo('bob', 'x');
  assert.equal(room.sentTo('bob').length, 2);
  assert.deepEqual(room.sentTo('ann'), []);
});

call('a message that our own socket broke under resolves where all have had it', async (room) => {
  await room.peer.send('first');
  room.wire.options = { ...room.wire.options, answer: () => undefined };
  const sending = outcome(room.peer.send('torn'));
  await settle();
  await room.offline();
  for (const id of ['bob', 'ann']) agree(room, id, 2);
  assert.equal(await sending, 'resolved');
});

call('it may still be in the broken socket, and is not sent again', async (room) => {
  await room.peer.send('first');
  room.wire.options = { ...room.wire.options, answer: () => undefined };
  const sending = outcome(room.peer.send('torn'));
  await settle();
  await room.offline();
  agree(room, 'bob', 2);
  agree(room, 'ann', 1);
  assert.equal(await sending, 'DisconnectedError');
  assert.deepEqual(overSide(room.side('ann')), []);
});

call('what a closing socket swallows goes over the side', async (room) => {
  await room.peer.send('first');
  room.wire.socket.readyState = 2;
  const sending = outcome(room.peer.send('swallowed'));
  await settle();
  await room.offline();
  for (const id of ['bob', 'ann']) {
    agree(room, id, 1);
    room.side(id).say({ t: 'ack', n: 1 });
  }
  assert.equal(await sending, 'resolved');
  assert.deepEqual(overSide(room.side('ann')), ['swallowed']);
});

call('a message to everyone has been sent when those who stay have had it', async (room) => {
  await room.offline();
  for (const id of ['bob', 'ann']) agree(room, id, 0);
  const sending = outcome(room.peer.send('to all'));
  await settle();
  assert.deepEqual(overSide(room.side('bob')), ['to all']);
  room.side('ann').say({ t: 'ack', n: 1 });
  room.side('bob').say({ t: 'bye' });
  assert.equal(await sending, 'resolved');
  assert.deepEqual(room.ids(), ['ann']);
});

call('who leaves before anybody has had a message does not know of its fate', async (room) => {
  await room.offline();
  for (const id of ['bob', 'ann']) agree(room, id, 0);
  const sending = outcome(room.peer.send('to all'));
  await settle();
  await room.peer.close();
  assert.equal(await sending, 'DeliveryUnknownError');
});

call('what a dead socket may still deliver is not sent over the side as well', async (room) => {
  room.wire.options = { ...room.wire.options, answer: () => undefined };
  const sending = outcome(room.peer.send('torn'));
  await settle();
  // Bob knows before us that the server is gone.
  room.side('bob').say({ t: 'offline' });
  agree(room, 'bob', 0);
  assert.deepEqual(overSide(room.side('bob')), []);
  await room.offline();
  agree(room, 'ann', 0);
  assert.equal(await sending, 'DisconnectedError');
  for (const id of ['bob', 'ann']) assert.deepEqual(overSide(room.side(id)), []);
});

call('where one of them cannot say, its fate is unknown and it is not sent again', async (room) => {
  await room.peer.send('first');
  room.wire.options = { ...room.wire.options, answer: () => undefined };
  const sending = outcome(room.peer.send('torn'));
  await settle();
  await room.offline();
  agree(room, 'bob', 2);
  const { e } = room.side('ann').of('route').at(-1) ?? {};
  // Its mark was lost, and what followed was not.
  room.side('ann').say({ t: 'route-ack', e, ...receiptOf(room, 'ann', 1), mark: null });
  assert.equal(await sending, 'DisconnectedError');
  assert.deepEqual(overSide(room.side('ann')), []);
});

/** Bob's socket breaks, and he is back under another id that he has not proven yet. */
function returnsAs(room: Room, id: string): void {
  leaves(room, 'bob');
  room.wire.presence('room', [id]);
}

function prove(room: Room, id: string): void {
  room.side('bob').say({ t: 'online', id });
  const { nonce } = room.side('bob').of('challenge').at(-1) ?? {};
  direct(room, id, { [NOTE]: { proof: nonce, via: 'sha-256 there:0' } });
}

call('a message to one who is gone when the server is back is not taken for sent', async (room) => {
  room.side('ann').say({ t: 'bye' });
  await room.offline();
  agree(room, 'bob', 0);
  const sending = outcome(room.peer.sendTo('ann', 'psst'));
  await settle();
  await room.online('me', ['me', 'bob']);
  room.wire.options = {
    answer: (socket, { requestId }) => socket.receive({ type: 'error', code: 'peer_not_found', requestId }),
  };
  agree(room, 'bob', 0);
  assert.equal(await sending, 'peer_not_found');
});

call('what comes from an id that is not proven yet waits, and is heard once, from who it was', (room) => {
  room.side('bob').say({ t: 'route', via: 'peer', e: 1 });
  room.side('bob').say({ t: 'data', n: 1, kind: 'broadcast', data: 'over the side' });
  returnsAs(room, 'bob-2');
  broadcast(room, 'bob-2', 'over the side');
  room.side('bob').say({ t: 'route', via: 'server', e: 2, fence: 'the-fence' });
  direct(room, 'bob-2', { [NOTE]: { fence: 'the-fence' } });
  broadcast(room, 'bob-2', 'by the server');
  assert.deepEqual(heard(room), [['bob', 'over the side']]);
  prove(room, 'bob-2');
  assert.deepEqual(heard(room), [
    ['bob', 'over the side'],
    ['bob', 'by the server'],
  ]);
  assert.equal(
    room.side('bob').of('route-ack').at(-1)?.['e'],
    2,
    'the fence counts, though it came before the proof',
  );
  assert.deepEqual(room.ids(), ['bob', 'ann']);
});

call('what a stranger says is heard when it is admitted', async (room, pass) => {
  room.side('bob').say({ t: 'offline' });
  returnsAs(room, 'carol');
  broadcast(room, 'carol', 'hello');
  direct(room, 'carol', 'you');
  assert.deepEqual(heard(room), []);
  await untilNoWordCame(pass);
  assert.deepEqual(heard(room), [
    ['carol', 'hello'],
    ['carol', 'you'],
  ]);
});

const offer = (fingerprint: string): object => ({
  type: 'rtc-description',
  description: { type: 'offer', sdp: `v=0\r\ns=offered\r\na=fingerprint:sha-256 ${fingerprint}\r\n` },
});

call(
  'an offer under the new id is no newcomer’s where the connection is an old friend’s',
  async (room, pass) => {
    returnsAs(room, 'bob-2');
    direct(room, 'bob-2', { type: 'rtc-ice', candidate: null });
    direct(room, 'bob-2', offer('there:0'));
    await settle();
    assert.deepEqual(room.ids(), ['bob', 'ann']);
    prove(room, 'bob-2');
    await settle();
    assert.deepEqual(room.ids(), ['bob', 'ann']);
    await pass(1_000);
    assert.match(room.describedBy('bob'), /^s=offered/m, 'the offer was not lost');
  },
);

call('what came over a side that has gone is not heard again by the server', (room) => {
  room.side('bob').say({ t: 'route', via: 'peer', e: 1 });
  for (const [index, data] of ['one', 'two'].entries())
    room.side('bob').say({ t: 'data', n: index + 1, kind: 'broadcast', data });
  broadcast(room, 'bob', 'one');
  closes(room, 'bob');
  broadcast(room, 'bob', 'two');
  direct(room, 'bob', { [NOTE]: { fence: 'the-fence', e: 2 } });
  broadcast(room, 'bob', 'three');
  assert.deepEqual(
    heard(room),
    ['one', 'two', 'three'].map((data) => ['bob', data]),
  );
});

call('who has said goodbye is not met again by a roster from before', async (room, pass) => {
  await room.offline();
  room.side('bob').say({ t: 'route', via: 'peer', e: 1 });
  room.side('bob').say({ t: 'data', n: 1, kind: 'broadcast', data: 'last words' });
  room.side('bob').say({ t: 'bye' });
  await room.online('me', ['bob', 'ann']);
  broadcast(room, 'bob', 'last words');
  assert.deepEqual([room.ids(), heard(room)], [['ann'], [['bob', 'last words']]]);
  room.side('ann').say({ t: 'bye' });
  assert.deepEqual(room.ids(), [], 'that another leaves makes nobody of him');
  leaves(room, 'bob');
  await pass(3_000);
  assert.deepEqual([room.ids(), heard(room), room.left], [[], [['bob', 'last words']], ['bob', 'ann']]);
});

call('a goodbye is forgotten once a roster is without who said it', async (room) => {
  await room.offline();
  room.side('bob').say({ t: 'bye' });
  await room.online('me', ['ann']);
  room.wire.presence('room', ['bob']);
  assert.deepEqual(room.ids(), ['ann', 'bob']);
});

call('who comes again after a goodbye is met, at once where it offers', async (room, pass) => {
  for (const [id, offers] of [
    ['bob', true],
    ['ann', false],
  ] as const) {
    await room.offline();
    room.side(id).say({ t: 'bye' });
    await room.online('me', ['bob', 'ann']);
    if (offers) direct(room, id, offer(`of-${id}`));
    else await pass(3_000);
    assert.ok(room.ids().includes(id), id);
  }
});

call('a mark that went before our new id was proven goes again', async (room) => {
  await room.peer.send('one');
  const marks = (): number =>
    room.sentTo('bob').filter((data) => JSON.stringify(data).includes('fence')).length;
  assert.equal(marks(), 1);
  room.side('bob').say({ t: 'challenge', nonce: 'abc', to: 'bob' });
  await room.peer.send('two');
  await room.peer.send('three');
  assert.equal(marks(), 2);
});

call('an offer of a connection that nobody has met is a newcomer’s', (room) => {
  returnsAs(room, 'carol');
  direct(room, 'carol', offer('of-carol'));
  assert.deepEqual(room.ids(), ['bob', 'ann', 'carol']);
});

call('who comes back to a peer as a stranger asks anew who of them gives way', async (room) => {
  const polite = (): unknown[] => room.peer.remotePeers.map((remote) => [remote.id, remote.polite]);
  assert.deepEqual(polite(), [
    ['bob', false],
    ['ann', false],
  ]);
  closes(room, 'bob');
  await room.offline();
  await room.online('aaron', ['aaron', 'bob', 'ann']);
  // Ann knows us again, and goes by the ids that we met under.
  assert.deepEqual(polite(), [
    ['bob', true],
    ['ann', false],
  ]);
});

call('who has left the server is held while its connection lives, and no longer', async (room, pass) => {
  leaves(room, 'bob');
  assert.deepEqual(room.ids(), ['bob', 'ann']);
  closes(room, 'bob');
  await pass(1_000);
  assert.deepEqual(room.ids(), ['ann']);
});

// A path that was lost comes back like this: the old socket is given up, the old connection closed, and all is new.
call(
  'who has left and closed, and is in the roster again right after, has never left',
  async (room, pass) => {
    leaves(room, 'bob');
    room.side('bob').dispatchEvent(new Event('close'));
    await pass(900);
    room.wire.presence('room', ['bob']);
    await pass(10_000);
    assert.deepEqual(room.ids(), ['bob', 'ann']);
    assert.deepEqual(room.left, []);
  },
);

call('a stranger waits on while one of ours has gone and not said so yet', async (room, pass) => {
  returnsAs(room, 'bob-2');
  await pass(3_000);
  broadcast(room, 'bob-2', 'hello');
  await pass(3_000);
  assert.deepEqual(room.ids(), ['bob', 'ann']);
  prove(room, 'bob-2');
  assert.deepEqual(heard(room), [['bob', 'hello']]);
  assert.deepEqual(room.ids(), ['bob', 'ann']);
});

call('and while one that has said so may have yet to say that it is back', async (room, pass) => {
  room.side('bob').say({ t: 'offline' });
  returnsAs(room, 'bob-2');
  await pass(9_000);
  assert.deepEqual(room.ids(), ['bob', 'ann']);
  prove(room, 'bob-2');
  assert.deepEqual(room.ids(), ['bob', 'ann']);
  assert.deepEqual(room.left, []);
});

call('who proves late is united with what it was taken for', async (room, pass) => {
  room.side('bob').say({ t: 'offline' });
  returnsAs(room, 'bob-2');
  await untilNoWordCame(pass);
  assert.deepEqual(room.ids(), ['bob', 'ann', 'bob-2']);
  prove(room, 'bob-2');
  assert.deepEqual(room.ids(), ['bob', 'ann']);
  assert.deepEqual(room.left, ['bob-2']);
});

call('what it said meanwhile as somebody else is heard once, however late it proves', async (room, pass) => {
  room.side('bob').say({ t: 'offline' });
  returnsAs(room, 'bob-2');
  await untilNoWordCame(pass);
  direct(room, 'bob-2', { [NOTE]: { fence: 'the-mark' } });
  broadcast(room, 'bob-2', 'one');
  broadcast(room, 'bob-2', 'two');
  const before = [
    ['bob-2', 'one'],
    ['bob-2', 'two'],
  ];
  assert.deepEqual(heard(room), before);
  // Its side channel was slow: everything comes at once, and the proof later.
  room.side('bob').say({ t: 'online', id: 'bob-2' });
  room.side('bob').say({ t: 'route', via: 'peer', e: 1 });
  const { mark, had } = room.side('bob').of('route-ack').at(-1) ?? {};
  assert.deepEqual([mark, had], ['the-mark', 2], 'the receipt counts them');
  broadcast(room, 'bob-2', 'three');
  assert.deepEqual(heard(room), before, 'what comes over the side as well waits');
  room.side('bob').say({ t: 'data', n: 1, kind: 'broadcast', data: 'three' });
  const { nonce } = room.side('bob').of('challenge').at(-1) ?? {};
  direct(room, 'bob-2', { [NOTE]: { proof: nonce, via: 'sha-256 there:0' } });
  assert.deepEqual(heard(room), [...before, ['bob', 'three']]);
  assert.deepEqual(room.ids(), ['bob', 'ann']);
});

call(
  'who claims another’s id and proves nothing holds that one’s words up for a moment, once',
  async (room, pass) => {
    room.side('bob').say({ t: 'offline' });
    returnsAs(room, 'carol');
    await untilNoWordCame(pass);
    assert.deepEqual(room.ids(), ['bob', 'ann', 'carol']);
    room.side('ann').say({ t: 'online', id: 'carol' });
    broadcast(room, 'carol', 'one');
    assert.deepEqual(heard(room), []);
    await untilNoWordCame(pass);
    assert.deepEqual(heard(room), [['carol', 'one']]);
    room.side('ann').say({ t: 'online', id: 'carol' });
    broadcast(room, 'carol', 'two');
    assert.deepEqual(heard(room), [
      ['carol', 'one'],
      ['carol', 'two'],
    ]);
    room.side('ann').say({ t: 'online', id: 'carol' });
    assert.deepEqual(room.ids(), ['bob', 'ann', 'carol']);
    leaves(room, 'carol');
    await pass(3_000);
    assert.ok(!room.ids().includes('carol'), 'who leaves is gone, doubted or not');
  },
);

call(
  'nobody is taken for a newcomer while our own socket is away and nothing can be proven',
  async (room, pass) => {
    returnsAs(room, 'bob-2');
    await room.offline();
    await pass(5_000);
    assert.deepEqual(room.ids(), ['bob', 'ann']);
    await room.online('me', ['ann', 'bob-2', 'carol']);
    prove(room, 'bob-2');
    await pass(3_000);
    assert.deepEqual(room.ids(), ['bob', 'ann', 'carol']);
    assert.deepEqual(room.left, []);
  },
);

call('who is cut off goes on trying quickly when the others have been given up', async (room, pass) => {
  for (const id of ['bob', 'ann']) room.lose(id);
  await room.offline();
  const attemptsIn = async (seconds: number): Promise<number> => {
    const before = room.wire.sockets.length;
    for (let n = 0; n < seconds * 4; n += 1) {
      if (room.wire.socket.readyState !== 3) room.wire.socket.drop(1006);
      await pass(250);
    }
    return room.wire.sockets.length - before;
  };
  await attemptsIn(30);
  assert.deepEqual(room.ids(), [], 'they are given up');
  const attempts = await attemptsIn(10);
  assert.ok(attempts >= 10, `${attempts} in 10 s`);
});

call(
  'ids that a peer has given up are no newcomers, as long as the server takes them for alive',
  async (room) => {
    const [bob] = room.peer.remotePeers;
    const met: string[] = [];
    room.peer.on('peer-joined', ({ peer }) => met.push(peer.id));
    // His sockets died on a path: the server has not missed a heartbeat yet.
    for (const id of ['bob-2', 'bob-3']) {
      room.side('bob').say({ t: 'offline' });
      room.wire.presence('room', [id]);
      prove(room, id);
      await settle();
    }
    await room.offline();
    await room.online('me', ['me', 'bob', 'bob-2', 'bob-3', 'ann']);
    assert.deepEqual(met, []);
    assert.deepEqual(room.ids(), ['bob', 'ann']);
    assert.equal(room.peer.remotePeers[0], bob);
    // What it gives up at last is not him.
    leaves(room, 'bob');
    leaves(room, 'bob-2');
    assert.deepEqual(room.left, []);
    // Whoever has that id from now on is somebody.
    room.wire.presence('room', ['bob-2']);
    await settle();
    assert.deepEqual(met, ['bob-2']);
    leaves(room, 'bob-2');
    room.side('bob').say({ t: 'bye' });
    assert.deepEqual(room.left, ['bob-2', 'bob']);
    assert.equal(bob?.state, 'closed');
  },
);
