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
  /** How often the server was asked whether it is there. */
  asked: number;
  sideReady: boolean;
}

/** Up to which change of route each fence stands. */
const epochs = new Map<string, number>();
const fenced = ({ route }: End, fence: string): void => route.fenced(fence, epochs.get(fence) ?? 0);

function end({ alive = false } = {}): End {
  const got: unknown[] = [];
  const wire: Message[] = [];
  const fences: string[] = [];
  const made: Omit<End, 'route'> = { got, wire, fences, asked: 0, sideReady: true };
  const owner = {
    get sideReady() {
      return made.sideReady;
    },
    alive,
    sendSide: (message: Message) => {
      wire.push(JSON.parse(JSON.stringify(message)) as Message);
      return true;
    },
    sendFence: (fence: string, e: number) => {
      epochs.set(fence, e);
      fences.push(fence);
    },
    serverDue: () => void (made.asked += 1),
    received: (_kind: unknown, data: unknown) => void got.push(data),
  };
  return Object.assign(made, { route: new DataRoute(owner) });
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

/** What `a` sends by way of the server, whether it comes out there, and whether the server has answered. */
function pass(
  a: End,
  b: End,
  data: unknown,
  arrives: boolean,
  answered = true,
): ReturnType<DataRoute['passing']> {
  const before = a.fences.length;
  const passed = a.route.passing('broadcast', JSON.stringify(data));
  for (const fence of a.fences.slice(before)) fenced(b, fence);
  if (arrives && b.route.accepts(data, 'broadcast')) b.got.push(data);
  if (passed && answered) a.route.answered(passed);
  return passed;
}

test('what the server has not answered may still come from there: it is asked, and all waits for that', async () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  const open = pass(a, b, 'taken', false, false);
  const torn = pass(a, b, 'in a dead socket', false, false);
  assert.ok(open && torn);
  const fate = a.route.fate(torn);
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual([a.route.state, a.asked], ['changing', 1]);
  a.route.answered(open);
  assert.equal(a.route.state, 'changing');
  torn.doubtful = true;
  a.route.answered(torn);
  assert.deepEqual([a.route.state, a.asked], ['peer', 1]);
  assert.equal(await fate, false);
  const next = a.route.send('broadcast', 'next');
  settle(a, b);
  await next;
  assert.deepEqual(b.got, ['one', 'taken', 'next']);
});

test('a peer that is back meanwhile gets first what was answered late', () => {
  const [a, b] = [end(), end()];
  const open = pass(a, b, 'taken', false, false);
  assert.ok(open);
  a.route.viaPeer();
  settle(a, b);
  a.route.viaServer();
  a.route.answered(open);
  settle(a, b);
  fenced(b, a.fences.at(-1) ?? '');
  settle(a, b);
  assert.equal(a.route.state, 'server');
  assert.deepEqual(b.got, ['taken']);
});

test('what the server took and never delivered is sent again over the side, before anything else', async () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  pass(a, b, 'two', true);
  pass(a, b, 'lost', false);
  const lost = pass(a, b, 'lost too', false);
  assert.ok(lost);
  const fate = a.route.fate(lost);
  a.route.viaPeer();
  settle(a, b);
  const next = a.route.send('broadcast', 'next');
  settle(a, b);
  await Promise.all([fate, next]);
  assert.deepEqual(b.got, ['one', 'two', 'lost', 'lost too', 'next']);
});

test('what is still on its way from the server when the side takes over comes once', () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  pass(a, b, 'slow', false);
  a.route.viaPeer();
  settle(a, b);
  assert.equal(b.route.accepts('slow', 'broadcast'), false);
  assert.deepEqual(b.got, ['one', 'slow']);
});

test('after the switch back counting begins anew', () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  a.route.viaPeer();
  settle(a, b);
  a.route.viaServer();
  fenced(b, a.fences.at(-1) ?? '');
  settle(a, b);
  pass(a, b, 'two', true);
  pass(a, b, 'lost', false);
  assert.equal(a.fences.length, 2, 'the fence is the mark');
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual(b.got, ['one', 'two', 'lost']);
});

test('what the server refused was counted by nobody', () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  const refused = pass(a, b, 'refused', false);
  assert.ok(refused);
  a.route.withdraw(refused);
  pass(a, b, 'two', true);
  pass(a, b, 'lost', false);
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual(b.got, ['one', 'two', 'lost']);
});

test('where the counts do not fit nothing is sent a second time, and the fate is unknown', async () => {
  const [a, b] = [end(), end()];
  pass(a, b, 'one', true);
  b.route.accepts('under the same id from elsewhere', 'broadcast');
  const lost = pass(a, b, 'lost', false);
  assert.ok(lost);
  const fate = a.route.fate(lost);
  a.route.viaPeer();
  settle(a, b);
  assert.equal(await fate, false);
  assert.deepEqual(b.got, ['one']);
});

