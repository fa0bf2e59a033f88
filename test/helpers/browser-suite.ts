import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { startTestRunner, summaryReporter, type Reporter, type TestSession } from '@web/test-runner';
import type { Tally } from './node-suite.ts';

type SuiteResult = NonNullable<TestSession['testResults']>;

function tallySuite(suite: SuiteResult): Tally {
  const ran = suite.tests.filter((test) => !test.skipped);
  const inner = suite.suites.map(tallySuite);
  return sum([
    ...inner,
    { passed: ran.filter((t) => t.passed).length, failed: ran.filter((t) => !t.passed).length },
  ]);
}

function failuresOf(suite: SuiteResult): string[] {
  const own = suite.tests
    .filter((test) => !test.skipped && !test.passed)
    .map(({ name, error }) => `${name}\n    ${error?.message ?? ''}`);
  return [...own, ...suite.suites.flatMap(failuresOf)];
}

function sessionFailures({ testFile, browser, testResults, errors }: TestSession): string[] {
  const found = [
    ...(testResults ? failuresOf(testResults) : []),
    ...errors.map(({ message }) => message.slice(0, 2_000)),
  ];
  return found.map((what) => `${testFile} in ${browser.name}: ${what}`);
}

function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((n, t) => n + t.passed, 0),
    failed: tallies.reduce((n, t) => n + t.failed, 0),
  };
}

/** A page that crashed, did not load or held no test has failed, whatever ran in it before. */
function tallySession(session: TestSession): Tally {
  const tally = session.testResults ? tallySuite(session.testResults) : { passed: 0, failed: 0 };
  const broken = session.errors.length > 0 || (tally.passed === 0 && tally.failed === 0);
  if (broken && session.errors.length === 0)
    console.error(`${session.testFile} ran no test in ${session.browser.name}`);
  return broken ? { passed: tally.passed, failed: tally.failed + 1 } : tally;
}

function bundle(): void {
  rmSync('.cache/browser-tests', { recursive: true, force: true });
  const args = [
    'node_modules/rollup/dist/bin/rollup',
    '-c',
    'scripts/build/browser-tests.config.js',
    '--silent',
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('the browser tests could not be bundled');
}

/** Bundles `files` and runs them in Chromium and in Firefox; ends after `timeout` at the latest. */
export async function runBrowserTests(files: readonly string[], timeout: number): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  bundle();
  let sessions: readonly TestSession[] = [];
  const tallyReporter: Reporter = { onTestRunFinished: (args) => void (sessions = args.sessions) };
  const runner = await startTestRunner({
    config: {
      files: files.map((file) => file.replace(/^test/, '.cache/browser-tests').replace(/\.ts$/, '.js')),
      reporters: [summaryReporter({}), tallyReporter],
      watch: false,
    },
    readCliArgs: false,
    autoExitProcess: false,
  });
  if (!runner) throw new Error('the browser test runner did not start');
  const timer = setTimeout(() => void runner.stop(new Error(`not done after ${timeout} ms`)), timeout);
  const passed = await new Promise<boolean>((done) => runner.on('stopped', done));
  clearTimeout(timer);
  const tally = sum(sessions.map(tallySession));
  const failures = sessions.flatMap(sessionFailures);
  const failed = passed || tally.failed > 0 ? tally.failed : tally.failed + 1;
  return { passed: tally.passed, failed, failures };
}
