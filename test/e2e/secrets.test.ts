import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { transform } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import type * as Engine from '../../core/index.ts';
import { closeBrowser, launchChromium, launchFirefox } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';

const PATIENCE = { polling: 100, timeout: 45_000 };
const ROOM = 'nothing-to-hide';
const TURN_CREDENTIAL = 'turn-credential-that-nobody-may-see';
// Nobody listens on the discard port: the engine only has to carry the credential, and the browser to fail with it.
const ICE_SERVERS = [
  { urls: 'turn:127.0.0.1:9?transport=udp', username: 'turn-user', credential: TURN_CREDENTIAL },
];

let server: SignallingServer;
let site: StaticServer;
let chromium: Browser;
let firefox: Browser;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/page/': 'test/e2e/page', '/': 'dist' });
  site.page(
    '/talk',
    '<!doctype html><title>talk</title><script type="module" src="/page/talkative.ts"></script>',
  );
  site.page(
    '/element',
    '<!doctype html><title>element</title><script src="/metered-call.js"></script><metered-call lobby="off"></metered-call>',
  );
  [chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()]);
});

after(async () => {
  await Promise.all([closeBrowser(chromium), closeBrowser(firefox)]);
  await site.stop();
  await server.stop();
});

async function open(browser: Browser, path: string): Promise<Page> {
  const source = await readFile(new URL('./page/transcript.ts', import.meta.url), 'utf8');
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(
    (await transform(source, { loader: 'ts', format: 'iife', target: 'es2022' })).code,
  );
  await page.goto(site.origin + path);
  return page;
}

const tokenFor = (sub: string): Promise<string> =>
  mintToken({ sub, metadata: { iceServers: ICE_SERVERS }, peerMetadata: { displayName: sub } });

async function openTalk(browser: Browser, token: string): Promise<Page> {
  const page = await open(browser, '/talk');
  await page.waitForFunction(() => 'talkative' in window, PATIENCE);
  const options = { url: server.wsOrigin, room: ROOM, token, key: DEMO_KEY };
  await page.evaluate((given) => window.talkative.start(given), options);
  return page;
}

async function openElement(browser: Browser, token: string): Promise<Page> {
  const page = await open(browser, '/element');
  await page.evaluate(
    (given, room, url) => {
      const element = document.querySelector('metered-call');
      if (!element) throw new Error('there is no element');
      element.room = room;
      element.server = url;
      element.tokenProvider = () => Promise.resolve(given);
      element.logger = (window as unknown as { MeteredCall: typeof Engine }).MeteredCall.ConsoleLogger;
      for (const type of [
        'call-joined',
        'call-error',
        'call-state-change',
        'call-diagnosis',
        'participant-joined',
      ])
        element.addEventListener(type, (ev) => window.transcript.record(type, (ev as CustomEvent).detail));
      return element.join();
    },
    token,
    ROOM,
    server.wsOrigin,
  );
  return page;
}

interface Secret {
  readonly what: string;
  readonly pattern: RegExp;
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function secretsOf(tokens: readonly string[], descriptions: readonly string[]): Secret[] {
  const found = new Map<string, string>();
  for (const token of tokens) {
    const [, payload = '', signature = ''] = token.split('.');
    found.set(literally(payload), 'a token');
    found.set(literally(signature), "a token's signature");
  }
  found.set(literally(TURN_CREDENTIAL), 'the TURN credential');
  found.set(literally(DEMO_KEY), 'the key');
  found.set('sk_secret_demo', 'the secret key');
  for (const [, name, value = ''] of descriptions.join('\n').matchAll(/a=ice-(pwd|ufrag):(\S+)/g)) {
    // A fragment of four letters is also part of many an id: it counts where it is called by its name.
    const short = value.length < 8;
    const text = literally(value);
    found.set(short ? `ufrag\\W{0,4}${text}(?!\\w)` : text, `an ICE ${name}`);
  }
  return [...found].map(([pattern, what]) => ({ what, pattern: new RegExp(pattern) }));
}

/** Each line that holds a secret, shortened, with what it gives away. */
function leaks(lines: readonly string[], secrets: readonly Secret[]): string[] {
  return lines.flatMap((line) =>
    secrets
      .filter(({ pattern }) => pattern.test(line))
      .map(({ what, pattern }) => {
        const at = Math.max(0, line.search(pattern) - 120);
        return `${what}: ${line.slice(0, 60)} … ${line.slice(at, at + 300)}`;
      }),
  );
}

test('a whole call, with all its errors, gives away no token, key, ICE password or credential', async () => {
  const tokens = await Promise.all(['ann', 'bob', 'eve'].map(tokenFor));
  const [a = '', b = '', c = ''] = tokens;
  const pages = [
    await openTalk(chromium, a),
    await openTalk(firefox, b),
    await openElement(chromium, c),
  ] as const;
  const [ann, bob, element] = pages;
  for (const page of [ann, bob])
    await page.waitForFunction(() => window.talkative.connected() === 2, PATIENCE);

  for (const page of [ann, bob]) await page.evaluate(() => window.talkative.provoke());
  for (const page of [ann, bob]) await page.evaluate(() => window.talkative.reconnect());
  await element.evaluate(async () => {
    const call = document.querySelector('metered-call');
    window.transcript.record('the element', [call, call?.peer, call?.participants, call?.findings]);
    window.transcript.record('the page', window.transcript.dom());
    await call?.leave();
  });
  for (const page of [ann, bob]) await page.evaluate(() => window.talkative.leave());

  const seen = await Promise.all(
    pages.map((page) =>
      page.evaluate(() => ({
        lines: [...window.transcript.lines, window.transcript.dom()],
        descriptions: window.transcript.descriptions,
      })),
    ),
  );
  const lines = seen.flatMap((page) => page.lines);
  const secrets = secretsOf(
    tokens,
    seen.flatMap((page) => page.descriptions),
  );

  // It was a call, it was talkative, and everything that was to go wrong did.
  assert.ok(secrets.length >= 20, `${secrets.length} literals`);
  assert.deepEqual(
    lines.filter((line) => line.includes('did not fail')),
    [],
  );
  for (const expected of [
    'TokenProviderError',
    'SignallingConnectError',
    'MeteredPeerOversizedError',
    'peer_not_found',
    'negotiation-error',
    'a listener threw',
    'reconnecting',
    'stream-added',
    'client connected',
    'participant-joined',
  ]) {
    assert.ok(
      lines.some((line) => line.includes(expected)),
      `${expected} is not in the transcript`,
    );
  }
  const planted = [`x ${a} y`, `credential ${TURN_CREDENTIAL}`];
  assert.equal(leaks(planted, secrets).length, 3, 'the search finds what is there');
  console.log(`${lines.length} lines, ${lines.join('').length} characters, ${secrets.length} literals`);

  assert.deepEqual([...new Set(leaks(lines, secrets))], []);
});
