import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, for the end of a long run. */
  readonly failures?: readonly string[];
}

interface Outcome {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly details: { readonly type?: string; readonly error?: unknown };
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
}

/** Node reports a file that holds no test as one passed test named by its path. */
const isFileItself = (outcome: Outcome): boolean =>
  outcome.nesting === 0 && outcome.file !== undefined && resolve(outcome.name) === resolve(outcome.file);

/** Node wraps what a test threw; the innermost cause says the most. */
function failureOf({ name, file, details }: Outcome): string {
  const parts: string[] = [];
  let error = details.error;
  while (error instanceof Error && parts.length < 4) {
    parts.push(error.message);
    error = error.cause;
  }
  const where = file === undefined ? '' : `${relative('.', file)}: `;
  return `${where}${name}\n    ${[...new Set(parts)].join('\n    ').slice(0, 2_000)}`;
}

/**
 * Runs files of node:test, each in a process of its own that is ended after `timeout`, and streams their
 * report to `write`. A skipped test counts as neither; a file without a test has failed.
 */
export async function runNodeTests(
  files: readonly string[],
  options: { readonly concurrency: number; readonly timeout: number },
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<Tally> {
  let passed = 0;
  const failures: string[] = [];
  const stream = run({ files: [...files], ...options });
  stream.on('test:pass', (outcome: Outcome) => {
    if (outcome.details.type === 'suite' || outcome.skip !== undefined || outcome.todo !== undefined) return;
    if (isFileItself(outcome)) {
      failures.push(`${outcome.name} holds no test`);
    } else passed += 1;
  });
  stream.on('test:fail', (outcome: Outcome) => {
    if (outcome.details.type !== 'suite') failures.push(failureOf(outcome));
  });
  const report = new spec();
  stream.pipe(report);
  for await (const chunk of report) write(String(chunk));
  return { passed, failed: failures.length, failures };
}
