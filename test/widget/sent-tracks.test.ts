import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SentTracks } from '../../widget/sent-tracks.ts';
import { FakeTrack } from './fake-devices.ts';
import { FakePeer } from './fake-peer.ts';

const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const track = (id: string): MediaStreamTrack => new FakeTrack('video', id) as unknown as MediaStreamTrack;
const stream = {} as MediaStream;

/** As the engine does: what is sent changes when the browser has replaced, and an unknown track is none of its business. */
class SlowPeer extends FakePeer {
  readonly waiting: { readonly done: () => void; readonly failed: () => void }[] = [];

  override async replaceTrack(old: MediaStreamTrack, next: MediaStreamTrack): Promise<void> {
    if (!this.tracks.has(old)) return;
    await new Promise<void>((resolve, reject) => this.waiting.push({ done: resolve, failed: reject }));
    if (this.tracks.delete(old)) this.tracks.add(next);
  }

  get ids(): (string | undefined)[] {
    return [...this.tracks].map((one) => one.getSettings().deviceId);
  }
}

function stand() {
  const peer = new SlowPeer({ apiKey: 'pk_live_x' });
  const sent = new SentTracks();
  sent.attach(peer.asPeer());
  const [first, second, third] = ['first', 'second', 'third'].map(track) as [
    MediaStreamTrack,
    MediaStreamTrack,
    MediaStreamTrack,
  ];
  sent.add(first, stream, {});
  const replace = (before: MediaStreamTrack, after: MediaStreamTrack): void =>
    sent.replace(before, after, stream, {});
  const done = async (): Promise<void> => {
    peer.waiting.shift()?.done();
    await rest();
  };
  return { peer, sent, first, second, third, replace, done };
}

test('of two replacements in a row the last one is sent', async () => {
  const { peer, first, second, third, replace, done } = stand();
  replace(first, second);
  replace(second, third);
  await done();
  await done();
  assert.deepEqual(peer.ids, ['third']);
});

test('what is turned off while it is replaced is not sent', async () => {
  const { peer, sent, first, second, replace, done } = stand();
  replace(first, second);
  sent.remove(second);
  await done();
  assert.deepEqual(peer.ids, []);
});

test('what cannot be replaced is sent anew, and so is what nobody answers for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { peer, first, second, third, replace } = stand();
  replace(first, second);
  peer.waiting.shift()?.failed();
  await rest();
  assert.deepEqual(peer.ids, ['second']);
  replace(second, third);
  t.mock.timers.tick(5_000);
  await rest();
  assert.deepEqual(peer.ids, ['third']);
});

test('a replacement that ends after its call does nothing to the next one', async () => {
  const { peer, sent, first, second, third, replace } = stand();
  replace(first, second);
  const next = new SlowPeer({ apiKey: 'pk_live_x' });
  sent.attach(null);
  sent.attach(next.asPeer());
  sent.add(third, stream, {});
  peer.waiting.shift()?.failed();
  await rest();
  assert.deepEqual([next.ids, peer.ids], [['third'], ['first']]);
});
