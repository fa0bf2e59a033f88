import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { Bench } from './helpers/bench.ts';
import { startBench } from './helpers/start-bench.ts';
import { servePages } from './pages.ts';

const OUT_OF_BOUNDS: Readonly<Record<BrowserName, string>> = {
  chromium: 'chrome://version/',
  firefox: 'about:support',
};

/** What the popup says of pages that are watched, in part, not yet, or not at all. */
export function statesIn(name: BrowserName): void {
  describe(`the states of a page in ${name}`, { concurrency: 1 }, () => {
    let site: StaticServer;
    let server: SignallingServer;
    let pages: ReturnType<typeof servePages>;
    let unwatched: Bench;
    let watching: Bench;
    before(async () => {
      site = await startStatic({ '/metered-call.js': 'dist/metered-call.js' });
      server = await startServer();
      pages = servePages(site);
      unwatched = await startBench(name);
      watching = await startBench(name, { watched: ['http://127.0.0.1/*'] });
    });
    after(async () => {
      await unwatched?.stop();
      await watching?.stop();
      await server?.stop();
      await site?.stop();
    });

    it('does not know of an unwatched call, and says what to do', { timeout: 60_000 }, async () => {
      await unwatched.open(pages.broken);
      const seen = await unwatched.popup(`verdict === 'unknown'`);
      assert.equal(seen.verdict, 'unknown');
      assert.equal(seen.watching, 'not-granted');
      assert.deepEqual(seen.gaps, ['not-granted']);
      assert.match(seen.text, /Watch this site/);
    });

    it('checks an unwatched page all the same', { timeout: 60_000 }, async () => {
      await unwatched.open(pages.secret);
      const seen = await unwatched.popup(`findings.includes('secret-key-in-page')`);
      assert.equal(seen.verdict, 'error');
      assert.ok(!seen.text.includes('0123456789abcdef'));
    });

    it('reads what an unwatched <metered-call> recorded of itself', { timeout: 60_000 }, async () => {
      await unwatched.open(pages.element(server.wsOrigin, 'pk_live_demo', 'fine'));
      const fine = await unwatched.popup(`verdict === 'ok'`, 30_000);
      assert.equal(fine.verdict, 'ok', JSON.stringify(fine));
      await unwatched.open(pages.element(server.wsOrigin, 'pk_live_unknown', 'refused'));
      const refused = await unwatched.popup(`findings.includes('token-invalid')`, 30_000);
      assert.equal(refused.verdict, 'error', JSON.stringify(refused));
      assert.equal(refused.watching, 'not-granted');
    });

    it('says that a page of the browser is out of bounds', { timeout: 60_000 }, async () => {
      await unwatched.open(OUT_OF_BOUNDS[name]);
      const seen = await unwatched.popup(`verdict === 'unknown'`);
      assert.equal(seen.watching, 'out-of-bounds', JSON.stringify(seen));
      assert.deepEqual(seen.gaps, ['out-of-bounds']);
    });

    it('is content with a healthy call that it saw from the start', { timeout: 60_000 }, async () => {
      await watching.open(pages.healthy);
      const seen = await watching.popup(`verdict === 'ok' && watching === 'recording'`);
      assert.deepEqual([seen.verdict, seen.watching], ['ok', 'recording'], JSON.stringify(seen));
    });

    it('says which frames it does not see', { timeout: 60_000 }, async () => {
      await watching.open(pages.framed);
      const seen = await watching.popup(`watching === 'partial'`);
      assert.deepEqual([seen.verdict, seen.watching, ...seen.gaps], ['unknown', 'partial', 'frames']);
      assert.match(seen.text, /http:\/\/localhost:\d+/);
      assert.match(seen.text, /Watch these frames too/);
    });

    it(
      'wants a reload where the page was there first, or sees only what is new',
      { timeout: 90_000 },
      async () => {
        await watching.inExtension('await chrome.scripting.unregisterContentScripts();');
        await watching.open(pages.broken);
        const early = await watching.popup(`watching === 'reload-needed'`);
        assert.deepEqual([early.verdict, early.watching], ['unknown', 'reload-needed']);
        await watching.press('Only new connections');
        const late = await watching.popup(`watching === 'recording' && gaps.includes('late')`);
        assert.deepEqual([late.verdict, late.gaps], ['unknown', ['late']], JSON.stringify(late));
        await watching.inExtension(`await chrome.runtime.sendMessage({ type: 'register' });`);
        await watching.reload();
        const seen = await watching.popup(`findings.includes('renderer-paused')`);
        assert.deepEqual([seen.verdict, seen.watching], ['error', 'recording'], JSON.stringify(seen));
      },
    );

    it('is there before the first script of every kind of frame', { timeout: 60_000 }, async () => {
      await watching.open(pages.frames);
      const early = await watching.inPage<Record<string, boolean>>(
        `while (Object.keys(window.early).length < 4) await new Promise((done) => setTimeout(done, 50));
         return { ...window.early };`,
      );
      assert.deepEqual(early, { top: true, srcdoc: true, blob: true, sandboxed: true });
    });

    it('is there where the page itself may run no script', { timeout: 60_000 }, async () => {
      await watching.open(pages.scriptless);
      const there = await watching.inPage<boolean[]>(
        `const all = [window, ...[...document.querySelectorAll('iframe:not([sandbox])')].map((f) => f.contentWindow)];
         return all.map((w) => Symbol.for('metered-call.recorder') in w);`,
      );
      assert.deepEqual(there, [true, true, true]);
      const frames = await watching.inExtension<number>(
        `const [tab] = (await chrome.tabs.query({})).filter(({ url }) => url && url.includes('/scriptless'));
         const end = Date.now() + 10000;
         for (;;) {
           const { pages } = await chrome.runtime.sendMessage({ type: 'tab', tab: tab.id, have: {} });
           const recorded = pages.filter(({ ago, dump }) => ago === 0 && dump !== '').length;
           if (recorded >= 4 || Date.now() > end) return recorded;
           await new Promise((done) => setTimeout(done, 100));
         }`,
      );
      assert.equal(frames, 4);
    });

    it('survives a page that means harm', { timeout: 60_000 }, async () => {
      await watching.open(pages.hostile);
      const seen = await watching.popup(`findings.includes('renderer-paused')`, 30_000);
      assert.deepEqual(
        [seen.verdict, seen.watching],
        ['error', 'recording'],
        JSON.stringify(seen).slice(0, 2_000),
      );
      assert.ok(!seen.findings.includes('kicked'), 'a forged finding was believed');
      const page = await watching.inPage<unknown[]>(
        `return [window.armed, window.stolen ?? false, window.hacked ?? false];`,
      );
      assert.deepEqual(page, [true, false, false]);
    });

    it(
      'never trusts a page that breaks the language, and works on the next one',
      { timeout: 90_000 },
      async () => {
        await watching.open(pages.lawless);
        const seen = await watching.popup(`watching !== ''`);
        assert.deepEqual([seen.verdict, seen.findings], ['unknown', []], JSON.stringify(seen));
        await watching.open(pages.healthy);
        const next = await watching.popup(`verdict === 'ok' && watching === 'recording'`);
        assert.equal(next.verdict, 'ok', JSON.stringify(next));
      },
    );

    // Chromium takes back only what somebody was asked for.
    it(
      'lets go of a site that is not to be watched any more',
      { timeout: 60_000, skip: name === 'chromium' },
      async () => {
        await watching.open(pages.healthy);
        await watching.popup(`watching === 'recording'`);
        const registered = await watching.inExtension<number>(
          `await chrome.permissions.remove({ origins: ['http://127.0.0.1/*'] });
         await chrome.runtime.sendMessage({ type: 'register' });
         return (await chrome.scripting.getRegisteredContentScripts()).length;`,
        );
        assert.equal(registered, 0);
        const left = await watching.inPage<boolean>(
          `const end = Date.now() + 10000;
         while (Symbol.for('metered-call.recorder') in window && Date.now() < end)
           await new Promise((done) => setTimeout(done, 50));
         return Symbol.for('metered-call.recorder') in window;`,
        );
        assert.equal(left, false);
        await watching.grant('http://127.0.0.1/*');
      },
    );

    it('takes a saved recording back and finds the same', { timeout: 90_000 }, async () => {
      await watching.open(pages.broken);
      await watching.popup(`findings.includes('renderer-paused')`);
      const result = await watching.inExtension<Record<string, unknown>>(ROUND_TRIP);
      assert.equal(result['source'], 'file', JSON.stringify(result));
      assert.ok((result['findings'] as string[]).includes('renderer-paused'), JSON.stringify(result));
      assert.equal(result['secrets'], false);
    });
  });
}

