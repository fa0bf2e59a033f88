import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { DEMO_KEY, NO_SEND_KEY } from '../helpers/tokens.ts';
import { openPerson } from './widget-person.ts';

let server: SignallingServer;
let site: Server;
let origin: string;
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const pages = new Map<string, { body: string; policy: string }>();

before(async () => {
  server = await startServer();
  site = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const page = pages.get(path);
    if (page) {
      const type = TYPES[extname(path)] ?? 'text/html; charset=utf-8';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': page.policy });
      return void response.end(page.body);
    }
    void readFile(`dist${path}`).then(
      (content) => {
        response.writeHead(200, {
          'content-type': path.endsWith('.json') ? 'application/json' : 'text/javascript',
        });
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

after(async () => {
  site.closeAllConnections();
  site.close();
  await server.stop();
});

/** The policy that docs/csp.md gives: nothing inline, nothing evaluated, and one server. */
const strict = (): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src 'self' ${server.wsOrigin} ${server.origin}`,
    'media-src blob: mediastream:',
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

function serve(path: string, body: string, policy = strict()): string {
  pages.set(path, { body: `<!doctype html><html lang="en"><title>Call</title>${body}`, policy });
  return origin + path;
}

/** Scripts of the page's own, since its policy forbids inline ones. */
const WATCH = `window.violations = [];
document.addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective + ' ' + e.blockedURI));`;
const GLOBALS = `window.globals = () => new Map([window, RTCPeerConnection.prototype, RTCPeerConnection, MediaDevices.prototype,
  HTMLMediaElement.prototype, WebSocket.prototype, WebSocket].flatMap((object, at) =>
    Object.entries(Object.getOwnPropertyDescriptors(object)).map(([key, d]) => [at + ' ' + key, d.value ?? d.get])));`;

const element = (room: string, more = ''): string =>
  `<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" ${more}></metered-call>`;

async function violations(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  // The browser asks for it by itself.
  return all.filter((line) => !line.endsWith('/favicon.ico'));
}

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name);
    });
    after(() => closeBrowser(browser));

    for (const kind of ['script tag', 'modules'] as const) {
      test(`a call works under a strict policy, from ${kind}`, async () => {
        const room = `strict-${name}-${kind.replace(' ', '-')}`;
        const script =
          kind === 'modules'
            ? '<script type="module" src="/widget/index.js"></script>'
            : '<script src="/metered-call.js"></script>';
        const url = serve(`/${room}`, `<script src="/watch.js"></script>${element(room)}${script}`);
        pages.set('/watch.js', { body: WATCH, policy: '' });
        const person = await openPerson(browser, url);
        await person.press('Join');
        await person.joined(0);
        for (const panel of ['Chat', 'People', 'View', 'Devices', 'Report']) {
          await person.press(panel);
          await person.until(`${panel} is drawn`, () => {
            const [panelElement] = window.prepared.deep('metered-call-panel > *');
            return (panelElement?.shadowRoot?.childElementCount ?? 0) > 0;
          });
        }
        await person.page.evaluate(() => document.querySelector('metered-call')?.setAttribute('lang', 'de'));
        await person.find('button', 'Verlassen');
        assert.deepEqual(await violations(person.page), []);
        const look = await person.page.evaluate(() => {
          const [bar] = window.prepared.deep('metered-call-control-bar');
          const button = bar?.shadowRoot?.querySelector('button');
          return button ? getComputedStyle(button).borderRadius : '';
        });
        assert.equal(look, '999px');
        await person.page.close();
      });
    }

    test('two on one page are two calls, and one inside a closed root is one as well', async () => {
      const url = serve(
        `/several-${name}`,
        `${element(`one-${name}`, 'autojoin')}${element(`two-${name}`, 'autojoin')}<div id="host"></div>
<script src="/metered-call.js"></script>`,
      );
      const person = await openPerson(browser, url);
      await person.page.evaluate(
        (room: string, key: string, origin: string) => {
          const call = document.createElement('metered-call');
          Object.assign(call, { room, apiKey: key, server: origin, autojoin: true });
          document.querySelector('#host')?.attachShadow({ mode: 'closed' }).append(call);
        },
        `two-${name}`,
        DEMO_KEY,
        server.wsOrigin,
      );
      await person.until('each is in its room', () => {
        const registry = (
          window as unknown as Record<symbol, Set<HTMLElementTagNameMap['metered-call']> | undefined>
        )[Symbol.for('metered-call.instances')];
        const calls = [...(registry ?? [])].map(
          ({ room, participants }) => `${room.slice(0, 3)} ${participants.length}`,
        );
        return calls.sort().join() === 'one 1,two 2,two 2';
      });
      await person.page.close();
    });

    test('after a call every global of the page is what it was', async () => {
      pages.set('/globals.js', { body: GLOBALS, policy: '' });
      const url = serve(
        `/globals-${name}`,
        `<script src="/globals.js"></script><script src="/metered-call.js"></script>${element(`globals-${name}`, 'lobby="off"')}`,
      );
      const person = await openPerson(browser, url);
      const changed = await person.page.evaluate(async () => {
        const { globals } = window as unknown as { globals: () => Map<string, unknown> };
        const before = globals();
        await window.prepared.call()?.join();
        await window.prepared.call()?.leave();
        const after = globals();
        return [...new Set([...before.keys(), ...after.keys()])].filter(
          (key) => !Object.is(before.get(key), after.get(key)),
        );
      });
      assert.deepEqual(changed, []);
      await person.page.close();
    });

    test('moved it stays in the call, taken out it leaves, and put back it joins again', async () => {
      const room = `moved-${name}`;
      const person = await openPerson(
        browser,
        serve(
          `/${room}`,
          `<script src="/metered-call.js"></script><main></main>${element(room, 'autojoin')}`,
        ),
      );
      await person.joined(0);
      const other = await openPerson(
        browser,
        serve(`/${room}-2`, `<script src="/metered-call.js"></script>${element(room, 'autojoin')}`),
      );
      await Promise.all([person.joined(1), other.joined(1)]);
      const ids = (): Promise<unknown> =>
        person.page.evaluate(() => window.prepared.call()?.participants.map(({ id }) => id));
      const before = await ids();
      await person.page.bringToFront();
      await person.page.evaluate(async () => {
        const call = window.prepared.call();
        if (call) document.querySelector('main')?.append(call);
        // Longer than the task in which a removal would be noticed.
        await new Promise((done) => setTimeout(() => requestAnimationFrame(done)));
      });
      assert.deepEqual(await ids(), before);
      await person.seesAndHears();
      await person.page.evaluate(() => {
        const call = window.prepared.call();
        Object.assign(window, { kept: call });
        call?.remove();
      });
      await other.joined(0);
      await person.capturesNothing();
      await person.page.evaluate(() =>
        document.body.append((window as unknown as { kept: HTMLElement }).kept),
      );
      await Promise.all([person.joined(1), other.joined(1)]);
      await other.page.close();
      await person.page.close();
    });

    test('whoever goes to another page has left, and going back joins again', async () => {
      const room = `back-${name}`;
      const url = serve(
        `/${room}`,
        `<script src="/metered-call.js"></script>${element(room, 'autojoin')}`,
        "default-src * 'unsafe-inline'",
      );
      const person = await openPerson(browser, url);
      await person.joined(0);
      const other = await openPerson(browser, url);
      await Promise.all([person.joined(1), other.joined(1)]);
      // What the browser tells a page that it keeps, and brings back. Whether it keeps this one is its own affair:
      // Firefox never keeps one that had a connection, Chromium not where memory is short.
      const tell = (type: 'pagehide' | 'pageshow'): Promise<boolean> =>
        person.page.evaluate(
          (name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })),
          type,
        );
      await tell('pagehide');
      await other.joined(0);
      await person.capturesNothing();
      await tell('pageshow');
      await Promise.all([person.joined(1), other.joined(1)]);
      await person.page.bringToFront();
      await person.page.goto(serve(`/${room}-away`, '<p>Elsewhere</p>'));
      await other.joined(0);
      await person.page.goBack();
      await Promise.all([person.joined(1), other.joined(1)]);
      await other.page.close();
      await person.page.close();
    });

    test('what the page puts into the slots is seen at its time, and parts and properties take its style', async () => {
      const room = `slots-${name}`;
      const slots = ['header', 'lobby-intro', 'empty', 'controls-start', 'controls-end', 'ended'];
      const content = slots.map((slot) => `<span slot="${slot}">in ${slot}</span>`).join('');
      const url = serve(
        `/${room}`,
        `<link rel="stylesheet" href="/slots.css"><script src="/metered-call.js"></script>${element(
          room,
        ).replace('</metered-call>', `${content}</metered-call>`)}`,
        `${strict()}; style-src 'self'`,
      );
      pages.set('/slots.css', {
        body: 'metered-call { --metered-call-accent: rgb(1, 2, 3) } metered-call::part(button) { letter-spacing: 7px }',
        policy: '',
      });
      const person = await openPerson(browser, url);
      const seen = (): Promise<string[]> =>
        person.page.evaluate(() =>
          [...document.querySelectorAll('[slot]')]
            .filter((one) => one.checkVisibility())
            .map(({ slot }) => slot),
        );
      const look = async (button: string): Promise<string[]> =>
        (await person.find('button', button)).evaluate((one) => {
          const { backgroundColor, letterSpacing } = getComputedStyle(one);
          return [backgroundColor, letterSpacing];
        });
      assert.deepEqual(await look('Join'), ['rgb(1, 2, 3)', '7px']);
      assert.deepEqual(await seen(), ['header', 'lobby-intro']);
      await person.press('Join');
      await person.joined(0);
      await person.find('button', 'Leave');
      assert.deepEqual(await seen(), ['header', 'empty', 'controls-start', 'controls-end']);
      await person.press('Leave');
      assert.deepEqual(await look('Rejoin'), ['rgb(1, 2, 3)', '7px']);
      assert.deepEqual(await seen(), ['header', 'ended']);
      await person.page.close();
    });

    test('a key that may not send is named to the visitor and in the console', async () => {
      const url = serve(
        `/nosend-${name}`,
        `<script src="/metered-call.js"></script><metered-call room="nosend-${name}" api-key="${NO_SEND_KEY}" server="${server.wsOrigin}" autojoin></metered-call>`,
      );
      const one = await openPerson(browser, url);
      const lines: string[] = [];
      one.page.on('console', (message) => lines.push(message.text()));
      await one.joined(0);
      const other = await openPerson(browser, url);
      await other.joined(1);
      await one.page.bringToFront();
      await one.reads('Video cannot start with this key');
      assert.ok(
        lines.some((line) => line.includes('send-not-permitted')),
        lines.join('\n'),
      );
      await other.page.close();
      await one.page.close();
    });

    test('the report can be saved, and holds neither key nor name', async () => {
      const url = serve(
        `/report-${name}`,
        `<script src="/metered-call.js"></script>${element(`report-${name}`, 'autojoin display-name="Ana Lovelace"')}`,
      );
      const one = await openPerson(browser, url);
      await one.joined(0);
      const two = await openPerson(browser, url);
      await Promise.all([one.joined(1), two.joined(1)]);
      await one.page.bringToFront();
      await one.seesAndHears();
      const report = await one.page.evaluate(
        async () => (await window.prepared.call()?.exportReport())?.text() ?? '',
      );
      assert.match(report, /"connections"/, report.slice(0, 500));
      const leaked = /Ana Lovelace|pk_live|ice-pwd:(?!\[)/.exec(report);
      assert.equal(leaked, null, `at ${leaked?.index}: ${leaked?.[0]}`);
      const found = await one.page.evaluate(async () => (await window.prepared.call()?.diagnose()) ?? []);
      const errors = found.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], JSON.stringify(found, null, 1));
      await two.page.close();
      await one.page.close();
    });
  });
}
