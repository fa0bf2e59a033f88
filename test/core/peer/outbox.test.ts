import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Members } from '../../../core/peer/members.ts';
import { Outbox } from '../../../core/peer/outbox.ts';
import { DataRoute } from '../../../core/peer/data-route.ts';
import type { RouteState } from '../../../core/peer/data-route.ts';

/** The members' surface that the outbox uses, for its pure logic of order and bounds. */
function setUp(routes: Record<string, RouteState>) {
  const log: string[] = [];
  const all = Object.entries(routes).map(([id, state]) => ({
    remote: { id },
    serverId: id,
    route: {
      state,
      settled: () => Promise.resolve(),
      passing: () => undefined,
      send: (kind: string, data: unknown, published = false) => {
        log.push(`side ${id} ${kind} ${String(data)}${published ? ', published too' : ''}`);
        return Promise.resolve(true);
      },
    },
  }));
  const members = {
    online: true,
    all,
    byId: (id: string) => all.find(({ remote }) => remote.id === id),
    byServerId: (id: string) => all.find(({ serverId }) => serverId === id),
  };
  /** The name of the error that everything sent to it fails with. */
  const server: { fails: string | null } = { fails: null };
  const pass = (line: string): Promise<void> => {
    if (server.fails !== null) return Promise.reject(Object.assign(new Error(), { name: server.fails }));
    log.push(line);
    return Promise.resolve();
  };
  const outbox = new Outbox({
    members: members as unknown as Members,
    publish: (data) => pass(`publish ${String(data)}`),
    sendTo: (id, data) => pass(`send ${id} ${String(data)}`),
  });
  return { outbox, members, all, log, server };
}

test('with everyone in reach it goes to the server at once', () => {
  const { outbox, log } = setUp({ ours: 'server', theirs: 'server' });
  void outbox.broadcast('x');
  void outbox.direct('theirs', 'y');
  assert.deepEqual(log, ['publish x', 'send theirs y']);
});

test('while one of ours is away, the others hear by the server and it hears over the side', async () => {
  const { outbox, log } = setUp({ away: 'peer', theirs: 'server' });
  await outbox.broadcast('x');
  await outbox.direct('away', 'y');
  assert.deepEqual(log, ['side away broadcast x, published too', 'publish x', 'side away direct y']);
});

test('without a server ours hear over the side at once, the others once it is back, in order', async () => {
  const { outbox, members, all, log } = setUp({ ours: 'peer', theirs: 'server' });
  members.online = false;
  const sent = ['a', 'b'].map((data) => outbox.broadcast(data));
  const direct = outbox.direct('theirs', 'c');
  while (log.length < 2) await Promise.resolve();
  assert.deepEqual(log, ['side ours broadcast a', 'side ours broadcast b']);
  members.online = true;
  for (const member of all) member.route.state = 'server';
  outbox.restored();
  await Promise.all([...sent, direct]);
  assert.deepEqual(log.slice(2), ['send theirs a', 'send theirs b', 'send theirs c']);
});

test('nothing overtakes a route that began to change while another did', async () => {
  const { outbox, members, all, log } = setUp({ first: 'changing', second: 'server' });
  const [first, second] = all;
  assert.ok(first && second);
  const settling: (() => void)[] = [];
  for (const { route } of all)
    route.settled = () =>
      route.state === 'changing' ? new Promise<void>((resolve) => settling.push(resolve)) : Promise.resolve();
  const sent = outbox.broadcast('x');
  await new Promise(setImmediate);
  // The server goes.
  members.online = false;
  second.route.state = 'changing';
  first.route.state = 'peer';
  settling.shift()?.();
  await new Promise(setImmediate);
  assert.deepEqual(log, []);
  second.route.state = 'peer';
  settling.shift()?.();
  await sent;
  assert.deepEqual(log, ['side first broadcast x', 'side second broadcast x']);
});

test('what nobody has had is published when the server is back, and before what comes later', async () => {
  const { outbox, members, log } = setUp({ theirs: 'server' });
  members.online = false;
  const early = outbox.broadcast('early');
  members.online = true;
  const late = outbox.broadcast('late');
  await Promise.all([early, late]);
  assert.deepEqual(log, ['publish early', 'publish late']);
});

test('what waited goes over the side to whom that has been agreed with meanwhile', async () => {
  const { outbox, members, all, log } = setUp({ ours: 'server', theirs: 'server' });
  members.online = false;
  const sent = [outbox.broadcast('x'), outbox.direct('ours', 'y')];
  // They are set aside once the microtasks have run.
  await new Promise(setImmediate);
  members.online = true;
  for (const { remote, route } of all) if (remote.id === 'ours') route.state = 'peer';
  outbox.restored();
  await Promise.all(sent);
  assert.deepEqual(log, ['side ours broadcast x, published too', 'publish x', 'side ours direct y']);
});