/** In a page of the extension: saves what the background holds as the popup does, and opens it in the panel. */
const ROUND_TRIP = `
  const [tab] = (await chrome.tabs.query({})).filter(({ url }) => url && url.includes('/broken'));
  const frame = window.open('panel.html?tab=' + tab.id);
  const until = async (condition) => {
    const end = Date.now() + 20000;
    while (!condition()) {
      if (Date.now() > end) throw new Error('nothing came: ' + frame.document.body?.innerText);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const button = (text) => [...frame.document.querySelectorAll('button')].find((b) => b.textContent.trim() === text);
  await until(() => frame.document?.querySelector('[data-finding]') && button('Save recording'));
  let saved;
  const make = frame.URL.createObjectURL;
  frame.URL.createObjectURL = (blob) => { saved = blob; return make.call(frame.URL, blob); };
  frame.HTMLAnchorElement.prototype.click = () => {};
  button('Save recording').click();
  await until(() => saved);
  const text = await saved.text();
  const files = new frame.DataTransfer();
  files.items.add(new frame.File([text], 'saved.json', { type: 'application/json' }));
  const input = frame.document.querySelector('input[type=file]');
  input.files = files.files;
  input.dispatchEvent(new frame.Event('change', { bubbles: true }));
  await until(() => frame.document.querySelector('[data-source=file]'));
  const result = {
    source: frame.document.querySelector('main').dataset.source,
    findings: [...frame.document.querySelectorAll('[data-finding]')].map((e) => e.dataset.finding),
    secrets: /a=ice-pwd:(?!\\[removed\\])/.test(text),
  };
  frame.close();
  return result;
`;
