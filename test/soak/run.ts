// `npm run soak`: the healthy calls of the doctor for a minute each, then six in one call to whom all sorts of things
// happen. SOAK_SECONDS (1200) and SOAK_SEED (1) say how long and in which order; the same seed does the same again.
//   --short          a minute for each of three seeds
//   --only mesh      without the healthy calls; --only healthy without the six
//   --browser firefox
// What was done and what was wrong is kept in .cache/soak/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureBrowsers } from '../helpers/find-browser.ts';
import { soak, type MeshResult, type Traced } from './mesh.ts';

const SHORT = { seconds: 60, seeds: [5, 7, 8] } as const;
const HEALTHY_SECONDS = '60';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    browser: { type: 'string', default: 'chromium' },
  },
});
const browser = values.browser === 'firefox' ? 'firefox' : 'chromium';

/** In a process of its own, which the runner of tests wants. */
function healthy(): boolean {
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--test', 'test/faults/healthy.test.ts'],
    { stdio: 'inherit', env: { ...process.env, SOAK_SECONDS: HEALTHY_SECONDS } },
  );
  return status === 0;
}

function keep(name: string, what: MeshResult | Traced): void {
  mkdirSync('.cache/soak', { recursive: true });
  writeFileSync(`.cache/soak/${browser}-${name}.json`, JSON.stringify(what, null, 1));
}

async function mesh(seed: number, seconds: number): Promise<boolean> {
  console.log(`\nSix in one call, ${browser}, seed ${seed}, ${seconds} s`);
  const keepTrace = (traced: Traced): void => keep(`${seed}-at-${Math.round(traced.at / 1_000)}-s`, traced);
  const result = await soak({ seed, seconds, browser, keepTrace });
  keep(`${seed}`, result);
  const { steps, cuts, messages, inDoubt, violations, explained, stalls } = result;
  const done = Object.entries(steps).map(([step, count]) => `${count} × ${step}`);
  console.log(`${done.join(', ')}${cuts ? '' : '; no path could be cut here'}`);
  const [longest] = [...stalls].sort((a, b) => b.ms - a.ms);
  if (longest)
    console.log(
      `stood still for over a second ${stalls.length} times, longest ${longest.who} at ${Math.round(longest.at / 1_000)} s, for ${longest.ms} ms`,
    );
  for (const what of explained) console.log(`while a page stood still for seconds, ${what}`);
  console.log(`${messages} messages received, ${inDoubt} in doubt, ${violations.length} violations`);
  return violations.length === 0;
}

ensureBrowsers([browser]);
let sound = true;
if (values.only !== 'mesh') sound = healthy();
if (values.only !== 'healthy') {
  const runs = values.short
    ? SHORT.seeds.map((seed) => [seed, SHORT.seconds] as const)
    : [[Number(process.env['SOAK_SEED'] ?? 1), Number(process.env['SOAK_SECONDS'] ?? 1_200)] as const];
  for (const [seed, seconds] of runs) sound = (await mesh(seed, seconds)) && sound;
}
process.exit(sound ? 0 : 1);