/** What `a` sends into a socket of `b` that is dead: neither that nor the mark before it arrives. */
function lose(a: End, data: unknown): void {
  const passed = a.route.passing('broadcast', JSON.stringify(data));
  assert.ok(passed);
  a.route.answered(passed);
}

for (const [title, before] of [
  ['the first messages of all', []],
  ['the first after others that came', ['early']],
] as const) {
  test(`${title} are sent again though their mark was lost with them`, () => {
    const [a, b] = [end(), end()];
    for (const data of before) assert.equal(b.route.accepts(data, 'broadcast'), true);
    for (const data of ['one', 'two']) lose(a, data);
    a.route.viaPeer();
    settle(a, b);
    assert.deepEqual(b.got, ['one', 'two']);
  });
}

test('the first after a switch back are sent again too', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  a.route.viaServer();
  fenced(b, a.fences.at(-1) ?? '');
  settle(a, b);
  pass(a, b, 'one', true);
  // A new mark, which is lost with what follows it.
  a.route.markAgain();
  lose(a, 'two');
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual(b.got, ['one', 'two']);
});

test('what came after a mark that did not come is not sent a second time', () => {
  const [a, b] = [end(), end()];
  for (const data of ['one', 'two']) {
    lose(a, data);
    // The channel reaches the peer where what is for it alone does not.
    assert.equal(b.route.accepts(data, 'broadcast'), true);
  }
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual(b.got, []);
});

test('whoever may have been taken for somebody else sends nothing a second time', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end(), end()];
    a.route.viaPeer();
    settle(a, b);
    a.route.viaServer();
    settle(a, b);
    mock.timers.tick(2_000);
    settle(a, b);
    assert.equal(a.route.state, 'server', 'the fence was lost');
    lose(a, 'one');
    a.route.viaPeer();
    settle(a, b);
    assert.deepEqual(b.got, []);
  } finally {
    mock.timers.reset();
  }
});

test('what is sent over the side after all is unknown when that dies too, and what was not is not', async () => {
  const [a, b] = [end(), end()];
  const sent = pass(a, b, 'sent', false);
  assert.ok(sent);
  const unknown = assert.rejects(a.route.fate(sent), { name: 'DeliveryUnknownError' });
  a.route.viaPeer();
  for (const message of a.wire.splice(0)) b.route.handle(message);
  for (const answer of b.wire.splice(0)) a.route.handle(answer);
  assert.deepEqual(
    a.wire.map(({ t }) => t),
    ['data'],
  );
  a.route.closed();
  a.wire.length = 0;
  await unknown;
  const kept = pass(a, b, 'kept', false);
  assert.ok(kept);
  const fate = a.route.fate(kept);
  a.route.viaPeer();
  a.route.closed();
  assert.equal(await fate, false);
});

test('what was sent is looked back upon within bounds', async () => {
  const [a, b] = [end(), end()];
  const first = pass(a, b, 0, false);
  assert.ok(first);
  const fate = a.route.fate(first);
  for (let n = 1; n <= 1_000; n += 1) pass(a, b, n, n < 990);
  assert.equal(await fate, false);
  a.route.viaPeer();
  settle(a, b);
  assert.equal(b.got.at(-1), 989, 'the counts do not fit');
});

test('of a long talk only the end is kept, and it is enough', () => {
  const [a, b] = [end(), end()];
  for (let n = 1; n <= 1_000; n += 1) pass(a, b, n, n < 990);
  a.route.viaPeer();
  settle(a, b);
  assert.deepEqual(
    b.got,
    Array.from({ length: 1_000 }, (_, n) => n + 1),
  );
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

test('for a slow peer whose connection lives messages wait, and for nobody else', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end({ alive: true }), end()];
    pass(a, b, 'one', true);
    pass(a, b, 'lost', false);
    a.route.viaPeer();
    mock.timers.tick(3_000);
    await a.route.settled();
    assert.equal(a.route.state, 'peer');
    const waiting = a.route.send('broadcast', 'waits');
    mock.timers.tick(9_000);
    settle(a, b);
    await waiting;
    assert.deepEqual(b.got, ['one', 'lost', 'waits']);
  } finally {
    mock.timers.reset();
  }
});

/** `a` has lost its socket and a slow `b` does not know it yet, when `a` has another: what it says is published too. */
function published(a: End, b: End, data: string, arrives: boolean): Promise<boolean> {
  const before = a.fences.length;
  const sent = a.route.send('broadcast', data, true);
  if (arrives) for (const fence of a.fences.slice(before)) fenced(b, fence);
  if (arrives && b.route.accepts(data, 'broadcast')) b.got.push(data);
  return sent;
}

