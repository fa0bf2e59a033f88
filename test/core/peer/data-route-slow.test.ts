import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { end, fenced, pass, settle, type End } from './route-ends.ts';

/** Peers that answer late, or whose side channel is dead at one end. */

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
