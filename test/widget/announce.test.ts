import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../core/locales/en.ts';
import { translator } from '../../core/locales/translate.ts';
import { alarm, announce } from '../../widget/announce.ts';
import { findingOf } from '../../widget/finding.ts';
import { INITIAL } from '../../widget/snapshot.ts';
import type { CallSnapshot, Participant } from '../../widget/snapshot.ts';

const words = translator(en);
const person = (id: string, name: string, isLocal = false): Participant => ({
  id,
  name,
  verified: false,
  isLocal,
  microphone: 'on',
  camera: 'on',
  state: 'connected',
  stream: null,
  screen: null,
  canChat: true,
});
const me = person('me', 'You', true);
const joined: CallSnapshot = {
  ...INITIAL,
  state: 'joined',
  participants: [me],
  microphone: 'on',
  camera: 'on',
};

test('says who came and who went', () => {
  const two = { ...joined, participants: [me, person('a', 'Ana')] };
  assert.equal(announce(joined, two, words), 'Ana joined.');
  assert.equal(announce(two, joined, words), 'Ana left.');
});

test('who was there before is not announced one by one', () => {
  const before: CallSnapshot = { ...INITIAL, state: 'joining' };
  assert.equal(
    announce(before, { ...joined, participants: [me, person('a', 'Ana')] }, words),
    'You are in the call.',
  );
});

test('says what a press of a button did, and nothing when nothing changed', () => {
  assert.equal(announce(joined, { ...joined, microphone: 'off' }, words), 'Microphone off.');
  assert.equal(announce({ ...joined, camera: 'off' }, joined, words), 'Camera on.');
  assert.equal(announce(joined, { ...joined }, words), null);
});

test('a drop and the return are said', () => {
  const away: CallSnapshot = { ...joined, state: 'reconnecting' };
  assert.match(announce(joined, away, words) ?? '', /Reconnecting/);
  assert.match(announce(away, joined, words) ?? '', /connected again/);
});

test('while the server is away everything else is still said', () => {
  const away: CallSnapshot = { ...joined, state: 'reconnecting', participants: [me, person('a', 'Ana')] };
  const later = (change: Partial<CallSnapshot>): string | null =>
    announce(away, { ...away, ...change }, words);
  assert.equal(later({ participants: [me] }), 'Ana left.');
  assert.equal(later({ participants: [...away.participants, person('b', 'Bo')] }), 'Bo joined.');
  assert.equal(later({ microphone: 'off' }), 'Microphone off.');
  assert.equal(later({ camera: 'off' }), 'Camera off.');
  assert.equal(later({ sharing: true }), words.t('say.screen-on'));
  const screen = {} as MediaStream;
  assert.equal(
    later({ participants: [me, { ...person('a', 'Ana'), screen }] }),
    words.t('say.shares', { name: 'Ana' }),
  );
  const message = { id: '1', from: 'a', name: 'Ana', text: 'hello', at: 0, isLocal: false, failed: false };
  assert.equal(
    later({ messages: [{ ...message, file: null }] }),
    words.t('say.message', { name: 'Ana', text: 'hello' }),
  );
  assert.equal(
    later({ question: { peerId: 'a', name: 'Ana' } }),
    words.t('report.question', { name: 'Ana' }),
  );
});

test('who came with the drop or with the return is said beside it', () => {
  const away: CallSnapshot = { ...joined, state: 'reconnecting', participants: [me, person('a', 'Ana')] };
  assert.match(announce(joined, away, words) ?? '', /Reconnecting… Ana joined\.$/);
  assert.match(announce(away, joined, words) ?? '', /connected again.* Ana left\.$/);
});

test('what goes wrong is an alarm, once each, with whose it is', () => {
  const lost = findingOf({ code: 'camera-lost' });
  const failed: CallSnapshot = { ...INITIAL, state: 'failed', notices: [findingOf({ code: 'kicked' })] };
  assert.equal(alarm(joined, failed, words), 'You were removed from the call.');
  assert.equal(announce(joined, failed, words), null);
  const dark = {
    ...findingOf({ code: 'remote-source-black' }),
    subject: { kind: 'peer', id: 'a', label: 'Ana' },
  } as const;
  const before: CallSnapshot = { ...joined, notices: [lost] };
  const after: CallSnapshot = { ...before, findingOf: new Map([['a', dark]]) };
  assert.match(alarm(joined, before, words) ?? '', /^The camera stopped\.$/);
  assert.match(alarm(before, after, words) ?? '', /^[^.]+: Ana\.$/);
  assert.equal(alarm(after, { ...after }, words), null);
  assert.match(alarm(joined, { ...joined, playbackBlocked: 'all' }, words) ?? '', /press to see and hear/i);
  assert.match(alarm(joined, { ...joined, playbackBlocked: 'sound' }, words) ?? '', /press to hear/i);
});
