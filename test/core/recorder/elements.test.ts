import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Elements } from '../../../core/recorder/elements.ts';
import type { Natives, PageWindow } from '../../../core/recorder/natives.ts';
import { Scope } from '../../../core/recorder/scope.ts';
import { Tracks } from '../../../core/recorder/tracks.ts';

class Stream {
  readonly id = 'stream';
  readonly active = false;
  readonly getTracks = (): object[] => [];
}

/** An element as far as a look at it goes; no browser lets a page say when its memory is cleared. */
const elementWith = (stream: Stream): HTMLMediaElement =>
  ({ tagName: 'VIDEO', srcObject: stream, isConnected: true, paused: false }) as unknown as HTMLMediaElement;

describe('an element that is let go between two looks', () => {
  it('is not said to stand in the page any more', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let now = 0;
    const natives = {
      now: () => (now += 1),
      rectOf: () => ({ width: 160, height: 120, top: 0, left: 0, right: 160, bottom: 120 }),
      isVisible: () => true,
    } as unknown as Natives;
    const window = { MediaStream: Stream, innerWidth: 800, innerHeight: 600, document: { hidden: false } };
    const scope = new Scope(window as unknown as PageWindow, natives);
    const elements = new Elements(scope, new Tracks(scope));
    const gone = ((): WeakRef<object> => {
      const element = elementWith(new Stream());
      elements.watch(element);
      elements.observe(false);
      return new WeakRef(element);
    })();
    const seen = (): boolean[] =>
      (elements.snapshot()[0]?.log ?? []).flatMap((event) =>
        event.type === 'observed' ? [event.connected] : [],
      );
    assert.deepEqual(seen(), [true]);
    // A reference lives until the end of the task that asked for it.
    await turn();
    collect();
    assert.equal(gone.deref(), undefined);
    elements.observe(false);
    assert.deepEqual(seen(), [true, false]);
    elements.observe(false);
    assert.deepEqual(seen(), [true, false]);
  });
});
