import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startServer } from '../helpers/server.ts';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic } from '../helpers/static.ts';
import type { StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import { anchorsOf, blocks, placeOf } from './pages.ts';
import type { Block } from './pages.ts';
import { relaysOfTheReadme } from './own-server.ts';
import { breaks, practised } from './practice.ts';

const PATIENCE = 45_000;
/** Other people's libraries, shown for comparison, and what runs in Node: other tests compile and run those. */
const ELSEWHERE = /from '(simple-peer|peerjs|jose|node:[a-z]+)'/;

let server: SignallingServer;
let site: StaticServer;
let browser: Browser;
let version: string;
let hash: string;

before(async () => {
  ({ version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string });
  hash =
    (JSON.parse(await readFile('dist/sri.json', 'utf8')) as Record<string, string>)['metered-call.js'] ?? '';
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
  site.page('/token', JSON.stringify({ token: await mintToken({ sub: 'reader' }) }));
  site.page(
    '/call.html',
    `<!doctype html><script src="/metered-call.js"></script><metered-call room="framed" api-key="${DEMO_KEY}"></metered-call>`,
  );
  browser = await launchChromium();
});

after(async () => {
  await closeBrowser(browser);
  await site.stop();
  await server.stop();
});

/** The addresses, key and hash of a page, as a reader would put in their own. */
const asReader = (code: string): string =>
  code
    .replaceAll('http://localhost:8080', server.origin)
    .replaceAll('ws://localhost:8080', server.wsOrigin)
    .replaceAll(`https://cdn.jsdelivr.net/npm/metered-call@${version}/dist/`, `${server.origin}/`)
    .replaceAll('https://your-site.example', site.origin)
    .replaceAll('pk_live_…', DEMO_KEY)
    .replaceAll('sha384-…', hash);

/** Opens a page, waits until `ready`, and fails by whatever went wrong in it. */
async function open(html: string, ready: (page: Page) => Promise<unknown>): Promise<void> {
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('requestfailed', (request) => wrong.push(`${request.url()} ${request.failure()?.errorText}`));
  try {
    await page.goto(site.page('/block.html', html));
    await ready(page).catch((error: unknown) => wrong.push(String(error)));
    assert.deepEqual(wrong, []);
  } finally {
    await page.close();
  }
}

const healthy = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () => {
      const calls = [...document.querySelectorAll('metered-call')];
      const frames = [...document.querySelectorAll('iframe')];
      return (
        calls.length + frames.length > 0 &&
        calls.every(({ state }) => ['idle', 'lobby', 'joined'].includes(state))
      );
    },
    { polling: 50, timeout: PATIENCE },
  );

test('every HTML block is a page that works', async (t) => {
  const found = blocks('html');
  assert.ok(found.length >= 6);
  for (const block of found) await t.test(placeOf(block), () => open(asReader(block.code), healthy));
});

async function bundled({ code, language }: Block): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: asReader(code), loader: language as 'js' | 'ts', resolveDir: '.' },
    alias: { 'metered-call': './dist/core/index.js', 'metered-call/widget': './dist/widget/index.js' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

test('every block of script runs to its end in a page', async (t) => {
  const found = blocks('js', 'ts').filter(({ code }) => !ELSEWHERE.test(code));
  assert.ok(found.length >= 8);
  for (const block of found) {
    await t.test(placeOf(block), async () => {
      const code = `${await bundled(block)}\n;document.documentElement.dataset.ran = 'yes';`;
      const script = site.page('/block.js', code);
      const element = `<metered-call room="demo" api-key="${DEMO_KEY}" server="${server.wsOrigin}" lobby="off"></metered-call>`;
      const html = `<!doctype html><script src="/metered-call.js"></script>${element}<script type="module" src="${script}"></script>`;
      await open(html, (page) => page.waitForSelector('html[data-ran]', { timeout: PATIENCE }));
    });
  }
});

test('every fault of the practice page is found by the recorder in it', { concurrency: 4 }, async (t) => {
  const codes = await practised(browser, server.origin);
  assert.ok(codes.length >= 10);
  const anchors = anchorsOf('docs/troubleshooting.md');
  assert.deepEqual(
    codes.filter((code) => !anchors.has(code)),
    [],
  );
  // Side by side: most of the time is waiting for proof.
  await Promise.all(codes.map((code) => t.test(code, () => breaks(browser, server.origin, code))));
});

test('the server that the README sets up hands out relays that work', () => relaysOfTheReadme(browser));
