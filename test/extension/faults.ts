import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addressOf } from '../faults/run-scenario.ts';
import type { Scenario } from '../faults/scenario.ts';
import { SCENARIOS } from '../faults/scenarios.ts';
import { startWorld, type World } from '../faults/world.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { onPage, type Bench } from './helpers/bench.ts';
import { startBench } from './helpers/start-bench.ts';

/** Faults of the laboratory that need neither special devices nor somebody outside of the page. */
const CODES: readonly (readonly [code: string, as?: string])[] = [
  ['webrtc-unavailable', 'by a script'],
  ['secret-key-in-page'],
  ['camera-overconstrained'],
  ['capture-left-on'],
  ['token-invalid', 'ours'],
  ['token-invalid', 'theirs'],
  ['token-expired', 'theirs'],
  ['channel-not-authorized', 'ours'],
  ['connection-limit', 'ours'],
  ['message-rate', 'theirs'],
  ['account-suspended', 'ours'],
  ['signalling-unreachable', 'ours'],
  ['signalling-blocked-by-policy', 'theirs'],
  ['send-not-permitted', 'ours'],
  ['send-not-permitted', 'theirs'],
  ['presence-not-permitted', 'theirs'],
  ['publish-not-permitted', 'ours'],
  ['turn-missing', 'relay only'],
  ['turn-rejected'],
  ['negotiation-stalled'],
  ['codec-mismatch'],
  ['peer-sends-no-video'],
  ['peer-paused'],
  ['no-packets'],
  ['no-keyframe'],
  ['undecodable'],
  ['frozen'],
  ['remote-source-black'],
  ['autoplay-blocked'],
  ['renderer-unbound'],
  ['renderer-stale'],
  ['renderer-ended'],
  ['renderer-hidden'],
  ['renderer-paused'],
  ['renderer-paused', 'peerjs'],
  ['renderer-unbound', 'call theirs'],
];
const INFORMATION: readonly string[] = ['peer-paused', 'peer-sends-no-video'];
/** Setting the scene, beside others that do the same. */
const SCENE_MS = 30_000;
/** Most of a row's time is waiting for its proof. */
const SIDE_BY_SIDE = 4;

const scenarioOf = ([code, as]: readonly [string, string?]): Scenario => {
  const found = SCENARIOS.find((scenario) => scenario.code === code && scenario.as === as);
  if (!found) throw new Error(`the laboratory knows no ${code} ${as ?? ''}`);
  return found;
};

/** What panel and popup say of one fault after the other, in one browser. */
export function faultsIn(name: BrowserName): void {
  describe(`the panel and the popup in ${name}`, { concurrency: SIDE_BY_SIDE }, () => {
    let world: World;
    let bench: Bench;
    before(async () => {
      world = await startWorld();
      bench = await startBench(name, { watched: ['http://127.0.0.1/*'] });
    });
    after(async () => {
      await bench?.stop();
      await world?.stop();
    });

    for (const wanted of CODES) {
      const scenario = scenarioOf(wanted);
      if (scenario.only !== undefined && scenario.only !== name) continue;
      const { code, proof = 0 } = scenario;
      it(`name ${wanted.join(' of ')}`, { timeout: 120_000 }, async () => {
        const severities = INFORMATION.includes(code) ? ['info'] : ['error', 'warning'];
        await onPage(bench, await addressOf(scenario, world, undefined, name, ['lab']), async (page) => {
          const panel = await page.panel(`findings.includes('${code}')`, proof + SCENE_MS);
          assert.ok(severities.includes(panel.severities[code] ?? ''), JSON.stringify(panel, null, 1));
          const popup = await page.popup(
            `findings.includes('${code}') && ${JSON.stringify(severities)}.includes(verdict)`,
          );
          assert.ok(popup.findings.includes(code), JSON.stringify(popup, null, 1));
          assert.ok(severities.includes(popup.verdict), JSON.stringify(popup, null, 1));
          assert.equal(popup.watching, 'recording');
        });
      });
    }
  });
}