for (const [what, send, arrived] of [
  ['to everyone', (outbox: Outbox) => outbox.broadcast('x'), ['send theirs x', 'send new x']],
  ['to one', (outbox: Outbox) => outbox.direct('theirs', 'x'), ['send theirs x']],
] as const) {
  test(`what a closing socket did not take, ${what}, goes out when the server is back, before what comes later`, async () => {
    const { outbox, log, server } = setUp({ theirs: 'server', new: 'server' });
    server.fails = 'NotConnectedError';
    const sent = send(outbox);
    await new Promise(setImmediate);
    assert.deepEqual(log, []);
    server.fails = null;
    const late = outbox.broadcast('late');
    outbox.restored();
    await Promise.all([sent, late]);
    assert.deepEqual(log, [...arrived, 'publish late']);
  });
}

/** With a real route to one peer whose side channel is open and says nothing. */
function setUpRoute({ alive = false } = {}) {
  const made = setUp({ theirs: 'server' });
  const route = new DataRoute({
    sideReady: true,
    alive,
    sendSide: () => true,
    sendFence: () => undefined,
    serverDue: () => undefined,
    received: () => undefined,
  });
  Object.assign(made.all[0] ?? {}, { route });
  return { ...made, route };
}

for (const back of [false, true]) {
  test(`what neither socket nor side channel took goes out once, in order, with the server ${back ? 'back' : 'still away'}`, async () => {
    const { outbox, members, log, server, route } = setUpRoute();
    server.fails = 'NotConnectedError';
    const sent = [outbox.broadcast('one'), outbox.direct('theirs', 'two')];
    members.online = false;
    route.viaPeer();
    const late = outbox.broadcast('three');
    await new Promise(setImmediate);
    server.fails = null;
    members.online = back;
    if (back) outbox.restored();
    route.closed();
    await new Promise(setImmediate);
    members.online = true;
    if (!back) outbox.restored();
    await Promise.all([...sent, late]);
    assert.deepEqual(log, ['send theirs one', 'send theirs two', 'publish three']);
  });
}

test('what waited for a slow peer when its side channel went goes by way of the server', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { outbox, members, log, route } = setUpRoute({ alive: true });
    members.online = false;
    route.viaPeer();
    mock.timers.tick(3_000);
    const sent = [outbox.broadcast('one'), outbox.direct('theirs', 'two')];
    await new Promise(setImmediate);
    route.closed();
    await new Promise(setImmediate);
    assert.deepEqual(log, []);
    members.online = true;
    outbox.restored();
    await Promise.all(sent);
    assert.deepEqual(log, ['send theirs one', 'send theirs two']);
  } finally {
    mock.timers.reset();
  }
});

test('what a closing socket did not take and the side channel lost is in doubt, and not said to have stayed here', async () => {
  const { outbox, server, route } = setUpRoute();
  server.fails = 'NotConnectedError';
  const sent = assert.rejects(outbox.broadcast('x'), { name: 'DeliveryUnknownError' });
  await new Promise(setImmediate);
  route.viaPeer();
  route.handle({ t: 'route-ack', e: 1, mark: null, had: 0, digest: 0 });
  route.closed();
  await sent;
});

test('more than is looked back upon, into a closing socket, does not keep the page from hearing that it closed', async () => {
  const { outbox, members, log, server, route } = setUpRoute();
  server.fails = 'NotConnectedError';
  const all = Array.from({ length: 200 }, (_, n) => n);
  const sent = all.map((n) => outbox.broadcast(n));
  await new Promise(setImmediate);
  assert.deepEqual(log, []);
  members.online = false;
  route.closed();
  server.fails = null;
  members.online = true;
  outbox.restored();
  await Promise.all(sent);
  assert.deepEqual(
    log,
    all.map((n) => `send theirs ${n}`),
  );
});

test('what waited when we leave is refused, whatever becomes of those it was for', async () => {
  const { outbox, members, log, server, route } = setUpRoute();
  server.fails = 'NotConnectedError';
  const sent = outbox.broadcast('x');
  const refused = assert.rejects(sent, { name: 'LeftError' });
  await new Promise(setImmediate);
  outbox.close(Object.assign(new Error(), { name: 'LeftError' }));
  members.all.length = 0;
  route.closed();
  await refused;
  assert.deepEqual(log, []);
});

test('what was set aside goes over the side before what comes later, once there is a side channel', async () => {
  const { outbox, members, all, log } = setUp({ ours: 'server', theirs: 'server' });
  members.online = false;
  const early = [outbox.broadcast('a'), outbox.direct('ours', 'b')];
  await new Promise(setImmediate);
  for (const { remote, route } of all) if (remote.id === 'ours') route.state = 'peer';
  const late = outbox.broadcast('c');
  await early[1];
  assert.deepEqual(log, ['side ours broadcast a', 'side ours direct b', 'side ours broadcast c']);
  members.online = true;
  outbox.restored();
  await Promise.all([...early, late]);
  assert.deepEqual(log.slice(3), ['send theirs a', 'send theirs c']);
});

