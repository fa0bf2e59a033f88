import './helpers/without-browser.ts';
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import { InspectedFeed } from '../../extension/faces/inspected-feed.ts';
import { HOOK } from '../../extension/hops/inspected-window.ts';
import { lasting, partOf, timesOf } from './helpers/recorded-call.ts';

const CALL = lasting(90);
const id = (number: number): string => String(number).padStart(32, '0');

test('the developer tools read what they lack, of each document by its own name', async () => {
  mock.timers.enable({ apis: ['Date'], now: CALL.trace.startedAt });
  try {
    const asked: number[][] = [];
    /** A frame with a hook, which has the samples of a call up to some moment. */
    const frame = (number: number, held: () => number): object => ({
      length: 0,
      [Symbol.for(HOOK)]: Object.assign(
        (samples: number) => {
          asked.push([number, samples]);
          const until = held();
          return writeOwn(partOf(CALL, Math.max(0, until - samples), until));
        },
        { id: id(number) },
      ),
    });
    let held = 3;
    let frames = [1, 2].map((number) => frame(number, () => held));
    const feed = new InspectedFeed({
      eval: (code: string) => {
        const window: Record<string, unknown> = { ...frames, length: frames.length };
        window['window'] = window;
        return Promise.resolve(JSON.parse(JSON.stringify(runInNewContext(code, { window }))) as unknown);
      },
    } as unknown as ConstructorParameters<typeof InspectedFeed>[0]);
    const shown = (): [string, number][] => feed.pages.map(({ page, dump }) => [page, timesOf(dump).length]);
    await feed.refresh();
    assert.deepEqual(shown(), [
      [id(1), 3],
      [id(2), 3],
    ]);
    // Nobody looked for a while, and one frame went and another came meanwhile.
    const { length } = timesOf(CALL);
    mock.timers.tick((length - 3) * 1_000);
    held = length;
    frames = [2, 3].map((number) => frame(number, () => held));
    asked.length = 0;
    await feed.refresh();
    assert.deepEqual(shown(), [
      [id(2), length],
      [id(3), length],
    ]);
    const [[, known = 0] = [], [, unknown = 0] = []] = asked;
    assert.ok(known < length + 10 && unknown > 3_000, asked.join(' '));

    feed.forget();
    mock.timers.tick(1_000);
    await feed.refresh();
    assert.deepEqual(shown(), [], 'what was forgotten is read again');
  } finally {
    mock.timers.reset();
  }
});
