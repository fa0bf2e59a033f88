import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { badgeOf, LIMIT, onPage, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';

/** What changes which sites are watched: nothing else may run in the browser meanwhile. */
export function permission(name: BrowserName, bench: () => Bench, pages: () => Pages): void {
  it('wants a reload where the page was there first, or sees only what is new', LIMIT, async () => {
    await bench().inExtension('await chrome.scripting.unregisterContentScripts();');
    await onPage(bench(), pages().broken, async (page) => {
      await page.withPopup(async (popup) => {
        const early = await popup.until(`watching === 'reload-needed'`);
        assert.deepEqual([early.verdict, early.watching], ['unknown', 'reload-needed']);
        await popup.press('Only new connections');
        const late = await popup.until(`watching === 'recording' && gaps.includes('late')`);
        assert.deepEqual([late.verdict, late.gaps], ['unknown', ['late']], JSON.stringify(late));
      });
      await bench().inExtension(`await chrome.runtime.sendMessage({ type: 'register' });`);
      await page.reload();
      const seen = await page.popup(`findings.includes('renderer-paused')`);
      assert.deepEqual([seen.verdict, seen.watching], ['error', 'recording'], JSON.stringify(seen));
    });
  });

  it('comes back to a page that it has let go of', LIMIT, async () => {
    await onPage(bench(), `${pages().healthy}?stopped`, async (page) => {
      await page.popup(`verdict === 'ok'`);
      const tab = await page.tab();
      await bench().inExtension(
        `const { pages } = await chrome.runtime.sendMessage({ type: 'tab', tab: args[0], have: {} });
         const { page } = pages.find(({ ago, frame }) => ago === 0 && frame === 0);
         await chrome.tabs.sendMessage(args[0], { type: 'stop', page }).catch(() => undefined);`,
        tab,
      );
      assert.equal(await page.run<boolean>(RECORDER_GONE), true);
      await page.withPopup(async (popup) => {
        const stopped = await popup.until(`watching === 'reload-needed'`);
        assert.deepEqual(
          [stopped.watching, stopped.verdict],
          ['reload-needed', 'unknown'],
          JSON.stringify(stopped),
        );
        await popup.press('Only new connections');
        const again = await popup.until(`watching === 'recording' && gaps.includes('late')`);
        assert.deepEqual([again.watching, again.verdict], ['recording', 'unknown'], JSON.stringify(again));
      });
    });
  });

  // Chromium takes back only what somebody was asked for.
  describe('where a site is given back', { skip: name === 'chromium' }, () => {
    it('lets go of it, and can watch it again', LIMIT, async () => {
      await onPage(bench(), `${pages().broken}?given`, async (page) => {
        const tab = await page.tab();
        await page.withPopup(async (popup) => {
          await popup.until(`findings.includes('renderer-paused')`);
          assert.notEqual(await badgeOf(bench(), tab, true), '');
          await popup.press('Stop watching this site');
          const stopped = await popup.until(`watching === 'not-granted'`);
          assert.deepEqual(
            [stopped.watching, stopped.verdict],
            ['not-granted', 'unknown'],
            JSON.stringify(stopped),
          );
          assert.match(stopped.text, /Watch this site\n/);
          assert.equal(await page.run<boolean>(RECORDER_GONE), true);
          assert.equal(await badgeOf(bench(), tab, false), '');
          assert.equal(await registered(bench()), 0);
          await bench().grant(SITE);
          const again = await popup.until(`watching === 'reload-needed'`);
          assert.equal(again.watching, 'reload-needed', JSON.stringify(again));
          await popup.press('Only new connections');
          const late = await popup.until(`watching === 'recording' && gaps.includes('late')`);
          assert.equal(late.watching, 'recording', JSON.stringify(late));
        });
      });
    });

    it('lets go of a frame alone, and of the frames with their page', LIMIT, async () => {
      await bench().grant(FRAMES);
      await onPage(bench(), `${pages().framed}?given`, async (page) => {
        await page.withPopup(async (popup) => {
          const whole = await popup.until(`verdict === 'ok'`);
          assert.deepEqual([whole.verdict, whole.watching], ['ok', 'recording'], JSON.stringify(whole));
          await bench().inExtension(`await chrome.permissions.remove({ origins: [args[0]] });`, FRAMES);
          const part = await popup.until(`watching === 'partial'`);
          assert.deepEqual([part.verdict, part.watching, ...part.gaps], ['unknown', 'partial', 'frames']);
        });
        const origins = await bench().inExtension<string[]>(
          `const { pages } = await chrome.runtime.sendMessage({ type: 'tab', tab: args[0], have: {} });
           return pages.filter(({ ago }) => ago === 0).map(({ origin }) => origin);`,
          await page.tab(),
        );
        assert.deepEqual(origins, [new URL(pages().framed).origin]);
        await bench().grant(FRAMES);
        await page.reload();
        await page.withPopup(async (popup) => {
          await popup.until(`verdict === 'ok'`);
          await popup.press('Stop watching this site and its frames');
          const stopped = await popup.until(`watching === 'not-granted'`);
          assert.equal(stopped.watching, 'not-granted', JSON.stringify(stopped));
        });
        const left = await bench().inExtension<string[]>(
          `return (await chrome.permissions.getAll()).origins;`,
        );
        assert.deepEqual(left, []);
      });
      await bench().grant(SITE);
    });
  });
}

const SITE = 'http://127.0.0.1/*';
const FRAMES = 'http://localhost/*';

/** In a page: whether it has its own back. */
const RECORDER_GONE = `
  const end = Date.now() + 10000;
  while (Symbol.for('metered-call.recorder') in window && Date.now() < end)
    await new Promise((done) => setTimeout(done, 50));
  return !(Symbol.for('metered-call.recorder') in window);`;

const registered = (bench: Bench): Promise<number> =>
  bench.inExtension<number>(
    `const end = Date.now() + 10000;
     for (;;) {
       const { length } = await chrome.scripting.getRegisteredContentScripts();
       if (length === 0 || Date.now() > end) return length;
       await new Promise((done) => setTimeout(done, 50));
     }`,
  );
