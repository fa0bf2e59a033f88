import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { heldObjects } from '../helpers/heap.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';

const LANES = 8;
const WARM_UP = 5;
const ROUNDS = 200;

/** Of each of these, as many are held as before: the browser's classes, and the engine's. */
const CLASSES = [
  'RTCPeerConnection',
  'RTCDataChannel',
  'RTCRtpSender',
  'RTCRtpReceiver',
  'RTCRtpTransceiver',
  'WebSocket',
  'MediaStream',
  'MediaStreamTrack',
  'AbortSignal',
  'MeteredPeer',
  'RemotePeer',
  'Member',
  'PeerLink',
  'SideChannel',
  'SimplePeerTransport',
  'SignallingClient',
  'SocketSession',
] as const;

let server: SignallingServer;
let site: StaticServer;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/page/': 'test/e2e/page', '/': 'dist' });
  site.page(
    '/rounds',
    '<!doctype html><title>rounds</title><script type="module" src="/page/rounds.ts"></script>',
  );
});

after(async () => {
  await site.stop();
  await server.stop();
});

const handles = (page: Page): Promise<object> => page.evaluate(() => window.rounds.open());

/** What closes in its own time (a socket's closing handshake) is waited for, a minute at most. */
async function settles(what: string, measure: () => Promise<object>, expected: object): Promise<void> {
  const deadline = Date.now() + 60_000;
  let seen = await measure();
  while (JSON.stringify(seen) !== JSON.stringify(expected) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    seen = await measure();
  }
  assert.deepEqual(seen, expected, what);
}

for (const name of ['chromium', 'firefox'] as const satisfies readonly BrowserName[]) {
  test(`${ROUNDS} times joined and left, nothing is kept, ${name}`, async (t) => {
    const browser = await launchBrowser(name);
    t.after(() => closeBrowser(browser));
    const page = await browser.newPage();
    await page.goto(`${site.origin}/rounds`);
    await page.waitForFunction(() => 'rounds' in window, { polling: 50 });
    await page.evaluate((url, lanes) => window.rounds.settle(url, lanes), server.wsOrigin, LANES);
    await page.evaluate((count) => window.rounds.run(count), WARM_UP);
    const resting = { connections: 0, sockets: LANES, channels: 0, tracks: 0 };
    const open = async (): Promise<object> => {
      const { timers: _, ...rest } = (await handles(page)) as Record<string, number>;
      return rest;
    };
    await settles('at rest', open, resting);
    const timers = ((await handles(page)) as { timers: number }).timers;
    const objects = name === 'chromium' ? await heldObjects(page, CLASSES) : {};

    await page.evaluate((count) => window.rounds.run(count), ROUNDS / LANES);

    await settles('handles', open, resting);
    await settles(
      'timers',
      async () => ({ timers: ((await handles(page)) as { timers: number }).timers <= timers }),
      { timers: true },
    );
    if (name === 'chromium') await settles('objects', () => heldObjects(page, CLASSES), objects);
    t.diagnostic(`${timers} timers; ${JSON.stringify(objects)}`);
  });
}
