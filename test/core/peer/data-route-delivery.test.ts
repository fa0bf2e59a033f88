import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { end, fenced, lose, pass, settle } from './route-ends.ts';

/** What the server took for a peer that never had it. */

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
