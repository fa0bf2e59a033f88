import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';

export const OUT_OF_BOUNDS: Readonly<Record<BrowserName, string>> = {
  chromium: 'chrome://version/',
  firefox: 'about:support',
};

/** What the popup says of pages that nobody watches. */
export function unwatched(
  name: BrowserName,
  bench: () => Bench,
  pages: () => Pages,
  server: () => string,
): void {
  it('does not know of an unwatched call, and says what to do', LIMIT, async () => {
    const seen = await onPage(bench(), pages().broken, (page) => page.popup(`verdict === 'unknown'`));
    assert.equal(seen.verdict, 'unknown');
    assert.equal(seen.watching, 'not-granted');
    assert.deepEqual(seen.gaps, ['not-granted']);
    assert.match(seen.text, /Watch this site/);
  });

  it('checks an unwatched page all the same', LIMIT, async () => {
    const seen = await onPage(bench(), pages().secret, (page) =>
      page.popup(`findings.includes('secret-key-in-page')`),
    );
    assert.equal(seen.verdict, 'error');
    assert.ok(!seen.text.includes('0123456789abcdef'));
  });

  it('reads what an unwatched <metered-call> recorded of itself', LIMIT, async () => {
    const fine = await onPage(bench(), pages().element(server(), 'pk_live_demo', 'fine'), (page) =>
      page.popup(`verdict === 'ok'`, 30_000),
    );
    assert.equal(fine.verdict, 'ok', JSON.stringify(fine));
    const refused = await onPage(bench(), pages().element(server(), 'pk_live_unknown', 'refused'), (page) =>
      page.popup(`findings.includes('token-invalid')`, 30_000),
    );
    assert.equal(refused.verdict, 'error', JSON.stringify(refused));
    assert.equal(refused.watching, 'not-granted');
  });

  it('has what an unwatched <metered-call> was refused in the middle of a call', LIMIT, async () => {
    const url = pages().element(server(), 'pk_live_nosend', 'no-send');
    await onPage(bench(), url, (first) =>
      onPage(bench(), url, async (second) => {
        for (const page of [first, second]) {
          const seen = await page.popup(`findings.includes('send-not-permitted')`, 30_000);
          assert.equal(seen.verdict, 'error', JSON.stringify(seen));
          assert.equal(seen.watching, 'not-granted');
        }
      }),
    );
  });

  it('says that a page of the browser is out of bounds', LIMIT, async () => {
    const seen = await onPage(bench(), OUT_OF_BOUNDS[name], (page) => page.popup(`verdict === 'unknown'`));
    assert.equal(seen.watching, 'out-of-bounds', JSON.stringify(seen));
    assert.deepEqual(seen.gaps, ['out-of-bounds']);
  });

  it('records from a reload in the developer tools, and asks for no site', LIMIT, async () => {
    await onPage(bench(), pages().broken, async (page) => {
      const tools = await page.devtools();
      const before = await tools.until(`text.includes('for this one load')`);
      assert.deepEqual(before.findings, [], JSON.stringify(before));
      await tools.press('Reload and record');
      const seen = await tools.until(`findings.includes('renderer-paused')`, 30_000);
      assert.equal(seen.severities['renderer-paused'], 'error', JSON.stringify(seen));
      const popup = await page.popup(`verdict !== ''`);
      assert.equal(popup.watching, 'not-granted');
    });
  });
}
