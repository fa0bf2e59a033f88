import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchChromium, launchFirefox } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY } from '../helpers/tokens.ts';
import { openCall, type CallPage } from './call-page.ts';

let server: SignallingServer;
let site: StaticServer;
let chromium: Browser;
let firefox: Browser;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
  [chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()]);
});

after(async () => {
  await Promise.all([closeBrowser(chromium), closeBrowser(firefox)]);
  await site.stop();
  await server.stop();
});

/** A page that holds the script tag and the element, and nothing else. */
const embed = (room: string): string =>
  site.page(
    `/${room}.html`,
    `<!doctype html><script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}"></metered-call>`,
  );

const otherHas = (page: CallPage, device: 'microphone' | 'camera', state: string): Promise<void> =>
  page.until(
    `the other's ${device} is ${state}`,
    (kind: 'microphone' | 'camera', wanted: string) => {
      const call = window.prepared.call();
      return call?.participants.find((person) => !person.isLocal)?.[kind] === wanted;
    },
    device,
    state,
  );

/** What the other's tile shows to a person who looks at it. */
const tileShows = (page: CallPage, what: 'picture' | 'avatar', muted: boolean): Promise<void> =>
  page.until(
    `the other's tile shows ${what}, ${muted ? '' : 'not '}muted`,
    (wanted: string, silent: boolean) => {
      const call = window.prepared.call();
      const id = call?.participants.find((person) => !person.isLocal)?.id;
      const root = window.prepared
        .deep('video')
        .find((v) => v.getAttribute('data-peer') === id)
        ?.getRootNode();
      if (!(root instanceof ShadowRoot)) return false;
      const avatar = root.querySelector('.avatar')?.checkVisibility() ?? false;
      const text = root.querySelector('.marks')?.textContent ?? '';
      return avatar === (wanted === 'avatar') && text.includes('Microphone off') === silent;
    },
    what,
    muted,
  );

async function wholeCall(a: CallPage, b: CallPage): Promise<void> {
  await a.press('Join');
  await a.joined(0);
  await b.press('Join');
  await Promise.all([a.joined(1), b.joined(1)]);
  await Promise.all([a.seesAndHears(), b.seesAndHears()]);
  for (const page of [a, b]) await tileShows(page, 'picture', false);

  await a.press('Microphone');
  assert.equal(await a.pressed('Microphone'), false);
  await otherHas(b, 'microphone', 'off');
  await tileShows(b, 'picture', true);
  await a.press('Camera');
  await otherHas(b, 'camera', 'off');
  await tileShows(b, 'avatar', true);
  await a.press('Microphone');
  await a.press('Camera');
  await otherHas(b, 'microphone', 'on');
  await otherHas(b, 'camera', 'on');
  await tileShows(b, 'picture', false);
  await Promise.all([a.seesAndHears(), b.seesAndHears()]);

  await a.press('Leave');
  await b.joined(0);
  await a.capturesNothing();
  await b.press('Leave');
  await b.capturesNothing();
}

test('two people call each other in Chromium through two lines of HTML', async () => {
  const url = embed('two-in-chromium');
  await wholeCall(await openCall(chromium, url), await openCall(chromium, url));
});

test('somebody in Chromium calls somebody in Firefox', async () => {
  const url = embed('chromium-to-firefox');
  await wholeCall(await openCall(chromium, url), await openCall(firefox, url));
});

test('somebody in Firefox calls somebody in Chromium', async () => {
  const url = embed('firefox-to-chromium');
  await wholeCall(await openCall(firefox, url), await openCall(chromium, url));
});

test('the demo page joins at once when asked to', async () => {
  const url = `${server.origin}/demo/?room=demo-room&autojoin`;
  const a = await openCall(chromium, url);
  await a.joined(0);
  const b = await openCall(chromium, url);
  await Promise.all([a.joined(1), b.joined(1)]);
  await Promise.all([a.seesAndHears(), b.seesAndHears()]);
  await b.press('Leave');
  await b.capturesNothing();
  await a.joined(0);
});
