import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { Benches } from './benches.ts';
import { openHealthy } from './run-healthy.ts';
import { startWorld, type World } from './world.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
/** `SOAK_SECONDS=60`, as `npm run soak` sets it, looks at each kind of call for a minute. */
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 10);

const KINDS = [
  'a call',
  'a hidden tab',
  'alone in the room',
  'camera off by choice',
  'camera taken out by choice',
  'microphones off by choice',
  'sound alone',
  'a still screen',
  'a picture that is never drawn on again',
  'peers that have just joined',
  'a relay',
  'a socket that drops and comes back',
] as const;

const benches = new Benches();
let world: World;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await benches.stop();
  await world.stop();
});

describe('nothing above information is said of', { concurrency: BROWSERS.length }, () => {
  for (const browser of BROWSERS) {
    describe(browser, { concurrency: 6 }, () => {
      for (const kind of KINDS) {
        // Firefox finds no way through a relay on the loopback address.
        if (kind === 'a relay' && browser === 'firefox') continue;
        it(`${kind} (${browser})`, { timeout: SECONDS * 1_000 + 60_000 }, async () => {
          const { alarms, failure } = await openHealthy(kind, browser, { benches, world, seconds: SECONDS });
          assert.equal(failure, null);
          assert.deepEqual(alarms, []);
        });
      }
    });
  }
});
