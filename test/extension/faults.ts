import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { INSECURE_HOST } from '../faults/benches.ts';
import { addressOf } from '../faults/run-scenario.ts';
import type { Scenario } from '../faults/scenario.ts';
import { startWorld, type World } from '../faults/world.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { onPage, type Bench } from './helpers/bench.ts';
import { OTHER_INSECURE_HOST } from './helpers/insecure-hosts.ts';
import { startBench } from './helpers/start-bench.ts';
import { listedFaults } from './listed-faults.ts';

const INFORMATION: readonly string[] = ['peer-paused', 'peer-sends-no-video'];
/** Setting the scene, beside others that do the same. */
const SCENE_MS = 30_000;
/** Most of a row's time is waiting for its proof. */
const LANES = 2;
const SIDE_BY_SIDE = { concurrency: LANES };
/** What can be seen of a page that nobody watches. */
const SEEN_WITHOUT: readonly string[] = ['insecure-context', 'webrtc-unavailable', 'secret-key-in-page'];

/** The pages are of sites that are watched; by these names they are of ones that are not. */
const unwatched = (url: string): string =>
  url.replace('http://127.0.0.1', 'http://localhost').replace(INSECURE_HOST, OTHER_INSECURE_HOST);

/** Puts a frame of a site that is not watched into the page. */
const addFrame = (url: string): string =>
  `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(unwatched(url))} }));`;

/** What panel and popup say of one fault after the other, in one browser. */
export function faultsIn(name: BrowserName): void {
  describe(`the panel and the popup in ${name}`, { concurrency: 1 }, () => {
    let world: World;
    let bench: Bench;
    const address = (scenario: Scenario): Promise<string> =>
      addressOf(scenario, world, undefined, name, ['lab']);
    before(async () => {
      world = await startWorld();
      bench = await startBench(name, { watched: ['http://127.0.0.1/*', `http://${INSECURE_HOST}/*`] });
    });
    after(async () => {
      await bench?.stop();
      await world?.stop();
    });

    describe('of pages that are watched', SIDE_BY_SIDE, () => {
      for (const { name: fault, scenario } of listedFaults(name)) {
        const { code, proof = 0 } = scenario;
        it(`name ${fault}, in part of a page as well`, { timeout: 120_000 }, async () => {
          const severities = INFORMATION.includes(code) ? ['info'] : ['error', 'warning'];
          await onPage(bench, await address(scenario), async (page) => {
            const panel = await page.panel(`findings.includes('${code}')`, proof + SCENE_MS);
            assert.ok(severities.includes(panel.severities[code] ?? ''), JSON.stringify(panel, null, 1));
            const popup = await page.popup(
              `findings.includes('${code}') && ${JSON.stringify(severities)}.includes(verdict)`,
            );
            assert.ok(popup.findings.includes(code), JSON.stringify(popup, null, 1));
            assert.ok(severities.includes(popup.verdict), JSON.stringify(popup, null, 1));
            assert.equal(popup.watching, 'recording');

            await page.run(addFrame(world.site.origin));
            const partly = await page.popup(`watching === 'partial' && findings.includes('${code}')`);
            assert.ok(partly.findings.includes(code), JSON.stringify(partly, null, 1));
            assert.deepEqual([partly.watching, partly.gaps.includes('frames')], ['partial', true]);
            // What only explains is no verdict while something is not seen.
            assert.equal(partly.verdict, INFORMATION.includes(code) ? 'unknown' : popup.verdict);
            const still = await page.panel(`findings.includes('${code}')`);
            assert.ok(severities.includes(still.severities[code] ?? ''), JSON.stringify(still, null, 1));
          });
        });
      }
    });

    /** One window after the other page; so many windows side by side. */
    const seesLittle = (state: 'not-granted' | 'reload-needed', at: (url: string) => string): void => {
      const all = listedFaults(name);
      for (let lane = 0; lane < LANES; lane += 1) {
        it(`lane ${lane + 1}`, { timeout: 180_000 }, async (t) => {
          await onPage(bench, `${at(world.site.origin)}/lane-${lane}`, async (page) => {
            for (const { name: fault, scenario } of all.filter((_, index) => index % LANES === lane)) {
              const checked = SEEN_WITHOUT.includes(scenario.code);
              await t.test(`${checked ? 'name' : 'do not know of'} ${fault}`, async () => {
                await page.go(at(await address(scenario)));
                const popup = await page.popup(`verdict !== ''`);
                const shown = JSON.stringify(popup, null, 1);
                assert.equal(popup.watching, state, shown);
                assert.equal(popup.verdict, checked ? 'error' : 'unknown', shown);
                assert.equal(popup.findings.includes(scenario.code), checked, shown);
                assert.ok(popup.gaps.includes(state), shown);
              });
            }
          });
        });
      }
    };
    describe('of pages that nobody watches', SIDE_BY_SIDE, () => seesLittle('not-granted', unwatched));
    describe('of pages that were there first', SIDE_BY_SIDE, () => {
      before(() => bench.inExtension('await chrome.scripting.unregisterContentScripts();'));
      seesLittle('reload-needed', (url) => url);
    });
  });
}
