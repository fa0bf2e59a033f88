import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { BrowserName } from '../helpers/find-browser.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import type { Pages } from './pages.ts';

/** In the extension: what it holds of a tab, and when the samples of its page in front were taken. */
const HOLD = `
  const held = async (tab) => (await chrome.runtime.sendMessage({ type: 'tab', tab, have: {} })) ?? { pages: [] };
  const timesOf = ({ dump }) => dump === '' ? [] : JSON.parse(dump).trace.connections.flatMap(({ samples }) => samples.at);
  const front = ({ pages }) => pages.find(({ ago, frame }) => ago === 0 && frame === 0);
  const wait = () => new Promise((done) => setTimeout(done, 200));
  const written = () => new Promise((done, fail) => {
    const request = indexedDB.open('call-doctor');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const database = request.result;
      if (!database.objectStoreNames.contains('tabs')) { database.close(); return done(new Map()); }
      const store = database.transaction('tabs').objectStore('tabs');
      const [keys, values] = [store.getAllKeys(), store.getAll()];
      store.transaction.oncomplete = () => {
        database.close();
        done(new Map(keys.result.map((key, i) => [Number(key.split(':').at(-1)), values.result[i]])));
      };
    };
  });
  const end = Date.now() + 20000;`;

/** What the recorder in the page has. */
const RECORDED = `
  const recording = window[Symbol.for('metered-call.recorder')].subscribe();
  const { startedAt, connections } = recording.snapshot();
  recording.stop();`;
/** When it took its samples. */
const TAKEN = `${RECORDED}
  return connections.flatMap(({ samples }) => samples.map(({ at }) => at));`;

