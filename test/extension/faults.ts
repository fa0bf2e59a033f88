import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { INSECURE_HOST } from '../faults/benches.ts';
import { addressOf } from '../faults/run-scenario.ts';
import type { Scenario } from '../faults/scenario.ts';
import { startWorld, type World } from '../faults/world.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { onPage, type Bench, type BenchPage, type OpenPanel } from './helpers/bench.ts';
import { OTHER_INSECURE_HOST } from './helpers/insecure-hosts.ts';
import { startBench } from './helpers/start-bench.ts';
import { listedFaults, type ListedFault } from './listed-faults.ts';

const INFORMATION: readonly string[] = ['peer-paused', 'peer-sends-no-video'];
/** Setting the scene, beside others that do the same. */
const SCENE_MS = 30_000;
/** Most of a row's time is waiting for its proof. */
const LANES = 2;
const SIDE_BY_SIDE = { concurrency: LANES };
/** What can be seen of a page that nobody watches. */
const SEEN_WITHOUT: readonly string[] = ['insecure-context', 'webrtc-unavailable', 'secret-key-in-page'];

/** A page, and what it is led to one after the other. */
interface Lane {
  readonly t: TestContext;
  readonly page: BenchPage;
  readonly faults: readonly ListedFault[];
}

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

    /** One fault after the other in a window of its own; so many windows side by side. */
    const inLanes = (at: (url: string) => string, look: (lane: Lane) => Promise<void>): void => {
      const all = listedFaults(name);
      for (let lane = 0; lane < LANES; lane += 1) {
        const faults = all.filter((_, index) => index % LANES === lane);
        it(`lane ${lane + 1}`, { timeout: 240_000 }, (t) =>
          onPage(bench, `${at(world.site.origin)}/lane-${lane}`, (page) => look({ t, page, faults })),
        );
      }
    };
    describe('of pages that are watched', SIDE_BY_SIDE, () => {
      const watched = async (page: BenchPage, panel: OpenPanel, scenario: Scenario): Promise<void> => {
        const { code, proof = 0 } = scenario;
        const severities = INFORMATION.includes(code) ? ['info'] : ['error', 'warning'];
        await page.go(await address(scenario));
        const popup = await page.popup(
          `findings.includes('${code}') && ${JSON.stringify(severities)}.includes(verdict)`,
          proof + SCENE_MS,
        );
        assert.ok(popup.findings.includes(code), JSON.stringify(popup, null, 1));
        assert.ok(severities.includes(popup.verdict), JSON.stringify(popup, null, 1));
        assert.equal(popup.watching, 'recording');
        const seen = await panel.until(`findings.includes('${code}')`);
        assert.ok(severities.includes(seen.severities[code] ?? ''), JSON.stringify(seen, null, 1));

        await page.run(addFrame(world.site.origin));
        const partly = await page.popup(`watching === 'partial' && findings.includes('${code}')`);
        assert.ok(partly.findings.includes(code), JSON.stringify(partly, null, 1));
        assert.deepEqual([partly.watching, partly.gaps.includes('frames')], ['partial', true]);
        // What only explains is no verdict while something is not seen.
        assert.equal(partly.verdict, INFORMATION.includes(code) ? 'unknown' : popup.verdict);
        const still = await panel.until(`findings.includes('${code}')`);
        assert.ok(severities.includes(still.severities[code] ?? ''), JSON.stringify(still, null, 1));
      };
      inLanes(
        (url) => url,
        ({ t, page, faults }) =>
          page.withPanel(async (panel) => {
            // What the panel keeps of an earlier page could otherwise be taken for what it says of this one.
            assert.equal(new Set(faults.map(({ scenario }) => scenario.code)).size, faults.length);
            for (const { name: fault, scenario } of faults)
              await t.test(`name ${fault}, in part of a page as well`, () => watched(page, panel, scenario));
          }),
      );
    });

    const seesLittle = (state: 'not-granted' | 'reload-needed', at: (url: string) => string): void =>
      inLanes(at, async ({ t, page, faults }) => {
        for (const { name: fault, scenario } of faults) {
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
    describe('of pages that nobody watches', SIDE_BY_SIDE, () => seesLittle('not-granted', unwatched));
    describe('of pages that were there first', SIDE_BY_SIDE, () => {
      before(() => bench.inExtension('await chrome.scripting.unregisterContentScripts();'));
      seesLittle('reload-needed', (url) => url);
    });
  });
}
