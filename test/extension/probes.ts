import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startCoturn, type Coturn } from '../helpers/coturn.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';

const SECRET = 'shared with the relay';
const WRONG = 'c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWU=';

/** In the panel: presses the button of a test, and waits for what comes of it. */
const TEST = `
  const row = () => panel.document.querySelector('[data-probe="' + args[0] + '"]');
  const end = Date.now() + 30000;
  while (!row()) { if (Date.now() > end) return ['no such test', panel.document.body.innerText]; await new Promise((done) => setTimeout(done, 50)); }
  const button = row().querySelector('button');
  const label = button.getAttribute('aria-label');
  button.click();
  while (row().dataset.state === 'open' && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  return [row().dataset.state, row().querySelector('.result').textContent, label];`;

/** Everything that the extension holds of a tab, as text. */
const HELD = `return JSON.stringify(await chrome.runtime.sendMessage({ type: 'tab', tab: args[0], have: {} }));`;

/** Tests that a person asks for, in pages that are watched. */
export function probes(
  name: BrowserName,
  bench: () => Bench,
  pages: () => Pages,
  server: () => string,
): void {
  describe('tests in the page', { concurrency: 1 }, () => {
    let coturn: Coturn;
    let relay: string;
    let dead: string;
    before(async () => {
      const [port, deadPort] = [await freePort(), await freePort()];
      relay = `turn:127.0.0.1:${port}?transport=tcp`;
      dead = `turn:127.0.0.1:${deadPort}?transport=tcp`;
      coturn = await startCoturn({ secret: SECRET, port, addresses: ['127.0.0.1'] });
    });
    after(() => coturn?.stop());

    it('reach what the line names and nothing else, and tell no password', LIMIT, async () => {
      const username = `${Math.floor(Date.now() / 1_000) + 3_600}:tested`;
      const credential = createHmac('sha1', SECRET).update(username).digest('base64');
      const url = pages().tested(
        [
          { urls: relay, username, credential },
          { urls: dead, username: 'u', credential: WRONG },
        ],
        server(),
      );
      await onPage(bench(), url, async (page) => {
        const tab = await page.tab();
        await page.withPanel(async (panel) => {
          await panel.until(`/Connections 2/.test(text)`, 30_000);
          await panel.run(`panel.document.getElementById('tab-tests').click();`);
          const test = (target: string): Promise<string[]> => panel.run<string[]>(TEST, target);
          for (const target of ['camera', 'microphone', server()]) {
            const [state, text, label] = await test(target);
            assert.equal(state, 'ok', `${target}: ${text}`);
            assert.match(text ?? '', /^works \(\d+ ms\)$/);
            if (target === server()) assert.equal(label, `Test: Call server ${target}`);
          }
          const [autoplay] = await test('audio');
          assert.ok(autoplay === 'ok' || autoplay === 'bad', autoplay);
          const [refused, why] = await test(dead);
          assert.equal(refused, 'bad', why);
          assert.match(why ?? '', /^does not work: \w+/);
          // Firefox finds no way through a relay on the loopback address.
          const [through, how] = await test(relay);
          if (name === 'chromium') assert.equal(through, 'ok', how);
          else assert.ok(through === 'ok' || through === 'bad', how);
          // What a test opens is no part of the page's own call.
          const seen = await panel.until(`/Connections 2/.test(text)`);
          assert.match(seen.text, /Connections 2\b/);
          assert.deepEqual(
            seen.findings.filter((code) => /turn|token|signalling/.test(code)),
            [],
          );
        });
        const held = await bench().inExtension<string>(HELD, tab);
        for (const secret of [credential, WRONG, username])
          assert.ok(!held.includes(secret), 'a credential is in the extension');
        assert.ok(held.includes('signalling'), 'the results are kept');
      });
    });

    it('do not reach what the page has not used', LIMIT, async () => {
      await onPage(bench(), `${pages().healthy}?untested`, async (page) => {
        await page.popup(`watching === 'recording'`);
        const tab = await page.tab();
        const results = await bench().inExtension<(string | boolean)[][]>(
          `const held = async () => (await chrome.runtime.sendMessage({ type: 'tab', tab: args[0], have: {} })).pages
             .find(({ ago, frame }) => ago === 0 && frame === 0);
           const { page } = await held();
           const ask = (probe) => chrome.runtime.sendMessage({ type: 'probe', tab: args[0], page, probe });
           await ask({ probe: 'turn', target: 'turn:127.0.0.1:9?transport=tcp' });
           await ask({ probe: 'signalling', target: 'ws://127.0.0.1:9' });
           for (const bad of [null, 'turn', { probe: '__proto__', target: '' }, { probe: 'signalling', target: 'file:///etc' }]) await ask(bad);
           const end = Date.now() + 20000;
           for (;;) {
             const { dump } = await held();
             const { probes } = JSON.parse(dump).trace;
             if (probes.length >= 2 || Date.now() > end) return probes.map(({ probe, ok, error }) => [probe, ok, error?.name]);
             await new Promise((done) => setTimeout(done, 100));
           }`,
          tab,
        );
        assert.deepEqual(results.sort(), [
          ['signalling', false, 'NotFoundError'],
          ['turn', false, 'NotFoundError'],
        ]);
      });
    });

    it('are a press away in the popup', LIMIT, async () => {
      await onPage(bench(), pages().healthy, (page) =>
        page.withPopup(async (popup) => {
          await popup.until(`watching === 'recording'`);
          await popup.press('Test');
          const seen = await popup.until(`/works \\(\\d+ ms\\)/.test(text)`, 30_000);
          assert.match(seen.text, /Camera\s+works \(\d+ ms\)\s+Test/);
        }),
      );
    });
  });
}
