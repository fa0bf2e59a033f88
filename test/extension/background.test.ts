import { extension } from './helpers/without-browser.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import { Badges } from '../../extension/background/badge.ts';
import { presencesIn } from '../../extension/background/presences.ts';
import { RECORDED } from './helpers/recorded-call.ts';

const PAGE = '0'.repeat(32);
/** Everything that was promised by now has come about. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

describe('who is in the frames of a tab', () => {
  it('is told from who is late, and from who is not there', async () => {
    const asked: unknown[] = [];
    extension.tabs.sendMessage = (_, message, { frameId }) => {
      asked.push(message);
      if (frameId === 1) return Promise.reject(new Error('Receiving end does not exist.'));
      if (frameId === 2) return new Promise(() => undefined);
      return Promise.resolve(frameId === 0 ? { page: PAGE, depth: 0 } : undefined);
    };
    const asking = presencesIn(7, [0, 1, 2, 3], false);
    await settle();
    mock.timers.tick(10_000);
    const { answered, late } = await asking;
    assert.deepEqual([[...answered.keys()], late], [[PAGE], [2]]);
    assert.deepEqual(asked[0], { type: 'who', around: false });
  });
});

describe('the number on the icon', () => {
  it('is of what is there, goes with it, and is not made all the time', async () => {
    const shown: string[] = [];
    extension.action.setBadgeText = ({ text }) => {
      shown.push(text);
      return Promise.resolve();
    };
    let there: readonly Dump[] = [RECORDED];
    const badges = new Badges(() => Promise.resolve(there));
    void badges.changed(7);
    await settle();
    assert.deepEqual(shown, ['1']);
    there = [];
    for (let i = 0; i < 5; i += 1) void badges.changed(7);
    await settle();
    assert.equal(shown.length, 1);
    mock.timers.tick(60_000);
    await settle();
    assert.deepEqual(shown, ['1', '']);
    mock.timers.tick(60_000);
    await settle();
    void badges.changed(7);
    await settle();
    assert.deepEqual(shown, ['1', '', '']);
  });
});
