import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core has against a page, in light and in dark. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(AXE);
  for (const value of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    const listed = (await page.evaluate(
      `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 300) + ' ' + failureSummary)))`,
    )) as string[];
    found.push(...listed.map((line) => `${value} ${line}`));
  }
  return found;
}

/** What the Tab key comes to, from the top until it comes to something again. */
async function reached(page: Page): Promise<string[]> {
  // The key goes on from wherever the focus was.
  await page.evaluate(
    `{ const top = document.createElement('span'); top.tabIndex = -1; document.body.prepend(top); top.focus(); }`,
  );
  const names: string[] = [];
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    const name = (await page.evaluate(
      `(() => { const at = document.activeElement;
        if (!at || at === document.body || at.dataset.reached) return null;
        at.dataset.reached = 'yes';
        return at.getAttribute('aria-label') || at.textContent.trim() || at.type; })()`,
    )) as string | null;
    if (name === null) break;
    names.push(name);
  }
  return names;
}

/** What can be pressed and is shown, and the Tab key never came to. */
const MISSED = `[...document.querySelectorAll('button:not([tabindex="-1"]), select, input, summary')]
  .filter((element) => element.checkVisibility() && !element.dataset.reached)
  .map((element) => element.outerHTML.slice(0, 200))`;

/** The pages of the extension for those who see, press and hear otherwise. */
export function access(bench: () => Bench, pages: () => Pages): void {
  const pageOf = async (file: string): Promise<Page> => {
    const page = await bench().extensionPage?.(file);
    assert.ok(page, file);
    return page;
  };

  it('has a popup that axe-core has nothing against, and that needs no mouse', LIMIT, async () => {
    await onPage(bench(), `${pages().broken}?popup`, (page) =>
      page.withPopup(async (popup) => {
        await popup.until(`findings.includes('renderer-paused')`);
        const own = await pageOf('popup.html');
        assert.deepEqual(await violations(own), []);
        const names = await reached(own);
        assert.deepEqual(await own.evaluate(MISSED), [], names.join(', '));
        assert.ok(names.indexOf('Stop watching this site') < names.indexOf('Copy report'), names.join(', '));
      }),
    );
  });

  it('has a panel that axe-core has nothing against, and that needs no mouse', LIMIT, async () => {
    await onPage(bench(), `${pages().broken}?panel`, (page) =>
      page.withPanel(async (panel) => {
        await panel.until(`findings.includes('renderer-paused')`);
        const own = await pageOf(`panel.html?tab=${await page.tab()}`);
        const tabs = `document.querySelectorAll('[role=tab]').length`;
        const count = (await own.evaluate(tabs)) as number;
        await own.focus('[role=tab][aria-selected=true]');
        const opened: string[] = [];
        for (let i = 0; i < count; i += 1) {
          const selected = `document.activeElement.getAttribute('aria-selected') === 'true' && document.activeElement.id`;
          opened.push(String(await own.evaluate(selected)));
          assert.deepEqual(await violations(own), [], opened.at(-1));
          await own.keyboard.press('ArrowRight');
        }
        assert.equal(new Set(opened).size, count, opened.join(', '));
        assert.ok(
          opened.every((id) => id.startsWith('tab-')),
          opened.join(', '),
        );
        const names = await reached(own);
        assert.deepEqual(await own.evaluate(MISSED), [], names.join(', '));
      }),
    );
  });

  it('has options that axe-core has nothing against, and that need no mouse', LIMIT, async () => {
    const own = await pageOf('options.html');
    assert.deepEqual(await violations(own), []);
    const names = await reached(own);
    assert.deepEqual(await own.evaluate(MISSED), [], names.join(', '));
  });
}
