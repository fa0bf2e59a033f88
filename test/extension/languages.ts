import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ar } from '../../extension/words/ar.ts';
import { ar as core } from '../../core/locales/ar.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { StaticServer } from '../helpers/static.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import { startBench } from './helpers/start-bench.ts';

const SECRET =
  '<!doctype html><title>secret</title><metered-call api-key="sk_live_0123456789abcdef"></metered-call>';
const LOOK = `while (!document.querySelector('h1')) await new Promise((done) => setTimeout(done, 50)); return { lang: document.documentElement.lang, dir: document.documentElement.dir, text: document.body.innerText };`;

/** A browser whose own language is Arabic. */
export function languages(name: BrowserName, site: () => StaticServer): void {
  describe('in the language of the browser', { concurrency: 1 }, () => {
    let bench: Bench;
    before(async () => {
      bench = await startBench(name, { language: 'ar' });
    });
    after(() => bench?.stop());

    it('speaks Arabic, from right to left, of itself and of what it finds', LIMIT, async () => {
      // Only Firefox can be given another language from outside; in Chromium the options are told of one.
      if (name === 'firefox') {
        const seen = await onPage(bench, site().page('/arabic.html', SECRET), (page) =>
          page.popup(`findings.includes('secret-key-in-page')`),
        );
        assert.ok(seen.text.includes(core.findings['secret-key-in-page'].title), seen.text);
        assert.ok(seen.text.includes(ar['action.watch']), seen.text);
      }
      const options = await bench.inExtension<Record<string, string>>(LOOK);
      assert.deepEqual([options['lang'], options['dir']], ['ar', 'rtl']);
      assert.ok(options['text']?.includes(ar['options.title']), options['text']);
    });
  });
}
