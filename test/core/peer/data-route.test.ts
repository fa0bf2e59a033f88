import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { SideMessage } from '../../../core/peer/side-messages.ts';
import { end, fenced, settle, type End } from './route-ends.ts';

/** Changes of route, and what goes over the side between them. */

test('nothing goes over the side before the other side has agreed', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
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
  a.route.viaPeer();
  settle(a, b);
  const sent = [1, 2, 3].map((n) => a.route.send('direct', n));
  const copies = [...a.wire];
  settle(a, b);
  await Promise.all(sent);
  for (const copy of copies) b.route.handle(copy);
  assert.deepEqual(b.got, [1, 2, 3]);
});

test('a copy that comes when the side has gone is not heard, and what is said again is', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  for (const data of ['one', 'two', 'three']) a.route.send('broadcast', data).catch(() => undefined);
  settle(a, b);
  assert.equal(b.route.accepts('one', 'broadcast'), false);
  b.route.closed();
  assert.equal(b.route.accepts('two', 'direct'), true, 'what is for one has no copies');
  for (const expected of [false, true]) assert.equal(b.route.accepts('two', 'broadcast'), expected);
  b.route.fenced('a later one', 2);
  assert.equal(b.route.accepts('three', 'broadcast'), true, 'no copy comes behind the fence');
});

for (const [what, open] of [
  ['has gone', ({ route }: End) => route.closed()],
  ['is given up', ({ route }: End) => route.handle({ t: 'route', via: 'server', e: 2, fence: null })],
] as const) {
  test(`nor is one looked out for without end where the side ${what}`, () => {
    const [a, b] = [end(), end()];
    a.route.viaPeer();
    settle(a, b);
    a.route.send('broadcast', 'one').catch(() => undefined);
    settle(a, b);
    const now = mock.method(performance, 'now', () => 0);
    open(b);
    now.mock.mockImplementation(() => 10_001);
    assert.equal(b.route.accepts('one', 'broadcast'), true);
    now.mock.restore();
  });
}

test('replayed, skipped and backward numbers gain nothing', () => {
  const b = end();
  b.route.handle({ t: 'data', n: 1, kind: 'direct', data: 'on no route' });
  b.route.handle({ t: 'route', via: 'peer', e: 1 });
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
    from.route.viaPeer();
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
  a.route.viaPeer();
  settle(a, b);
  const again = a.route.send('direct', 'again');
  settle(a, b);
  await again;
  assert.deepEqual(a.got, ['before', 'still']);
  assert.deepEqual(b.got, ['before', 'again']);
});

test('while the sender also has the server, its copies there are ignored until the fence', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  assert.equal(b.route.accepts('a copy', 'broadcast'), false);
  a.route.viaServer();
  settle(a, b);
  assert.equal(a.route.state, 'changing', 'the fence has not come yet');
  assert.equal(b.route.accepts('a copy', 'broadcast'), false);
  fenced(b, 'forged');
  assert.equal(b.route.accepts('a copy', 'broadcast'), false);
  fenced(b, a.fences[0] ?? '');
  settle(a, b);
  assert.equal(b.route.accepts('by the server', 'broadcast'), true);
  assert.equal(a.route.state, 'server');
});

test('a fence that overtakes the announcement is remembered', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  a.route.viaServer();
  fenced(b, a.fences[0] ?? '');
  settle(a, b);
  assert.equal(a.route.state, 'server');
});

test('a change waits for the one before it, and an answer to an earlier one settles nothing', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  a.route.viaServer();
  assert.deepEqual(
    a.wire.map(({ t }) => t),
    ['route'],
  );
  let settled = false;
  const waiting = a.route.settled().then(() => (settled = true));
  const agreed = { t: 'route-ack', mark: null, had: 0, digest: 0 } as const;
  a.route.handle({ ...agreed, e: 1 });
  a.route.handle({ ...agreed, e: 1 });
  await Promise.resolve();
  assert.equal(a.route.state, 'changing');
  assert.equal(settled, false);
  settle(a, b);
  fenced(b, a.fences[0] ?? '');
  settle(a, b);
  await waiting;
  assert.equal(a.route.state, 'server');
});

test('when the side channel dies, what was not acknowledged rejects as unknown', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  const sent = a.route.send('direct', 'lost');
  a.route.closed();
  await assert.rejects(sent, { name: 'DeliveryUnknownError' });
  assert.equal(a.route.state, 'server');
  await a.route.settled();
});

test('what waits for a peer is bounded', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  const waiting = Array.from({ length: 256 }, (_message, n) => a.route.send('direct', n));
  await assert.rejects(a.route.send('direct', 'one too many'), { name: 'OutageQueueOverflowError' });
  settle(a, b);
  await Promise.all(waiting);
  assert.equal(b.got.length, 256);
});

test('acknowledging what was never sent changes nothing', async () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
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
    a.route.viaPeer();
    settle(a, b);
    assert.equal(b.route.accepts('a copy', 'broadcast'), false);
    a.route.viaServer();
    settle(a, b);
    assert.equal(b.route.accepts('a copy', 'broadcast'), false);
    mock.timers.tick(2_000);
    settle(a, b);
    assert.equal(b.route.accepts('by the server', 'broadcast'), true);
    assert.equal(a.route.state, 'server');
  } finally {
    mock.timers.reset();
  }
});
