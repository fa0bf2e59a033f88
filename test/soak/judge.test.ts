import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { History } from './history.ts';
import { Judge } from './judge.ts';
import type { Report, Seen } from './observed.ts';

const NAMES = ['0.1', '1.1'] as const;

let history: History;
let judge: Judge;
beforeEach(() => {
  history = new History();
  judge = new Judge(history);
  NAMES.forEach((name, side) => history.joined(name, side, 0));
});

const told = (): string[] => judge.violations.map(({ what }) => what);
const sees = (name: string | null, framesDecoded: number, state = 'connected'): Seen => ({
  ...{ name, state, framesDecoded },
});
function report(at: number, others: readonly Seen[], more: Partial<Report> = {}): Report {
  const nothing = { stoodStill: 0, sent: [], received: [], errors: [], findings: null };
  return { at, name: '0.1', state: 'joined', others, open: others.length, ...nothing, ...more };
}

/** Seat 0 reports every second from `from` to `to`. */
function watch(from: number, to: number, of: (at: number) => Report): void {
  for (let at = from; at <= to; at += 1_000) judge.observe(0, of(at));
}

describe('the judge of the soak', () => {
  test('finds nothing wrong with a healthy call', () => {
    watch(0, 120_000, (at) => report(at, [sees('1.1', at + 1)], { findings: [] }));
    assert.deepEqual(told(), []);
  });

  test('tells once who is not seen, not connected, seen twice or stands still', () => {
    const wrong: readonly ((at: number) => Seen[])[] = [
      () => [],
      (at) => [sees('1.1', at, 'reconnecting')],
      (at) => [sees('1.1', at), sees('1.1', at)],
      () => [sees('1.1', 40)],
    ];
    const answers = wrong.map((others) => {
      judge = new Judge(history);
      watch(0, 60_000, (at) => report(at, others(at)));
      return told();
    });
    assert.match(answers[0]?.join() ?? '', /^0\.1 sees 1\.1 not at all, for 20 s$/);
    assert.match(answers[1]?.join() ?? '', /^0\.1 sees 1\.1 1 times, reconnecting, new frames, for 20 s$/);
    assert.match(
      answers[2]?.join() ?? '',
      /^0\.1 sees 1\.1 2 times, for 5 s,0\.1 sees 1\.1 2 times, connected/,
    );
    assert.match(answers[3]?.join() ?? '', /^0\.1 sees 1\.1 1 times, connected, no new frames, for 20 s$/);
  });

  test('tells of who has left and is still seen, and of connections left open', () => {
    history.left('1.1', 10_000);
    watch(10_000, 14_000, (at) => report(at, [sees('1.1', at)]));
    assert.deepEqual(told(), []);
    watch(15_000, 20_000, (at) => report(at, [sees('1.1', at)]));
    assert.deepEqual(told(), ['0.1 still sees 1.1, who has left, for 5 s']);
    watch(21_000, 30_000, (at) => report(at, [], { open: 1 }));
    assert.equal(told()[1], 'seat 0 has 1 connections open instead of 0, for 5 s');
  });

  test('a cut excuses what it explains, and not for ever', () => {
    history.cut(1, 0);
    history.restored(1, 10_000);
    watch(0, 70_000, (at) => report(at, [], { findings: [{ severity: 'error', code: 'x', evidence: '' }] }));
    assert.deepEqual(told(), []);
    watch(71_000, 100_000, (at) => report(at, []));
    assert.deepEqual(told(), ['0.1 sees 1.1 not at all, for 20 s']);
  });

  test('tells of errors, and of what the doctor finds above information', () => {
    const findings = ['info', 'warning'].map((severity) => ({
      severity,
      code: `a-${severity}`,
      evidence: 'proof',
    }));
    judge.observe(0, report(1_000, [sees('1.1', 1)], { errors: ['E: text'], findings }));
    assert.deepEqual(told(), ['seat 0: E: text', 'the doctor tells seat 0 of a-warning (warning): proof']);
  });

  test('what the doctor tells while a page stands still is explained, also if that page says so later', () => {
    const findings = [{ severity: 'error', code: 'x', evidence: 'proof' }];
    const what = 'the doctor tells seat 0 of x (error): proof';
    for (const at of [1_000, 2_000]) judge.observe(1, report(at, [sees('0.1', at)], { name: '1.1' }));
    judge.observe(0, report(9_000, [sees('1.1', 1)], { findings }));
    assert.deepEqual(told(), [], 'the other page has not said');
    judge.observe(1, report(9_500, [sees('0.1', 9_500)], { name: '1.1', stoodStill: 6_000 }));
    assert.deepEqual([told(), judge.explained], [[], [what]]);
    judge.observe(0, report(31_000, [sees('1.1', 2)], { findings }));
    judge.observe(1, report(31_500, [sees('0.1', 31_500)], { name: '1.1', stoodStill: 4_000 }));
    assert.deepEqual(told(), [what], 'not long enough, or too long ago');
  });

  test('a message comes once, in order, to everyone who had been met', () => {
    const sent = [1, 2, 3].map((n) => ({
      from: '0.1',
      n,
      at: 1_000,
      to: ['1.1'],
      outcome: n === 3 ? 'SomeError' : 'sent',
    }));
    judge.observe(0, report(1_000, [sees('1.1', 1)], { sent }));
    const there = report(2_000, [sees('0.1', 1)], {
      name: '1.1',
      received: [5, 4, 4].map((n) => ({ from: '0.1', n })),
    });
    judge.observe(1, there);
    watch(3_000, 30_000, (at) => report(at, [sees('1.1', at)]));
    const wrong = ['message 4 from 0.1 to 1.1 came after 5', 'message 4 from 0.1 to 1.1 came twice'];
    assert.deepEqual(told(), wrong, 'nobody knows yet what the other has had');
    judge.observe(1, report(30_000, [sees('0.1', 1)], { name: '1.1' }));
    assert.deepEqual(told(), [
      'message 4 from 0.1 to 1.1 came after 5',
      'message 4 from 0.1 to 1.1 came twice',
      'message 1 from 0.1 to 1.1 never came',
      'message 2 from 0.1 to 1.1 never came',
      'message 3 from 0.1: SomeError',
    ]);
  });

  test('a sender that lost its server may be in doubt of what was not answered, and of nothing else', () => {
    history.dropped('0.1', 2_000);
    const sent = [
      { n: 1, at: 1_500, outcome: 'DisconnectedError' },
      { n: 2, at: 1_600, outcome: 'SomeError' },
      { n: 3, at: 9_000, outcome: 'DisconnectedError' },
    ].map((message) => ({ from: '0.1', ...message, to: ['1.1'] }));
    judge.observe(0, report(9_000, [sees('1.1', 1)], { sent }));
    judge.observe(1, report(30_000, [sees('0.1', 1)], { name: '1.1' }));
    watch(10_000, 31_000, (at) => report(at, [sees('1.1', at)]));
    assert.deepEqual(told(), ['message 2 from 0.1: SomeError', 'message 3 from 0.1: DisconnectedError']);
    assert.equal(judge.inDoubt, 1);
  });

  test('what was sent on the way out is not looked for among the words of who came again', () => {
    history.left('0.1', 1_100);
    history.joined('0.2', 0, 2_000);
    const sent = [{ from: '0.1', n: 1, at: 1_000, to: ['1.1'], outcome: 'sent' }];
    judge.observe(0, report(2_500, [sees('1.1', 1)], { name: '0.2', sent }));
    judge.observe(1, report(30_000, [sees('0.2', 1)], { name: '1.1', received: [{ from: '0.1', n: 1 }] }));
    judge.observe(0, report(30_000, [sees('1.1', 1)], { name: '0.2' }));
    assert.deepEqual(
      told().filter((what) => what.startsWith('message')),
      [],
    );
  });

  test('what somebody should have had who has left since is judged at once', () => {
    judge.observe(
      0,
      report(1_000, [sees('1.1', 1)], {
        sent: [{ from: '0.1', n: 1, at: 1_000, to: ['1.1'], outcome: 'sent' }],
      }),
    );
    history.left('1.1', 15_000);
    watch(15_000, 25_000, (at) => report(at, []));
    assert.deepEqual(told(), ['message 1 from 0.1 to 1.1 never came']);
  });
});
