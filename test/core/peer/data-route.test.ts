import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DataRoute } from '../../../core/peer/data-route.ts';
import type { SideMessage } from '../../../core/peer/side-messages.ts';

type Message = Parameters<DataRoute['handle']>[0];

interface End {
  readonly route: DataRoute;
  readonly got: unknown[];
  /** What this end has sent and the other has not seen yet. */
  readonly wire: Message[];
  readonly fences: string[];
}

function end(): End {
  const got: unknown[] = [];
  const wire: Message[] = [];
  const fences: string[] = [];
  const route = new DataRoute({
    sendSide: (message) => {
      wire.push(JSON.parse(JSON.stringify(message)) as Message);
      return true;
    },
    sendFence: (fence) => void fences.push(fence),
    received: (_kind, data) => void got.push(data),
  });
  return { route, got, wire, fences };
}

/** Delivers what is on the wire, both ways, until nothing is left. */
function settle(a: End, b: End): void {
  while (a.wire.length + b.wire.length > 0) {
    const fromA = a.wire.shift();
    if (fromA) b.route.handle(fromA);
    const fromB = b.wire.shift();
    if (fromB) a.route.handle(fromB);
  }
}

test('nothing goes over the side before the other side has agreed', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  assert.equal(a.route.state, 'changing');
  await assert.rejects(a.route.send('broadcast', 1), { name: 'DeliveryUnknownError' });
  settle(a, b);
  assert.equal(a.route.state, 'peer');
  const sent = a.route.send('broadcast', 1);
  settle(a, b);
  await sent;
  assert.deepEqual(b.got, [1]);
});

test('messages arrive once and in order, and are acknowledged', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  settle(a, b);
  const sent = [1, 2, 3].map((n) => a.route.send('direct', n));
  const copies = [...a.wire];
  settle(a, b);
  await Promise.all(sent);
  for (const copy of copies) b.route.handle(copy);
  assert.deepEqual(b.got, [1, 2, 3]);
});

test('replayed, skipped and backward numbers gain nothing', () => {
  const b = end();
  b.route.handle({ t: 'data', n: 1, kind: 'direct', data: 'on no route' });
  b.route.handle({ t: 'route', via: 'peer', e: 1, live: false });
  for (const n of [2, 0, 5]) b.route.handle({ t: 'data', n, kind: 'direct', data: n });
  b.route.handle({ t: 'data', n: 1, kind: 'direct', data: 'first' });
  b.route.handle({ t: 'data', n: 1, kind: 'direct', data: 'again' });
  assert.deepEqual(b.got, ['first']);
});

test('a change of route that nobody answers is given up, and both ends go on from where they were', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const [a, b] = [end(), end()];
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.route.viaPeer(false);
    settle(from, to);
    const sent = from.route.send('direct', 'before');
    settle(from, to);
    await sent;
  }
  a.route.viaServer();
  a.wire.length = 0;
  mock.timers.tick(3_000);
  mock.timers.reset();
  assert.equal(a.route.state, 'server');
  const still = b.route.send('direct', 'still');
  settle(a, b);
  await still;
  a.route.viaPeer(false);
  settle(a, b);
  const again = a.route.send('direct', 'again');
  settle(a, b);
  await again;
  assert.deepEqual(a.got, ['before', 'still']);
  assert.deepEqual(b.got, ['before', 'again']);
});

test('while the sender also has the server, its copies there are ignored until the fence', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(true);
  settle(a, b);
  assert.equal(b.route.ignoring, true);
  a.route.viaServer();
  settle(a, b);
  assert.equal(a.route.state, 'changing', 'the fence has not come yet');
  assert.equal(b.route.ignoring, true);
  b.route.fenced('forged');
  assert.equal(b.route.ignoring, true);
  b.route.fenced(a.fences[0] ?? '');
  settle(a, b);
  assert.equal(b.route.ignoring, false);
  assert.equal(a.route.state, 'server');
});

test('a fence that overtakes the announcement is remembered', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(true);
  settle(a, b);
  a.route.viaServer();
  b.route.fenced(a.fences[0] ?? '');
  settle(a, b);
  assert.equal(a.route.state, 'server');
});

test('without a server of its own the sender needs no fence, and nothing was ignored', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  settle(a, b);
  assert.equal(b.route.ignoring, false);
  a.route.viaServer();
  settle(a, b);
  assert.deepEqual(a.fences, []);
  assert.equal(a.route.state, 'server');
});

test('an answer to an earlier change does not settle a later one', () => {
  const a = end();
  a.route.viaPeer(false);
  a.route.viaServer();
  a.route.handle({ t: 'route-ack', e: 1 });
  assert.equal(a.route.state, 'changing');
  a.route.handle({ t: 'route-ack', e: 2 });
  assert.equal(a.route.state, 'server');
});

test('when the side channel dies, what was not acknowledged rejects as unknown', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  settle(a, b);
  const sent = a.route.send('direct', 'lost');
  a.route.closed();
  await assert.rejects(sent, { name: 'DeliveryUnknownError' });
  assert.equal(a.route.state, 'server');
  await a.route.settled();
});

test('what waits for a peer is bounded', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  settle(a, b);
  const waiting = Array.from({ length: 256 }, (_message, n) => a.route.send('direct', n));
  await assert.rejects(a.route.send('direct', 'one too many'), { name: 'OutageQueueOverflowError' });
  settle(a, b);
  await Promise.all(waiting);
  assert.equal(b.got.length, 256);
});

test('acknowledging what was never sent changes nothing', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer(false);
  settle(a, b);
  a.route.handle({ t: 'ack', n: 99 } satisfies SideMessage);
  const sent = a.route.send('direct', 'x');
  settle(a, b);
  await sent;
  assert.deepEqual(b.got, ['x']);
});

test('a fence that is lost is not waited for without end', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end(), end()];
    a.route.viaPeer(true);
    settle(a, b);
    assert.equal(b.route.ignoring, true);
    a.route.viaServer();
    settle(a, b);
    assert.equal(b.route.ignoring, true);
    mock.timers.tick(2_000);
    settle(a, b);
    assert.equal(b.route.ignoring, false);
    assert.equal(a.route.state, 'server');
  } finally {
    mock.timers.reset();
  }
});

test('whose answer comes too late ignores the server no longer', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end(), end()];
    a.route.viaPeer(true);
    mock.timers.tick(3_000);
    assert.equal(a.route.state, 'server');
    settle(a, b);
    assert.equal(b.route.ignoring, false);
  } finally {
    mock.timers.reset();
  }
});
