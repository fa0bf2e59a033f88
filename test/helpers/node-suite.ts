import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Outcome {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly details: { readonly type?: string };
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
}

/** Node reports a file that holds no test as one passed test named by its path. */
const isFileItself = (outcome: Outcome): boolean =>
  outcome.nesting === 0 && outcome.file !== undefined && resolve(outcome.name) === resolve(outcome.file);

/**
 * Runs files of node:test, each in a process of its own that is ended after `timeout`, and streams their
 * report. A skipped test counts as neither; a file without a test has failed.
 */
export async function runNodeTests(
  files: readonly string[],
  options: { readonly concurrency: number; readonly timeout: number },
): Promise<Tally> {
  let passed = 0;
  let failed = 0;
  const stream = run({ files: [...files], ...options });
  stream.on('test:pass', (outcome: Outcome) => {
    if (outcome.details.type === 'suite' || outcome.skip !== undefined || outcome.todo !== undefined) return;
    if (isFileItself(outcome)) {
      console.error(`${outcome.name} holds no test`);
      failed += 1;
    } else passed += 1;
  });
  stream.on('test:fail', (outcome: Outcome) => {
    if (outcome.details.type !== 'suite') failed += 1;
  });
  const report = new spec();
  stream.pipe(report);
  for await (const chunk of report) process.stdout.write(String(chunk));
  return { passed, failed };
}
