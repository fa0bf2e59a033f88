import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startCoturn } from '../helpers/coturn.ts';
import { freePort } from '../helpers/free-port.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import { openPerson, type Person } from './widget-person.ts';

const SECRET = 'the relay’s';

let server: SignallingServer;
let site: StaticServer;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
});

after(async () => {
  await site.stop();
  await server.stop();
});

const page = (path: string, body: string): string =>
  site.page(
    path,
    `<!doctype html><html lang="en"><title>Call</title><script src="/metered-call.js"></script>${body}`,
  );

/** What coturn takes for a while when it shares a secret with whoever gives it out. */
function relayServer(port: number): Record<string, string> {
  const username = String(Math.floor(Date.now() / 1000) + 600);
  const credential = createHmac('sha1', SECRET).update(username).digest('base64');
  return { urls: `turn:127.0.0.1:${port}?transport=udp`, username, credential };
}

/** Waits until the banner has counted the seconds before one attempt down. */
const countsDown = (person: Person): Promise<void> =>
  person.until('the banner of the server counts down', () => {
    const state = window as unknown as { seen?: Record<string, number[]> };
    const seen = (state.seen ??= {});
    const [banner] = window.prepared.deep('metered-call-banner[data-layer=server]');
    const words = /^Connection to the call server lost\. Attempt (\d+), next try in (\d+) s\.$/;
    const [, attempt, seconds] =
      words.exec(banner?.shadowRoot?.querySelector('p')?.textContent.trim() ?? '') ?? [];
    if (attempt === undefined) return false;
    const before = (seen[attempt] ??= []);
    if (before.at(-1) !== Number(seconds)) before.push(Number(seconds));
    return before.length > 1 && before.every((n, i) => i === 0 || n === (before[i - 1] ?? 0) - 1);
  });

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name);
    });
    after(() => closeBrowser(browser));

    test('while the server is away the banner says so, counts the attempts, and the seconds down', async () => {
      const own = await startServer();
      const person = await openPerson(
        browser,
        page(
          `/away-${name}.html`,
          `<metered-call room="away" api-key="${DEMO_KEY}" server="${own.wsOrigin}" autojoin></metered-call>`,
        ),
      );
      await person.joined(0);
      await own.kill();
      await countsDown(person);
      assert.deepEqual(await person.axe(), []);
      assert.equal(
        await person.page.evaluate(() => window.prepared.deep('[data-layer=media]').length),
        0,
        'there is no media path to lose',
      );
      await person.page.close();
    });

    test('while the path to somebody is lost the banner names them and counts to nine', async () => {
      const port = await freePort();
      const coturn = await startCoturn({ secret: SECRET, port, addresses: ['127.0.0.1'] });
      const room = `path-${name}`;
      const open = async (who: string): Promise<Person> => {
        const url = page(
          `/${room}-${who}.html`,
          `<script>
const Plain = RTCPeerConnection;
const relayed = (c) => ({ ...c, iceTransportPolicy: 'relay' });
window.RTCPeerConnection = class extends Plain {
  constructor(c) { super(relayed(c)); }
  setConfiguration(c) { super.setConfiguration(relayed(c)); }
};</script><metered-call room="${room}" display-name="${who}" server="${server.wsOrigin}" lobby="off"></metered-call>`,
        );
        const token = await mintToken({
          sub: `${room}-${who}`,
          metadata: { iceServers: [relayServer(port)] },
        });
        const person = await openPerson(browser, url);
        await person.page.evaluate(async (jwt: string) => {
          const call = window.prepared.call();
          if (call) call.tokenProvider = () => Promise.resolve(jwt);
          await call?.join();
        }, token);
        return person;
      };
      const ana = await open('Ana');
      const bo = await open('Bo');
      await Promise.all([ana.joined(1), bo.joined(1)]);
      await ana.seesAndHears();
      await coturn.stop();
      await ana.until(
        'the path is lost',
        () => window.prepared.call()?.participants[1]?.state === 'reconnecting',
      );
      // What a network says on its return: the search begins at once, not when the browser gives up by itself.
      await ana.page.evaluate(() => dispatchEvent(new Event('online')));
      await ana.until('the banner says whose path is looked for', () => {
        const [banner] = window.prepared.deep('metered-call-banner[data-layer=media]');
        const text = banner?.shadowRoot?.querySelector('p')?.textContent ?? '';
        return /^The media path to Bo is lost\. Attempt [1-9] of 9(, next try in \d s\.| is being made…)$/.test(
          text.trim(),
        );
      });
      assert.equal(
        await ana.page.evaluate(() => window.prepared.deep('[data-layer=server]').length),
        0,
        'the server is there all the while',
      );
      assert.deepEqual(await ana.axe(), []);
      await bo.page.close();
      await ana.page.close();
    });
  });
}
