// `npm test`: everything. `npm test -- --only e2e,interop` runs those suites alone; `--only e2e --match call`
// only the files whose path contains `call`; `--no-build` trusts what is in dist.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBrowserTests } from './helpers/browser-suite.ts';
import { filesUnder } from './helpers/files.ts';
import { ensureBrowsers } from './helpers/find-browser.ts';
import { compileFirefox } from './helpers/firefox-profile.ts';
import { runNodeTests, type Tally } from './helpers/node-suite.ts';

const MINUTE = 60_000;
const CHECKS = ['types', 'lint', 'format', 'imports'] as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    match: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
  },
});
const only = values.only?.split(',');
const isWanted = (suite: string): boolean => !only || only.includes(suite);

function npm(...args: string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}

const files = (dir: string, ending = '.test.ts'): string[] =>
  filesUnder(dir, ending).filter((file) => file.includes(values.match));

async function check(): Promise<Tally> {
  const failures: string[] = [];
  const left = [...CHECKS];
  const worker = async (): Promise<void> => {
    for (let name = left.shift(); name; name = left.shift()) {
      const ok = await npm(`check:${name}`);
      console.log(`${ok ? '✔' : '✖'} ${name}`);
      if (!ok) failures.push(`check:${name}`);
    }
  };
  // Each keeps one processor busy.
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 2) }, worker));
  return { passed: CHECKS.length - failures.length, failed: failures.length, failures };
}

const isUnit = (file: string): boolean =>
  !/\.browser\.test\.ts$|[\\/](e2e|interop|outage|network|bench|docs|release|faults|extension)[\\/]/.test(
    file,
  );

const BROWSERS = { concurrency: 2, timeout: 10 * MINUTE };

const sum = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  failures: [...(a.failures ?? []), ...(b.failures ?? [])],
});

/** Files of a folder: the one that has to have the processors to itself, and the others. */
function apart(dir: string, alone: string): { alone: string[]; others: string[] } {
  const all = files(dir);
  const isAlone = (file: string): boolean => file.endsWith(alone);
  return { alone: all.filter(isAlone), others: all.filter((file) => !isAlone(file)) };
}

const NONE: Tally = { passed: 0, failed: 0 };
const ifAny = (some: string[]): Promise<Tally> =>
  some.length === 0 ? Promise.resolve(NONE) : runNodeTests(some, BROWSERS);

/** What must raise no alarm has the processors to itself; the laboratory has beside it what mostly waits. */
async function faults(): Promise<Tally> {
  const { alone, others } = apart('test/faults', 'healthy.test.ts');
  return sum(await ifAny(others), await ifAny(alone));
}

const lossOfPaths = (write?: (text: string) => void): Promise<Tally> =>
  runNodeTests(files('test/network'), { concurrency: 1, timeout: 10 * MINUTE }, write);
/** The network's tests under way beside those of outages, and what they have said so far. */
let beside: Promise<Tally> | undefined;
const said: string[] = [];

/** A picture that is watched for standing still has the processors to itself; the rest mostly waits, beside the network's tests. */
async function outage(): Promise<Tally> {
  const { alone, others } = apart('test/outage', 'outage.test.ts');
  const watched = await ifAny(alone);
  if (isWanted('network')) {
    beside = lossOfPaths((text) => said.push(text));
    // Whoever asks for it hears of it.
    beside.catch(() => undefined);
  }
  return sum(watched, await ifAny(others));
}

async function network(): Promise<Tally> {
  if (!beside) return lossOfPaths();
  const tally = await beside;
  process.stdout.write(said.join(''));
  return tally;
}

const SUITES: readonly (readonly [string, () => Promise<Tally>])[] = [
  ['check', check],
  [
    'unit',
    () =>
      runNodeTests(files('test').filter(isUnit), {
        concurrency: availableParallelism() * 2,
        timeout: 2 * MINUTE,
      }),
  ],
  ['browser', () => runBrowserTests(files('test', '.browser.test.ts'), 5 * MINUTE)],
  // Two at a time leave the processors idle for a fifth of it.
  ['e2e', () => runNodeTests(files('test/e2e'), { concurrency: 3, timeout: 5 * MINUTE })],
  ['outage', outage],
  ['network', network],
  ['faults', faults],
  // Backwards by name: the longest come first.
  [
    'extension',
    () => runNodeTests(files('test/extension').reverse(), { concurrency: 3, timeout: 10 * MINUTE }),
  ],
  ['interop', () => runNodeTests(files('test/interop'), { concurrency: 2, timeout: 4 * MINUTE })],
  ['docs', () => runNodeTests(files('test/docs'), { concurrency: 2, timeout: 3 * MINUTE })],
  ['release', () => runNodeTests(files('test/release'), { concurrency: 1, timeout: 3 * MINUTE })],
];

/** A suite that throws has failed once; one that ran nothing as well, since nothing was proven. */
async function runSuite(name: string, suite: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${name} ──`);
  const started = performance.now();
  const tally: Tally = await suite().catch((err: unknown) => {
    console.error(err);
    return { passed: 0, failed: 1 };
  });
  const empty = tally.passed + tally.failed === 0;
  if (empty) console.error(`${name} ran no test`);
  const failed = tally.failed + (empty ? 1 : 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${tally.passed} passed, ${failed} failed, ${seconds} s`);
  const unnamed = failed > 0 && !tally.failures?.length ? [`in ${name}`] : [];
  return { passed: tally.passed, failed, failures: [...(tally.failures ?? []), ...unnamed] };
}

/** False, with the reason printed, if the suites cannot run at all. */
async function prepare(): Promise<boolean> {
  try {
    ensureBrowsers();
    await compileFirefox();
  } catch (err) {
    console.error(err instanceof Error ? err.message : err);
    return false;
  }
  return values['no-build'] || (await npm('build'));
}

// What tests, browsers and servers leave in the folder for temporary files goes with this run.
const scratch = mkdtempSync(join(tmpdir(), 'metered-call-'));
process.env['TMPDIR'] = scratch;
process.once('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

const total = { passed: 0, failed: 0 };
const failures: string[] = [];
if (await prepare()) {
  for (const [name, suite] of SUITES) {
    if (!isWanted(name)) continue;
    const tally = await runSuite(name, suite);
    total.passed += tally.passed;
    total.failed += tally.failed;
    failures.push(...(tally.failures ?? []));
  }
} else total.failed = 1;

// Again, in short, where it is found without reading the whole.
for (const failure of failures) console.log(`\n✖ ${failure}`);
// A handle that some suite left open must not keep the sum from being the last line.
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`, () => process.exit());
