import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import type { ProbeResult } from '../../core/recorder/trace.ts';
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startCoturn, type Coturn } from '../helpers/coturn.ts';
import { freePort } from '../helpers/free-port.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';

declare global {
  interface Window {
    probeTurn(servers: readonly RTCIceServer[]): Promise<ProbeResult[]>;
  }
}

const SECRET = 'shared with the relay';

let coturn: Coturn;
let site: StaticServer;
let browser: Browser;
let page: Page;
let url: string;
let dead: string;

/** Time-limited credentials as coturn checks them (`use-auth-secret`). */
function credentials(secret: string, lifetimeS = 3_600): { username: string; credential: string } {
  const username = `${Math.floor(Date.now() / 1_000) + lifetimeS}:probe`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

before(async () => {
  const [port, deadPort] = [await freePort(), await freePort()];
  url = `turn:127.0.0.1:${port}?transport=tcp`;
  dead = `turn:127.0.0.1:${deadPort}?transport=tcp`;
  const { outputFiles } = await build({
    stdin: {
      contents:
        "import { probeTurn } from './core/recorder/probes/turn-probe.ts'; window.probeTurn = probeTurn;",
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  [coturn, site, browser] = await Promise.all([
    startCoturn({ secret: SECRET, port, addresses: ['127.0.0.1'] }),
    startStatic({}),
    launchChromium(),
  ]);
  site.page('/probe.js', outputFiles[0]?.text ?? '');
  page = await browser.newPage();
  await page.goto(
    site.page('/probe.html', '<!doctype html><title>probe</title><script src="/probe.js"></script>'),
  );
});

after(async () => {
  await closeBrowser(browser);
  await site?.stop();
  await coturn?.stop();
});

const probe = async (...servers: RTCIceServer[]): Promise<ProbeResult[]> =>
  page.evaluate((given) => window.probeTurn(given), servers);

// Firefox finds no way through a relay on the loopback address, so that nothing of it could be told from a fault.
describe('the test of TURN servers, in Chromium against coturn', () => {
  it('sends through a server that takes the credentials, over TCP and over UDP', async () => {
    const results = await probe({
      urls: [url, url.replace('tcp', 'udp'), 'stun:127.0.0.1:9'],
      ...credentials(SECRET),
    });
    assert.deepEqual(
      results.map(({ ok, target, error }) => ({ ok, target, error })),
      [url, url.replace('tcp', 'udp')].map((target) => ({ ok: true, target, error: undefined })),
    );
  });

  it('tells the server’s own refusal of a wrong password and of one that has expired, and neither of them', async () => {
    const [wrong, old] = [credentials('another secret'), credentials(SECRET, -60)];
    const results = await probe({ urls: url, ...wrong }, { urls: url, ...old });
    assert.deepEqual(
      results.map(({ ok, error }) => [ok, error?.name, error?.code]),
      [
        [false, 'TurnError', '401'],
        [false, 'TurnError', '401'],
      ],
      JSON.stringify(results),
    );
    for (const { credential } of [wrong, old]) assert.ok(!JSON.stringify(results).includes(credential));
  });

  it('tells that nothing listens at a port', async () => {
    const [result] = await probe({ urls: dead, ...credentials(SECRET) });
    assert.deepEqual(
      [result?.ok, result?.error?.name, result?.error?.code],
      [false, 'TurnError', '701'],
      JSON.stringify(result),
    );
  });
});
