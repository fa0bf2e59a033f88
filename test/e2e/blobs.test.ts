import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type { MeteredPeer } from '../../core/peer/metered-peer.ts';
import { closeBrowser, launchChromium, launchFirefox } from '../helpers/browsers.ts';
import { startServer } from '../helpers/server.ts';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic } from '../helpers/static.ts';
import type { StaticServer } from '../helpers/static.ts';
import { DEMO_KEY } from '../helpers/tokens.ts';

declare global {
  interface Window {
    /** The peer under test, with what it has received: sender, name, size, SHA-256. */
    party: {
      peer: MeteredPeer;
      got: string[];
      failed: string[];
      /** The sender's name, as it was known when its blob was whole. */
      nameAtEnd: string | undefined;
      /** Sends so many bytes, and another name in the middle of them. */
      sendNaming(to: string, size: number): Promise<unknown>;
    };
  }
}

const SIZE = 25_000_000;

let server: SignallingServer;
let site: StaticServer;
let chromium: Browser;
let firefox: Browser;
before(async () => {
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
  site.page(
    '/blobs',
    `<!doctype html><title>blobs</title><script type="module">
      import { MeteredPeer } from '/core/index.js';
      const peer = new MeteredPeer({ apiKey: '${DEMO_KEY}', url: '${server.wsOrigin}' });
      const got = [], failed = [];
      peer.on('blob-offered', ({ offer }) => offer.accept());
      peer.on('blob-failed', ({ err }) => failed.push(err.code));
      peer.on('blob', async ({ blob, name, senderPeerId }) => {
        window.party.nameAtEnd = peer.remotePeers.find(({ id }) => id === senderPeerId).hello.displayName;
        const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
        got.push([senderPeerId, name, blob.size, new Uint8Array(hash).join('')].join(' '));
      });
      await peer.join('blobs');
      const sendNaming = (to, size) => peer.sendBlob(to, new Blob([new Uint8Array(size)]), {
        onProgress: ({ sent, total }) => sent < total / 2 && peer.setDisplayName('Said in the middle'),
      });
      window.party = { peer, got, failed, nameAtEnd: undefined, sendNaming };
    </script>`,
  );
  [chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()]);
});
after(async () => {
  await Promise.all([closeBrowser(chromium), closeBrowser(firefox)]);
  await Promise.all([server.stop(), site.stop()]);
});

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/blobs`);
  await page.waitForFunction('window.party', { polling: 20 });
  return page;
}

/** Sends so many bytes from the page to `to`; what it said of the outcome, and the SHA-256 of what it sent. */
function send(page: Page, to: string, size: number): Promise<{ hash: string; outcome: string }> {
  return page.evaluate(
    async (target, length) => {
      const bytes = Uint8Array.from({ length }, (_none, at) => (at * 31 + (at >> 8) * 17) & 255);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).join('');
      const outcome = await window.party.peer.sendBlob(target, new File([bytes], 'x.bin')).then(
        (ids) => `sent to ${ids.length}`,
        (err: { name: string; code: string }) => `${err.name} ${err.code}`,
      );
      return { hash, outcome };
    },
    to,
    size,
  );
}

const id = (page: Page): Promise<string> => page.evaluate(() => window.party.peer.peerId ?? '');

test('what is said in the middle of a blob does not wait for its end', async () => {
  const pages = [await open(chromium), await open(firefox)];
  const [first, second] = pages as [Page, Page];
  for (const [from, to] of [
    [first, second],
    [second, first],
  ] as const) {
    await from.waitForFunction(() => window.party.peer.remotePeers.length === 1, { polling: 20 });
    await from.evaluate((target, length) => window.party.sendNaming(target, length), await id(to), SIZE);
    await to.waitForFunction(() => window.party.got.length === 1, { polling: 20 });
    assert.equal(await to.evaluate(() => window.party.nameAtEnd), 'Said in the middle');
  }
  await Promise.all(pages.map((page) => page.close()));
});

test('a room that nothing was sent in carries a blob, from and to either browser', async () => {
  const pages = [await open(chromium), await open(firefox), await open(chromium)];
  const [first, second, third] = pages as [Page, Page, Page];
  for (const page of pages)
    await page.waitForFunction(() => window.party.peer.remotePeers.length === 2, { polling: 20 });
  const states = await first.evaluate(() => window.party.peer.remotePeers.map(({ state }) => state).join());
  assert.equal(states, 'idle,idle');

  const large = await send(first, 'all', SIZE);
  assert.equal(large.outcome, 'sent to 2');
  const small = await send(second, await id(third), 10);
  assert.equal(small.outcome, 'sent to 1');
  const expected = [
    `${await id(first)} x.bin ${SIZE} ${large.hash}`,
    `${await id(second)} x.bin 10 ${small.hash}`,
  ];
  await third.waitForFunction(() => window.party.got.length === 2, { polling: 20 });
  assert.deepEqual(await third.evaluate(() => window.party.got), expected);
  await second.waitForFunction(() => window.party.got.length === 1, { polling: 20 });
  assert.deepEqual(await second.evaluate(() => window.party.got), expected.slice(0, 1));
  assert.equal((await send(first, 'nobody', 1)).outcome, 'BlobTransferError no_peer');
  assert.equal((await send(first, await id(first), 1)).outcome, 'MeteredPeerSendError self_send');

  // The receiver's tab goes away in the middle.
  await third.evaluate(() => window.party.peer.on('blob-progress', () => void window.party.peer.close()));
  assert.equal((await send(second, await id(third), SIZE)).outcome, 'BlobTransferError link_lost');
  assert.deepEqual(await third.evaluate(() => window.party.failed), ['link_lost']);
  await Promise.all(pages.map((page) => page.close()));
});