for (const [title, arrives] of [
  ['has heard all of what was published meanwhile', [true, true]],
  ['has heard some of what was published meanwhile', [true, false]],
  ['has heard nothing of what was published meanwhile', [false, false]],
] as const) {
  test(`a slow peer that ${title} has each once, before what comes later`, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const [a, b] = [end({ alive: true }), end()];
      pass(a, b, 'one', true);
      a.route.viaPeer();
      mock.timers.tick(3_000);
      const sent = [published(a, b, 'two', arrives[0]), published(a, b, 'three', arrives[1])];
      const direct = a.route.send('direct', 'to b alone');
      settle(a, b);
      await Promise.all([...sent, direct]);
      assert.deepEqual(b.got, ['one', 'two', 'three', 'to b alone']);
    } finally {
      mock.timers.reset();
    }
  });
}

test('a slow peer goes on hearing over the side until it has answered, and loses nothing', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end({ alive: true }), end()];
    a.route.viaPeer();
    settle(a, b);
    a.route.viaServer();
    const [fence = ''] = a.fences;
    mock.timers.tick(3_000);
    await a.route.settled();
    const sent = published(a, b, 'one', true);
    settle(a, b);
    await sent;
    assert.deepEqual(b.got, ['one']);
    fenced(b, fence);
    fenced(b, a.fences.at(-1) ?? '');
    settle(a, b);
    assert.equal(a.route.state, 'server');
    pass(a, b, 'two', true);
    assert.deepEqual(b.got, ['one', 'two']);
  } finally {
    mock.timers.reset();
  }
});

test('a slow peer that says of what was published meanwhile what cannot be is not sent it again', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end({ alive: true }), end()];
    a.route.viaPeer();
    mock.timers.tick(3_000);
    const sent = published(a, b, 'one', true);
    b.route.accepts('under the same id from elsewhere', 'broadcast');
    const unknown = assert.rejects(sent, { name: 'DeliveryUnknownError' });
    settle(a, b);
    await unknown;
    assert.deepEqual(b.got, ['one']);
  } finally {
    mock.timers.reset();
  }
});

test('what waits for a slow peer is bounded, and has not left when the side channel closes', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const a = end({ alive: true });
    a.route.viaPeer();
    mock.timers.tick(3_000);
    const waiting = Array.from({ length: 256 }, (_, n) => a.route.send('direct', n));
    await assert.rejects(a.route.send('direct', 'one too many'), { name: 'OutageQueueOverflowError' });
    a.route.closed();
    for (const message of waiting) assert.equal(await message, false);
  } finally {
    mock.timers.reset();
  }
});

test('whose answer comes too late ignores the server no longer', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end(), end()];
    a.route.viaPeer();
    mock.timers.tick(3_000);
    assert.equal(a.route.state, 'server');
    settle(a, b);
    assert.equal(b.route.accepts('by the server', 'broadcast'), true);
  } finally {
    mock.timers.reset();
  }
});

test('who gives up a dead side is heard by way of the server, though the other has not heard of it', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [a, b] = [end(), end()];
    a.route.viaPeer();
    settle(a, b);
    a.route.viaServer();
    const lain = a.wire.splice(0);
    for (const fence of a.fences) fenced(b, fence);
    mock.timers.tick(3_000);
    lain.push(...a.wire.splice(0));
    assert.equal(a.route.state, 'server');
    pass(a, b, 'one', true);
    // The path is back, and with it what has lain there.
    for (const message of lain) b.route.handle(message);
    pass(a, b, 'two', true);
    assert.deepEqual(b.got, ['one', 'two']);
  } finally {
    mock.timers.reset();
  }
});

test('so is who has lost the side before the other has, and announced nothing', () => {
  const [a, b] = [end(), end()];
  a.route.viaPeer();
  settle(a, b);
  a.sideReady = false;
  a.route.closed();
  pass(a, b, 'one', true);
  pass(a, b, 'two', true);
  assert.deepEqual(b.got, ['one', 'two']);
  assert.equal(a.fences.length, 1, 'it is said once');
});

test('a mark that lay in a dead socket opens no ears for what comes behind it', () => {
  const [a, b] = [end(), end()];
  const passed = a.route.passing('broadcast', JSON.stringify('one'));
  assert.ok(passed);
  a.route.answered(passed);
  a.route.viaPeer();
  settle(a, b);
  settle(a, b);
  assert.deepEqual(b.got, ['one'], 'over the side');
  for (const fence of a.fences) fenced(b, fence);
  assert.equal(b.route.accepts('one', 'broadcast'), false);
});
