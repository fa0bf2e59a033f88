import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { LIMIT, onPage, watch, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';
import { OUT_OF_BOUNDS } from './unwatched.ts';

/** The same page under a name that nobody watches. */
const unwatched = (url: string): string => url.replace('127.0.0.1', 'localhost');

/** When a tab goes on from a page that is watched. */
export function fronts(name: BrowserName, bench: () => Bench, pages: () => Pages): void {
  it('says nothing of a page before about the one in front', LIMIT, async () => {
    await onPage(bench(), `${pages().healthy}?front`, async (page) => {
      const first = await page.popup(`verdict === 'ok' && watching === 'recording'`);
      assert.equal(first.verdict, 'ok', JSON.stringify(first));
      await page.go(unwatched(pages().healthy));
      const next = await page.popup();
      const shown = JSON.stringify(next);
      assert.deepEqual(
        [next.watching, next.verdict, ...next.gaps],
        ['not-granted', 'unknown', 'not-granted'],
        shown,
      );
      assert.match(next.text, /Watch this site\n/);
      await page.go(OUT_OF_BOUNDS[name]);
      const last = await page.popup();
      assert.deepEqual(
        [last.watching, last.verdict, ...last.gaps],
        ['out-of-bounds', 'unknown', 'out-of-bounds'],
        JSON.stringify(last),
      );
    });
  });

  it(
    'records from a reload in the tools after a page that was watched, and forgets that one',
    LIMIT,
    async () => {
      await onPage(bench(), `${pages().healthy}?tools`, async (page) => {
        await page.popup(`watching === 'recording'`);
        await page.go(unwatched(pages().broken));
        const tools = await page.devtools();
        await tools.until(`text.includes('Forget earlier pages')`);
        await tools.press('Reload and record');
        const seen = await tools.until(`findings.includes('renderer-paused')`, 30_000);
        assert.equal(seen.severities['renderer-paused'], 'error', JSON.stringify(seen));
        await tools.press('Forget earlier pages');
        const after = await tools.until(`!text.includes('Forget earlier pages')`);
        assert.ok(!after.text.includes('Forget earlier pages'), after.text);
        assert.ok(after.findings.includes('renderer-paused'), JSON.stringify(after));
      });
    },
  );

  // Only Chromium makes pages ready in advance.
  it('waits with a page that is only made ready', { ...LIMIT, skip: name === 'firefox' }, async () => {
    await onPage(bench(), pages().preparing, async (page) => {
      await page.popup(`watching === 'recording'`);
      const ready = await watch(() => {
        const seen = pages().wasPrepared();
        return Promise.resolve({ seen, good: seen });
      }, 20_000);
      assert.ok(ready, 'the browser prepared nothing');
      const tab = await page.tab();
      const held = (): Promise<number[][]> =>
        bench().inExtension(
          `const { pages } = await chrome.runtime.sendMessage({ type: 'tab', tab: args[0], have: {} });
           return pages.map(({ ago, frame }) => [ago, frame]);`,
          tab,
        );
      assert.deepEqual(await held(), [[0, 0]]);
      await page.run(`document.querySelector('a').click();`);
      const next = await page.popup(`watching === 'recording' && findings.includes('renderer-paused')`);
      assert.deepEqual([next.watching, next.verdict], ['recording', 'error'], JSON.stringify(next));
      assert.deepEqual(await held(), [
        [1, 0],
        [0, 0],
      ]);
    });
  });
}
