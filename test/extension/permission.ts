import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
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

  // Chromium takes back only what somebody was asked for.
  it(
    'lets go of a site that is not to be watched any more',
    { ...LIMIT, skip: name === 'chromium' },
    async () => {
      await onPage(bench(), pages().healthy, async (page) => {
        await page.popup(`watching === 'recording'`);
        const registered = await bench().inExtension<number>(
          `await chrome.permissions.remove({ origins: ['http://127.0.0.1/*'] });
           await chrome.runtime.sendMessage({ type: 'register' });
           return (await chrome.scripting.getRegisteredContentScripts()).length;`,
        );
        assert.equal(registered, 0);
        const left = await page.run<boolean>(
          `const end = Date.now() + 10000;
           while (Symbol.for('metered-call.recorder') in window && Date.now() < end)
             await new Promise((done) => setTimeout(done, 50));
           return Symbol.for('metered-call.recorder') in window;`,
        );
        assert.equal(left, false);
        await bench().grant('http://127.0.0.1/*');
      });
    },
  );
}