test('what is sent in the moment in which a side channel goes does not overtake what waited for it', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { outbox, log, route } = setUpRoute({ alive: true });
    route.viaPeer();
    mock.timers.tick(3_000);
    const early = outbox.direct('theirs', 'early');
    await new Promise(setImmediate);
    route.closed();
    const late = outbox.broadcast('late');
    await Promise.all([early, late]);
    assert.deepEqual(log, ['send theirs early', 'publish late']);
  } finally {
    mock.timers.reset();
  }
});

test('a server that is back after it was given up is waited for again', async () => {
  const { outbox, members, log } = setUp({ theirs: 'server' });
  outbox.stall(new Error('given up'));
  outbox.restored();
  members.online = false;
  const sent = outbox.broadcast('x');
  await new Promise(setImmediate);
  members.online = true;
  outbox.restored();
  await sent;
  assert.deepEqual(log, ['publish x']);
});

test('with nobody there yet it is published when the server is back', async () => {
  const { outbox, log, server } = setUp({});
  server.fails = 'NotConnectedError';
  const sent = outbox.broadcast('x');
  await new Promise(setImmediate);
  server.fails = null;
  outbox.restored();
  await sent;
  assert.deepEqual(log, ['publish x']);
});

test('what a closing socket did not take for one whom nobody knows is refused, and nobody else has it', async () => {
  const { outbox, log, server } = setUp({});
  server.fails = 'NotConnectedError';
  await assert.rejects(outbox.direct('gone', 'x'), { name: 'NotConnectedError' });
  server.fails = null;
  outbox.restored();
  await outbox.broadcast('y');
  assert.deepEqual(log, ['publish y']);
});

test('what left and was never answered is told to be in doubt, and not sent again', async () => {
  const { outbox, log, server } = setUp({ theirs: 'server' });
  server.fails = 'DisconnectedError';
  await assert.rejects(outbox.broadcast('x'), { name: 'DisconnectedError' });
  server.fails = null;
  outbox.restored();
  await outbox.broadcast('y');
  assert.deepEqual(log, ['publish y']);
});

test('what a closing socket did not take is given up with the room', async () => {
  const { outbox, server } = setUp({ theirs: 'server' });
  server.fails = 'NotConnectedError';
  const sent = outbox.broadcast('x');
  await new Promise(setImmediate);
  outbox.close(new Error('left'));
  await assert.rejects(sent, /left/);
  await assert.rejects(outbox.broadcast('y'), /left/);
});

test('what waited for one who has left meanwhile is for the server to refuse', async () => {
  const { outbox, members, all, log, server } = setUp({ theirs: 'server' });
  members.online = false;
  const sent = outbox.direct('theirs', 'x');
  // It is set aside once the microtasks have run.
  await new Promise(setImmediate);
  all.pop();
  members.online = true;
  server.fails = 'peer_not_found';
  outbox.restored();
  await assert.rejects(sent, { name: 'peer_not_found' });
  assert.deepEqual(log, []);
});

test('what waited for all is for those who are left', async () => {
  const { outbox, members, all, log } = setUp({ ours: 'peer', left: 'server', theirs: 'server' });
  members.online = false;
  const sent = outbox.broadcast('x');
  await new Promise(setImmediate);
  all.splice(1, 1);
  members.online = true;
  outbox.restored();
  await sent;
  assert.deepEqual(log, ['side ours broadcast x', 'send theirs x']);
});

for (const online of [true, false]) {
  test(`a peer is found by the id that the server has given it since, ${online ? 'with' : 'without'} a server`, async () => {
    const { outbox, members, all, log } = setUp({ ours: 'peer', theirs: 'server' });
    for (const member of all) member.serverId = `${member.remote.id} again`;
    members.online = online;
    await outbox.direct('ours again', 'x');
    assert.deepEqual(log, ['side ours direct x']);
    const sent = outbox.direct('theirs again', 'y');
    await new Promise(setImmediate);
    members.online = true;
    outbox.restored();
    await sent;
    assert.deepEqual(log, ['side ours direct x', 'send theirs again y']);
  });
}

test('what waits for some is counted as well', async () => {
  const { outbox, members } = setUp({ ours: 'peer', theirs: 'server' });
  members.online = false;
  const data = 'x'.repeat(1_048_500);
  const waiting = Array.from({ length: 4 }, () => outbox.broadcast(data));
  await new Promise(setImmediate);
  await assert.rejects(outbox.broadcast(data), { name: 'OutageQueueOverflowError' });
  outbox.close(Object.assign(new Error(), { name: 'LeftError' }));
  for (const message of waiting) await assert.rejects(message, { name: 'LeftError' });
});

test('the queue is bounded, visibly', async () => {
  const { outbox, members } = setUp({ theirs: 'server' });
  members.online = false;
  const waiting = Array.from({ length: 256 }, (_message, n) => outbox.broadcast(n));
  await assert.rejects(outbox.broadcast('one too many'), { name: 'OutageQueueOverflowError' });
  outbox.close(new Error('left'));
  const outcomes = await Promise.allSettled(waiting);
  assert.equal(
    outcomes.every(({ status }) => status === 'rejected'),
    true,
  );
});
