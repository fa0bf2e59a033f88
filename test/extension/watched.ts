import assert from 'node:assert/strict';
import { it } from 'node:test';
import { badgeOf, LIMIT, onPage, type Bench } from './helpers/bench.ts';
import { ATTACKS, type Pages } from './pages.ts';

/** What the popup says of pages that are watched from their start. */
export function watched(bench: () => Bench, pages: () => Pages): void {
  it('is content with a healthy call that it saw from the start', LIMIT, async () => {
    const seen = await onPage(bench(), pages().healthy, (page) =>
      page.popup(`verdict === 'ok' && watching === 'recording'`),
    );
    assert.deepEqual([seen.verdict, seen.watching], ['ok', 'recording'], JSON.stringify(seen));
  });

  it('says which frames it does not see', LIMIT, async () => {
    const seen = await onPage(bench(), pages().framed, (page) => page.popup(`watching === 'partial'`));
    assert.deepEqual([seen.verdict, seen.watching, ...seen.gaps], ['unknown', 'partial', 'frames']);
    assert.match(seen.text, /http:\/\/localhost:\d+/);
    assert.match(seen.text, /Watch these frames too/);
  });

  it('is there before the first script of every kind of frame', LIMIT, async () => {
    const early = await onPage(bench(), pages().frames, (page) =>
      page.run<Record<string, boolean>>(
        `while (Object.keys(window.early).length < 4) await new Promise((done) => setTimeout(done, 50));
         return { ...window.early };`,
      ),
    );
    assert.deepEqual(early, { top: true, srcdoc: true, blob: true, sandboxed: true });
  });

  it('is there where the page itself may run no script', LIMIT, async () => {
    await onPage(bench(), pages().scriptless, async (page) => {
      const there = await page.run<boolean[]>(
        `const all = [window, ...[...document.querySelectorAll('iframe:not([sandbox])')].map((f) => f.contentWindow)];
         return all.map((w) => Symbol.for('metered-call.recorder') in w);`,
      );
      assert.deepEqual(there, [true, true, true]);
      const frames = await bench().inExtension<number>(
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
  });

  for (const attack of ATTACKS) {
    it(`survives a page that means harm: ${attack}`, LIMIT, async () => {
      await onPage(bench(), pages().hostile(attack), async (page) => {
        await page.run(`while (!window.armed) await new Promise((done) => setTimeout(done, 50));`);
        await page.withPanel(async (panel) => {
          await panel.until(`findings.includes('renderer-paused')`, 30_000);
          await panel.run(`panel.document.getElementById('tab-connections').click();`);
          const seen = await panel.until(`/Timeline/.test(text)`, 30_000);
          const harm = await panel.run<unknown[]>(
            `return [panel.hacked ?? false, panel.document.querySelectorAll('img, script:not([src])').length, 'polluted' in panel.Object.prototype, 'polluted' in Object.prototype];`,
          );
          assert.deepEqual(harm, [false, 0, false, false]);
          if (attack === 'html')
            assert.ok(seen.text.includes('<img src=x'), 'the label is not shown as it is');
        });
        const seen = await page.popup(`findings.includes('renderer-paused')`, 30_000);
        const shown = JSON.stringify(seen).slice(0, 2_000);
        assert.deepEqual([seen.verdict, seen.watching], ['error', 'recording'], shown);
        assert.ok(!seen.findings.includes('kicked'), 'a forged finding was believed');
        const state = await page.run<unknown[]>(`return [window.stolen ?? false, window.hacked ?? false];`);
        assert.deepEqual(state, [false, false]);
      });
    });
  }

  it('tells what is wrong in a page of which it sees a part', LIMIT, async () => {
    const seen = await onPage(bench(), pages().brokenFramed, (page) =>
      page.popup(`verdict === 'error' && watching === 'partial'`),
    );
    assert.deepEqual([seen.verdict, seen.watching, seen.gaps], ['error', 'partial', ['frames']]);
    assert.ok(seen.findings.includes('renderer-paused'), JSON.stringify(seen));
  });

  it('shares a page with a recorder of its own, and outlives it', LIMIT, async () => {
    await onPage(bench(), pages().recorded, async (page) => {
      const alone = await page.popup(`verdict === 'ok'`);
      assert.deepEqual([alone.verdict, alone.watching], ['ok', 'recording'], JSON.stringify(alone));
      const findings = await page.run<number>(
        `const { connections } = recorder.trace; recorder.stop(); await call(); return connections.length;`,
      );
      assert.equal(findings, 2);
      const seen = await page.panel(`/Connections 4\\b/.test(text)`);
      assert.match(seen.text, /Connections 4\b/);
    });
  });

  it('never trusts a page that breaks the language, and works on the next one', LIMIT, async () => {
    const seen = await onPage(bench(), pages().lawless, (page) => page.popup(`watching !== ''`));
    assert.deepEqual([seen.verdict, seen.findings], ['unknown', []], JSON.stringify(seen));
    const next = await onPage(bench(), pages().healthy, (page) =>
      page.popup(`verdict === 'ok' && watching === 'recording'`),
    );
    assert.equal(next.verdict, 'ok', JSON.stringify(next));
  });

  it('shows in the page what a finding is about, and on the icon how much is wrong', LIMIT, async () => {
    await onPage(bench(), `${pages().broken}?shown`, async (page) => {
      await page.withPanel(async (panel) => {
        await panel.until(`findings.includes('renderer-paused') && text.includes('Show in page')`);
        await page.run(`
          window.framed = new Promise((done) => new MutationObserver((changes) => {
            const frame = changes.flatMap(({ addedNodes }) => [...addedNodes]).find(({ style }) => style?.position === 'fixed');
            if (frame) done(frame.getBoundingClientRect().toJSON());
          }).observe(document.documentElement, { childList: true }));`);
        await panel.run(
          `[...panel.document.querySelectorAll('[data-finding=renderer-paused] button')].find((b) => b.textContent.trim() === 'Show in page').click();`,
        );
        const [framed, shown] = await page.run<[DOMRect, DOMRect[]]>(
          `const framed = await window.framed;
           return [framed, [...document.querySelectorAll('video')].map((video) => video.getBoundingClientRect().toJSON())];`,
        );
        const around = shown.some(({ x, y, width, height }) =>
          [framed.x - x, framed.y - y, framed.width - width, framed.height - height].every(
            (off) => Math.abs(off) < 2,
          ),
        );
        assert.ok(around, JSON.stringify([framed, shown]));
      });
      assert.match(await badgeOf(bench(), await page.tab(), true), /^[1-9]$/);
    });
  });

  it('takes a saved recording back and finds the same', LIMIT, async () => {
    await onPage(bench(), `${pages().broken}?saved`, (page) =>
      page.withPanel(async (panel) => {
        await panel.until(`findings.includes('renderer-paused')`);
        const secret = await panel.run<boolean>(ROUND_TRIP);
        assert.equal(secret, false);
        const seen = await panel.until(`source === 'file'`);
        assert.equal(seen.source, 'file', JSON.stringify(seen));
        assert.ok(seen.findings.includes('renderer-paused'), JSON.stringify(seen));
      }),
    );
  });
}

/** Saves what the panel shows and opens the file in it; whether a secret is in the file. */
const ROUND_TRIP = `
  const { document, URL } = panel;
  const saved = new Promise((done) => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { done(blob); return make.call(URL, blob); };
  });
  panel.HTMLAnchorElement.prototype.click = () => {};
  [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Save recording').click();
  const text = await (await saved).text();
  const files = new panel.DataTransfer();
  files.items.add(new panel.File([text], 'saved.json', { type: 'application/json' }));
  const input = document.querySelector('input[type=file]');
  input.files = files.files;
  input.dispatchEvent(new panel.Event('change', { bubbles: true }));
  return /a=ice-pwd:(?!\\[removed\\])/.test(text);
`;
