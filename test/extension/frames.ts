import assert from 'node:assert/strict';
import { it } from 'node:test';
import { badgeOf, LIMIT, onPage, type Bench } from './helpers/bench.ts';
import { HIDDEN_FRAMES, HARMLESS_FRAMES, type Pages } from './pages.ts';

/** What the popup says of pages with frames of every kind. */
export function frames(watching: () => Bench, without: () => Bench, pages: () => Pages): void {
  for (const kind of HIDDEN_FRAMES) {
    it(`misses a frame of another site that is nowhere to be read: ${kind}`, LIMIT, async () => {
      const seen = await onPage(watching(), pages().framedBy(kind), async (page) => {
        await page.run(`while (!window.framed) await new Promise((done) => setTimeout(done, 50));`);
        const popup = await page.popup(`watching === 'partial'`);
        return { ...popup, windows: await page.run(`return window.length;`) };
      });
      assert.deepEqual(
        [seen.verdict, seen.watching, seen.gaps.length],
        ['unknown', 'partial', 1],
        JSON.stringify(seen),
      );
      assert.match(seen.gaps[0] ?? '', /^frames/);
    });
  }

  for (const kind of HARMLESS_FRAMES) {
    it(`misses none where all was recorded: ${kind}`, LIMIT, async () => {
      const seen = await onPage(watching(), pages().framedBy(kind), async (page) => {
        await page.run(`while (!window.framed) await new Promise((done) => setTimeout(done, 50));`);
        return page.popup(`verdict === 'ok'`);
      });
      assert.deepEqual([seen.verdict, seen.watching], ['ok', 'recording'], JSON.stringify(seen));
    });
  }

  it('says nothing of a frame that is gone, and keeps it in the panel', LIMIT, async () => {
    await onPage(watching(), `${pages().healthy}?gone`, async (page) => {
      const tab = await page.tab();
      await page.run(
        `const src = '${pages().broken}';
         document.body.prepend(Object.assign(document.createElement('iframe'), { src, width: 400, height: 300 }));`,
      );
      await page.withPopup(async (popup) => {
        const there = await popup.until(`findings.includes('renderer-paused')`);
        assert.equal(there.verdict, 'error', JSON.stringify(there));
        assert.notEqual(await badgeOf(watching(), tab, true), '');
        await page.run(`document.querySelector('iframe').remove();`);
        const gone = await popup.until(`verdict === 'ok'`);
        assert.equal(gone.verdict, 'ok', JSON.stringify(gone));
        assert.ok(!gone.findings.includes('renderer-paused'), JSON.stringify(gone));
        assert.equal(await badgeOf(watching(), tab, false), '');
      });
      await page.withPanel(async (panel) => {
        await panel.until(`source === 'page'`);
        const listed = await panel.run<string[]>(
          `const end = Date.now() + 20000;
           for (;;) {
             const texts = [...panel.document.querySelectorAll('option')].map(({ textContent }) => textContent);
             if (texts.length === 2 || Date.now() > end) return texts;
             await new Promise((done) => setTimeout(done, 100));
           }`,
        );
        assert.match(listed[1] ?? '', /, frame \d+, not there any more$/);
      });
    });
  });

  it('asks for the page alone, and for its frames by a button of their own', LIMIT, async () => {
    await onPage(without(), `${pages().framed}?asked`, (page) =>
      page.withPopup(async (popup) => {
        await popup.until(`text.includes('Watch these frames too\\n')`);
        // Nobody could answer the browser's question: it is looked at what would be asked.
        await without().inExtension(`
          const [popup] = chrome.extension.getViews({ type: 'popup' });
          const api = popup.chrome.permissions;
          api.request = ({ origins }, done) => { popup.asked = origins; done?.(false); return Promise.resolve(false); };
          if (popup.browser && popup.browser.permissions !== api) popup.browser.permissions.request = api.request;`);
        const asked = (): Promise<string[]> =>
          without().inExtension(`return chrome.extension.getViews({ type: 'popup' })[0].asked;`);
        await popup.press('Watch this site');
        assert.deepEqual(await asked(), ['http://127.0.0.1/*']);
        await popup.press('Watch these frames too');
        assert.deepEqual(await asked(), ['http://localhost/*']);
      }),
    );
  });

  it(
    'takes little of a recorder that the page has itself, and nothing where the page is watched',
    LIMIT,
    async () => {
      const SLOT = `Object.defineProperty(window, Symbol.for('metered-call.recorder'), { configurable: true, value: { subscribe: () => ({
      snapshot(options) { window.asked.push(options?.samples ?? Infinity); return {}; }, stop() {} }) } }); window.asked = [];`;
      const askedOf = (bench: Bench, url: string, wanted: string): Promise<number[]> =>
        onPage(bench, url, async (page) => {
          await page.run(SLOT);
          await page.popup(wanted);
          return page.run<number[]>(`return window.asked.map((samples) => Math.min(samples, 1e6));`);
        });
      const unwatched = await askedOf(without(), `${pages().healthy}?little`, `watching === 'not-granted'`);
      assert.ok(unwatched.length > 0 && unwatched.every((samples) => samples <= 60), unwatched.join());
      assert.deepEqual(
        await askedOf(watching(), `${pages().healthy}?little`, `watching === 'recording'`),
        [],
      );
    },
  );
}
