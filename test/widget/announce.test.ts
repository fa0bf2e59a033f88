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
