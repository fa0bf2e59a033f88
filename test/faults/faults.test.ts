import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../helpers/find-browser.ts';
import { Benches } from './benches.ts';
import { IMPOSSIBLE } from './impossible.ts';
import { keepRecording } from './recordings.ts';
import { PROMISE_MS, recordingOf, runScenario, type Outcome } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { startWorld, type World } from './world.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
/** More end no sooner on two processors, and hold each other up. In Chromium it is one fewer: dumps are taken beside them. */
const AT_A_TIME: Readonly<Record<BrowserName, number>> = { chromium: 3, firefox: 4 };
/** Those whose proof is the longest wait come first, so that none of them runs on alone at the end. */
const LONGEST_FIRST = SCENARIOS.toSorted((a, b) => (b.proof ?? 0) - (a.proof ?? 0));
const { values } = parseArgs({
  options: {
    /** Keeps what was recorded as fixtures. */
    record: { type: 'boolean', default: false },
    /** Only scenarios whose title matches this. */
    only: { type: 'string', default: '' },
    browser: { type: 'string' },
  },
});
const { record } = values;
const only = new RegExp(values.only);

const benches = new Benches();
let world: World;
const outcomes = new Map<string, Outcome>();

before(async () => {
  world = await startWorld();
});

after(async () => {
  await benches.stop();
  await world.stop();
  printMatrix();
});

const titleOf = ({ code, as }: Scenario): string => (as === undefined ? code : `${code} (${as})`);

describe('the laboratory', { concurrency: BROWSERS.length }, () => {
  for (const browser of BROWSERS) {
    describe(`faults in ${browser}`, { concurrency: AT_A_TIME[browser] }, () => {
      for (const scenario of LONGEST_FIRST) tell(browser, scenario);
    });
  }
});

function tell(browser: BrowserName, scenario: Scenario): void {
  if (scenario.only !== undefined && scenario.only !== browser) return;
  const title = titleOf(scenario);
  if (!only.test(title) || (values.browser ?? browser) !== browser) return;
  it(`${browser}: ${title}`, { timeout: 180_000 }, async () => {
    const keep = async (page: Page): Promise<void> =>
      keepRecording(browser, scenario, await recordingOf(page));
    const whileFound = record && !scenario.element ? keep : undefined;
    const outcome = await runScenario(scenario, browser, { benches, world, whileFound });
    outcomes.set(`${browser} ${title}`, outcome);
    assert.ok(outcome.passed, JSON.stringify({ expected: scenario.code, ...outcome }, null, 1));
  });
}

function cell(browser: BrowserName, scenario: Scenario): string {
  const outcome = outcomes.get(`${browser} ${titleOf(scenario)}`);
  if (outcome?.tookMs !== undefined && outcome.tookMs !== null) {
    const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
    const time = `${seconds(outcome.tookMs)} of ${seconds((scenario.proof ?? 0) + PROMISE_MS)} s`;
    const late = outcome.late < 1_000 ? '' : `, held up for ${seconds(outcome.late)} s`;
    return `${outcome.passed ? 'found' : 'FOUND AND LOST, OR NOT ALONE'} ${time}${late}`;
  }
  if (outcome) return `FOUND ${outcome.found.map(({ code }) => code).join(', ') || 'nothing'}`;
  return IMPOSSIBLE.some((entry) => entry.code === scenario.code && entry.browser === browser)
    ? 'impossible'
    : '-';
}

/** Expected against found, how long after the fault, and how long it may take by its proof. */
function printMatrix(): void {
  const rows = SCENARIOS.map((scenario) => [
    titleOf(scenario),
    ...BROWSERS.map((name) => cell(name, scenario)),
  ]);
  const width = Math.max(...rows.map(([title = '']) => title.length));
  console.log(['expected'.padEnd(width), 'chromium'.padEnd(44), 'firefox'].join('  '));
  for (const [title = '', chromium = '', firefox = ''] of rows)
    console.log([title.padEnd(width), chromium.padEnd(44), firefox].join('  '));
  for (const { code, browser, why } of IMPOSSIBLE)
    console.log(`${code} is impossible in ${browser}: it ${why}`);
}
