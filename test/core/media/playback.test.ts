import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playback } from '../../../core/media/playback.ts';

const named = (name: string): Error => Object.assign(new Error('x'), { name });

/** What a browser lets an element do before somebody has clicked, and after. */
class FakeElement {
  readonly srcObject = null;
  muted: boolean;
  paused = true;
  allows: 'nothing' | 'muted' | 'all' = 'muted';
  /** What play() throws beside a refusal. */
  fails: string | null = null;

  constructor(muted = false) {
    this.muted = muted;
  }

  play(): Promise<void> {
    if (this.fails) return Promise.reject(named(this.fails));
    this.paused = this.allows === 'nothing' || (this.allows === 'muted' && !this.muted);
    return this.paused ? Promise.reject(named('NotAllowedError')) : Promise.resolve();
  }
}

function stand() {
  const told: unknown[] = [];
  return { told, playback: new Playback((held) => told.push(held)) };
}

test('what may not sound plays muted, and one click gives every element its sound', async () => {
  const { told, playback } = stand();
  const elements = [new FakeElement(), new FakeElement()];
  for (const element of elements) await playback.play(element);
  assert.equal(playback.held, 'sound');
  assert.ok(elements.every(({ paused, muted }) => !paused && muted));
  // A tile whose muted picture was paused meanwhile, in a hidden page, is started again.
  for (const element of elements) await playback.play(element);
  assert.equal(playback.held, 'sound');
  for (const element of elements) element.allows = 'all';
  await playback.unblock();
  assert.equal(playback.held, null);
  assert.ok(elements.every(({ paused, muted }) => !paused && !muted));
  assert.deepEqual(told, ['sound', null]);
});

test('what may not even play muted waits for the click as well', async () => {
  const { told, playback } = stand();
  const [picture, still] = [new FakeElement(), new FakeElement()];
  still.allows = 'nothing';
  await playback.play(picture);
  await playback.play(still);
  assert.deepEqual([playback.held, picture.paused, still.paused], ['all', false, true]);
  for (const element of [picture, still]) element.allows = 'all';
  await playback.unblock();
  assert.deepEqual([picture.paused, still.paused, picture.muted, still.muted], [false, false, false, false]);
  assert.deepEqual(told, ['sound', 'all', null]);
});

test('what is muted by choice stays so', async () => {
  const { playback } = stand();
  const own = new FakeElement(true);
  own.allows = 'nothing';
  await playback.play(own);
  assert.equal(playback.held, 'all');
  own.allows = 'all';
  await playback.unblock();
  assert.deepEqual([own.muted, own.paused, playback.held], [true, false, null]);
});

test('a click that does not count leaves the pictures running', async () => {
  const { playback } = stand();
  const element = new FakeElement();
  await playback.play(element);
  await playback.unblock();
  assert.deepEqual([element.paused, element.muted, playback.held], [false, true, 'sound']);
});

test('a change of source is not a refusal', async () => {
  const playback = new Playback(() => assert.fail('nothing is held back'));
  const element = new FakeElement();
  element.fails = 'AbortError';
  await playback.play(element);
  assert.deepEqual([playback.held, element.muted], [null, false]);
});

test('an element that is gone no longer counts, also when the browser answers late', async () => {
  const { playback } = stand();
  const [gone, late] = [new FakeElement(), new FakeElement()];
  await playback.play(gone);
  playback.forget(gone);
  assert.equal(playback.held, null);
  const playing = playback.play(late);
  playback.forget(late);
  await playing;
  assert.equal(playback.held, null);
});
