import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playback } from '../../../core/media/playback.ts';

const element = (outcome: () => Promise<void>) => ({ srcObject: null, play: outcome });
const refuse = (name: string) => () => Promise.reject(Object.assign(new Error('x'), { name }));

test('one click starts every element that the browser refused to play', async () => {
  const changes: boolean[] = [];
  const playback = new Playback((blocked) => changes.push(blocked));
  let allowed = false;
  const play = (): Promise<void> => (allowed ? Promise.resolve() : refuse('NotAllowedError')());
  await playback.play(element(play));
  await playback.play(element(play));
  assert.equal(playback.blocked, true);
  allowed = true;
  await playback.unblock();
  assert.equal(playback.blocked, false);
  assert.deepEqual(changes, [true, false]);
});

test('a change of source is not a refusal', async () => {
  const playback = new Playback(() => assert.fail('nothing is blocked'));
  await playback.play(element(refuse('AbortError')));
  assert.equal(playback.blocked, false);
});

test('an element that is gone no longer counts', async () => {
  const playback = new Playback(() => undefined);
  const gone = element(refuse('NotAllowedError'));
  await playback.play(gone);
  playback.forget(gone);
  assert.equal(playback.blocked, false);
});
