// `npm run network-lab`: calls of both engines in networks that are made on the spot, and what becomes of them. Prints
// tables and keeps the single runs in .cache/network-lab.json. Needs Linux and root.
//   --only cut-20,roaming   these scenarios (scenarios.ts)
//   --pairs firefox,mixed   these pairs; default chromium and firefox, each with itself
//   --engines ours          this engine alone
//   --rounds 3              each so many times
//   --write                 puts the tables of all runs that are kept into docs/network.md; with --rounds 0 nothing else
import { parseArgs } from 'node:util';
import { ensureBrowsers, type BrowserName } from '../helpers/find-browser.ts';
import { namespacesMissing } from '../helpers/namespaces.ts';
import { connecting, keep, recovering, writePage } from './lab-report.ts';
import { measure, type Measured } from './lab-run.ts';
import type { EngineName } from './page/participant.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** Networks with trouble side by side: most of the time nothing happens in either. How soon a call comes about is measured alone. */
const JOBS = 2;
const PAIRS: Readonly<Record<string, readonly [BrowserName, BrowserName]>> = {
  chromium: ['chromium', 'chromium'],
  firefox: ['firefox', 'firefox'],
  mixed: ['chromium', 'firefox'],
};
const ENGINES: Readonly<Record<string, EngineName>> = { ours: 'ours', theirs: 'theirs' };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: SCENARIOS.map(({ name }) => name).join() },
    pairs: { type: 'string', default: 'chromium,firefox' },
    engines: { type: 'string', default: 'ours,theirs' },
    rounds: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});

function named<T>(text: string, what: string, all: Readonly<Record<string, T>>): T[] {
  return text.split(',').map((name) => {
    const found = all[name];
    if (found === undefined) throw new Error(`No ${what} ${name}. There are: ${Object.keys(all).join()}.`);
    return found;
  });
}

type Job = readonly [Scenario, readonly [BrowserName, BrowserName], EngineName];

function jobs(): Job[] {
  const all = Object.fromEntries(SCENARIOS.map((scenario) => [scenario.name, scenario]));
  const engines = named(values.engines, 'engine', ENGINES);
  const pairs = named(values.pairs, 'pair', PAIRS);
  const once = named(values.only, 'scenario', all).flatMap((scenario) =>
    pairs.flatMap((pair) => engines.map((engine): Job => [scenario, pair, engine])),
  );
  const turned = [...once].reverse();
  return Array.from({ length: Number(values.rounds) }, (_, round) =>
    round % 2 === 0 ? once : turned,
  ).flat();
}

async function work(waiting: Job[], runs: Measured[]): Promise<void> {
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const run = await measure(...job);
    runs.push(run);
    keep(runs);
    const { scenario, browsers, engine, mediaMs, gapMs, recoveryMs } = run;
    console.log(
      `${scenario}, ${browsers.join(' with ')}, ${engine}: media ${mediaMs}, gap ${gapMs}, recovery ${recoveryMs} ms`,
    );
  }
}

const missing = namespacesMissing();
if (missing !== null) {
  console.error(`There is no laboratory here: ${missing}.`);
  process.exit(2);
}
const all = jobs();
const runs: Measured[] = [];
if (all.length > 0) {
  ensureBrowsers();
  await work(
    all.filter(([{ trouble }]) => !trouble),
    runs,
  );
  const long = all.filter(([{ trouble }]) => trouble);
  await Promise.all(Array.from({ length: JOBS }, () => work(long, runs)));
  console.log(`\n${connecting(runs)}\n\n${recovering(runs)}`);
}
if (values.write) writePage();
process.exit();