/** What stays while pages, windows and workers come and go: nothing else may run in the browser meanwhile. */
export function lasting(name: BrowserName, bench: () => Bench, pages: () => Pages): void {
  it('loses nothing while its worker sleeps', LIMIT, async () => {
    await onPage(bench(), pages().healthy, async (page) => {
      await page.popup(`watching === 'recording'`);
      const tab = await page.tab();
      // Put to sleep when there is most to lose: what has come since it was written down the last time.
      const unwritten = await bench().inExtension<number>(
        `${HOLD}
         for (;;) {
           await chrome.runtime.sendMessage({ type: 'refresh', tab: args[0], all: false });
           const [view, kept] = [await held(args[0]), (await written()).get(args[0])];
           const front1 = front(view);
           const ahead = front1 && kept ? Math.max(...timesOf(front1)) - Math.max(...timesOf(kept.navigations.at(-1)?.find(({ frame }) => frame === 0) ?? { dump: '' })) : 0;
           if ((ahead > 3500 && ahead < Infinity) || Date.now() > end) return ahead;
           await wait();
         }`,
        tab,
      );
      assert.ok(unwritten > 3_500, `${unwritten}`);
      await bench().sleep();
      const taken = await page.run<number[]>(TAKEN);
      const missing = await bench().inExtension<number[]>(
        `${HOLD}
         for (;;) {
           const times = new Set(timesOf(front(await held(args[0])) ?? { dump: '' }));
           const missing = args[1].filter((at) => !times.has(at));
           if (missing.length === 0 || Date.now() > end) return missing;
           await wait();
         }`,
        tab,
        taken,
      );
      assert.ok(taken.length > 8, `${taken.length}`);
      assert.deepEqual(missing, []);
      const seen = await page.popup(`verdict === 'ok'`);
      assert.deepEqual([seen.verdict, seen.watching], ['ok', 'recording'], JSON.stringify(seen));
    });
  });

  it('keeps three pages of a tab, each for itself, and knows one that is come back to', LIMIT, async () => {
    await onPage(bench(), pages().ended, async (page) => {
      const tab = await page.tab();
      /** Whether each page is the one with the call that has ended, the newest first, once there are so many; and what went. */
      const kept = (count: number, ended: boolean): Promise<[boolean[], number]> =>
        bench().inExtension(
          `${HOLD}
             for (;;) {
               const { pages, dropped } = await held(args[0]);
               const tops = pages.filter(({ frame, dump }) => frame === 0 && dump !== '').sort((a, b) => a.ago - b.ago);
               const calls = tops.map(({ dump }) => JSON.parse(dump).trace.connections)
                 .map((connections) => connections.length === 2 && connections.every(({ closedAt }) => closedAt !== undefined));
               if ((calls.length === args[1] && tops.at(0)?.ago === 0 && calls[0] === args[2]) || Date.now() > end) return [calls, dropped];
               await wait();
             }`,
          tab,
          count,
          ended,
        );
      assert.deepEqual(await kept(1, true), [[true], 0]);
      await page.go(pages().broken);
      assert.deepEqual(await kept(2, false), [[false, true], 0]);
      await page.back();
      // Whether it keeps a page is the browser's affair. One that is loaded anew is one more, with a call of its own.
      const cameBack = await page.run<boolean>('return window.cameBack;');
      const then = cameBack ? [true, false] : [true, false, true];
      assert.deepEqual(await kept(then.length, true), [then, 0]);
      const back = await page.popup(`watching === 'recording' && !findings.includes('renderer-paused')`);
      assert.equal(back.watching, 'recording', back.text);
      assert.ok(!back.findings.includes('renderer-paused'), 'a finding of the page before');
      await page.reload();
      const [reloaded, forgotten] = await kept(3, true);
      assert.deepEqual(reloaded, [true, true, false]);
      assert.equal(forgotten > 0, !cameBack);
      await page.go(pages().healthy);
      const [calls, dropped] = await kept(3, false);
      assert.deepEqual(calls, [false, true, true]);
      assert.ok(dropped > 0);
      await page.withPanel(async (panel) => {
        const { text } = await panel.until(`text.includes('did not fit')`);
        assert.match(text, /did not fit/);
        const documents = await panel.run<string[]>(
          `return [...panel.document.querySelectorAll('option')].map(({ textContent }) => textContent);`,
        );
        const { origin } = new URL(pages().ended);
        const before = [1, 2].map((ago) => `${origin}, earlier page ${ago}`);
        assert.deepEqual(documents, [`${origin}, frame 0`, ...before]);
        const left = await panel.run<[boolean, string[]]>(
          `${HOLD}
           const press = [...panel.document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Forget earlier pages');
           const pressed = Date.now();
           press.click();
           // Until the page has spoken again: what it says brings nothing back.
           let view;
           do { await wait(); view = await held(args[0]); } while (!(front(view)?.at > pressed + 2000) && Date.now() < end);
           return [view.pages.every(({ ago }) => ago === 0),
             [...panel.document.querySelectorAll('option')].map(({ textContent }) => textContent)];`,
          tab,
        );
        assert.deepEqual(left, [true, [`${origin}, frame 0`]]);
      });
    });
  });

  // Nobody can let an extension into Chromium's private windows but a person on its own page of settings.
  it('writes down nothing of a private window', { ...LIMIT, skip: name === 'chromium' }, async () => {
    const hidden = await bench().open(pages().broken, true);
    try {
      // Views of private windows are hidden from the others of the extension: its popup, but not what is recorded.
      const seen = await hidden.panel(`findings.includes('renderer-paused')`, 30_000);
      assert.ok(seen.findings.includes('renderer-paused'), JSON.stringify(seen));
      const secret = await hidden.tab();
      await onPage(bench(), pages().ended, async (page) => {
        const [kept, here] = await bench().inExtension<[number[], number]>(
          `${HOLD}
             for (;;) {
               const keys = [...(await written()).keys()];
               if (keys.includes(args[1]) || Date.now() > end) return [keys, timesOf(front(await held(args[0]))).length];
               await wait();
             }`,
          secret,
          await page.tab(),
        );
        assert.ok(kept.length > 0 && here > 0, `${kept.length} ${here}`);
        assert.ok(!kept.includes(secret), 'a private window was written down');
      });
    } finally {
      await hidden.close();
    }
  });

  it('removes what other runs of the browser have left, whenever its worker starts', LIMIT, async () => {
    await onPage(bench(), `${pages().healthy}?tidy`, async (page) => {
      const tab = await page.tab();
      await bench().inExtension(
        `${HOLD}
         while (!(await written()).has(args[0]) && Date.now() < end) await wait();
         await new Promise((done, fail) => {
           const request = indexedDB.open('call-doctor');
           request.onerror = () => fail(request.error);
           request.onsuccess = () => {
             const transaction = request.result.transaction('tabs', 'readwrite');
             transaction.objectStore('tabs').put({ at: Date.now(), dropped: 0, navigations: [] }, 'before:77777');
             transaction.oncomplete = () => { request.result.close(); done(); };
           };
         });
         await chrome.storage.session.remove('tidiedAt');`,
        tab,
      );
      await bench().sleep();
      const kept = await bench().inExtension<boolean[]>(
        `${HOLD}
         for (;;) {
           await held(args[0]);
           const keys = await written();
           if (!keys.has(77777) || Date.now() > end) return [keys.has(77777), keys.has(args[0])];
           await wait();
         }`,
        tab,
      );
      assert.deepEqual(kept, [false, true]);
    });
  });

  it('does what the options say, and forgets what it held when it is told to', LIMIT, async () => {
    await onPage(bench(), pages().ended, async (page) => {
      await page.popup(`watching === 'recording'`);
      await page.go(pages().broken);
      const tab = await page.tab();
      type Left = [number, unknown, number, number, number, number[]];
      const [before, choice, left, after, pressed, began] = await bench().inExtension<Left>(
        `${HOLD}
         const press = (found) => { if (!found) throw new Error('not there'); found.click(); };
         while (((await written()).get(args[0])?.navigations.length ?? 0) < 2 && Date.now() < end) await wait();
         const before = (await held(args[0])).pages.filter(({ frame }) => frame === 0).length;
         press(document.querySelector('input[name=addresses]'));
         let choice;
         do { await wait(); choice = await chrome.storage.local.get(['addresses', 'labels']); } while (choice.addresses !== false && Date.now() < end);
         press(document.querySelector('input[name=addresses]'));
         const pressed = Date.now();
         press([...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Forget all recordings'));
         while (!document.body.innerText.includes('Forgotten.') && Date.now() < end) await wait();
         const kept = (await written()).get(args[0])?.navigations.length ?? 0;
         let began = [];
         while (began.length === 0 && Date.now() < end) {
           await wait();
           const recorded = (await held(args[0])).pages.filter(({ dump }) => dump !== '');
           began = recorded.map(({ dump }) => JSON.parse(dump).trace.startedAt);
         }
         return [before, choice, [...document.querySelectorAll('input')].filter(({ checked }) => checked).length, kept, pressed, began];`,
        tab,
      );
      assert.equal(before, 2);
      assert.deepEqual(choice, { addresses: false });
      assert.equal(left, 2);
      // The page in front goes on being recorded, and begins anew: what it had recorded itself is gone as well.
      assert.ok(after < 2, `${after}`);
      const own = await page.run<number>(`${RECORDED} return startedAt;`);
      assert.ok(began.length === 1, `${began.length}`);
      assert.ok(
        [...began, own].every((at) => at >= pressed),
        [pressed, ...began, own].join(),
      );
      const seen = await page.popup(`gaps.includes('late')`);
      assert.deepEqual([seen.watching, seen.gaps], ['recording', ['late']], JSON.stringify(seen));
    });
  });

  it(
    'says that a page which stands still does not answer, and what was found there before',
    LIMIT,
    async () => {
      await onPage(bench(), `${pages().broken}?still`, (page) =>
        page.withPopup(async (popup) => {
          await popup.until(`findings.includes('renderer-paused')`);
          await page.run(
            `setTimeout(() => { const end = performance.now() + 8000; while (performance.now() < end); }, 50);`,
          );
          const still = await popup.until(`gaps.includes('unanswered')`);
          assert.deepEqual(
            [still.verdict, still.watching, still.gaps],
            ['error', 'recording', ['unanswered']],
            JSON.stringify(still),
          );
          assert.ok(still.findings.includes('renderer-paused'), JSON.stringify(still));
          const again = await popup.until(`gaps.length === 0`);
          assert.deepEqual([again.verdict, again.watching], ['error', 'recording'], JSON.stringify(again));
        }),
      );
    },
  );

  it('keeps in the full view what there was when the tab is closed', LIMIT, async () => {
    const page = await bench().open(`${pages().broken}?closed`);
    await page.withPanel(async (panel) => {
      try {
        await panel.until(`findings.includes('renderer-paused')`);
      } finally {
        await page.close();
      }
      const seen = await panel.until(`text.includes('The tab was closed')`);
      assert.match(seen.text, /The tab was closed/);
      assert.ok(seen.findings.includes('renderer-paused'), JSON.stringify(seen));
    });
  });

  it('leaves a page in peace that is open while it is updated', LIMIT, async () => {
    await onPage(bench(), pages().healthy, async (page) => {
      await page.popup(`verdict === 'ok'`);
      await page.run(`
        window.troubles = [];
        for (const type of ['error', 'unhandledrejection'])
          addEventListener(type, ({ message, reason }) => window.troubles.push(String(message ?? reason)));`);
      await bench().update();
      await page.withPopup(async (popup) => {
        const early = await popup.until(`watching === 'reload-needed'`);
        assert.deepEqual([early.verdict, early.watching], ['unknown', 'reload-needed'], early.text);
        await popup.press('Only new connections');
        const again = await popup.until(`watching === 'recording'`);
        assert.equal(again.watching, 'recording', JSON.stringify(again));
      });
      await page.run(`
        window.more = [new RTCPeerConnection(), new RTCPeerConnection()];
        window.more[0].createDataChannel('more');
        return window.more[0].setLocalDescription().then(() => window.more[1].setRemoteDescription(window.more[0].localDescription));`);
      // Those from before as well, where the recorder that the page had was still there to be shared.
      const shown = await page.panel(`/Connections [24]\\b/.test(text)`);
      assert.match(shown.text, /Connections [24]\b/);
      assert.deepEqual(await page.run('return window.troubles;'), []);
      await page.reload();
      const seen = await page.popup(`verdict === 'ok'`);
      assert.deepEqual([seen.verdict, seen.watching], ['ok', 'recording'], JSON.stringify(seen));
    });
  });
}
