import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { filesUnder } from '../helpers/files.ts';

/** What is made here and kept by nobody: see .gitignore. */
const MADE: readonly string[] = ['.git', '.cache', 'node_modules', 'dist', 'custom-elements.json'];
/** What is true on one machine, or behind one registry, alone. */
const ELSEWHERE: readonly RegExp[] = [
  /registry\.\w+\.\w+/i,
  /"resolved":\s"/,
  /(?<![\w.])\/(?:tmp|root|work)\//,
];

test('no file of the repository names a package registry or a folder of one machine', () => {
  const files = readdirSync('.')
    .filter((name) => !MADE.includes(name) && !name.endsWith('.log'))
    .flatMap((name) => (statSync(name).isDirectory() ? filesUnder(name, '') : [name]))
    .filter((path) => statSync(path).isFile() && !/\.(png|gz)$/.test(path));
  assert.ok(files.length > 500 && files.includes('package-lock.json'));
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return ELSEWHERE.flatMap((pattern) => pattern.exec(text)?.[0] ?? []).map((match) => `${file}: ${match}`);
  });
  assert.deepEqual(found, []);
});
