// Gzipped sizes of what a page loads, against budgets.json.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGETS = JSON.parse(readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'));

const listed = (dir) => (existsSync(dir) ? readdirSync(dir).map((file) => `${dir}/${file}`) : []);

function artefacts() {
  const found = [
    'dist/metered-call.js',
    'dist/core/index.js',
    'dist/widget/index.js',
    ...listed('dist/chunks'),
    'dist/core/index.cjs',
    ...listed('dist/locales'),
    'dist/server/cli.js',
    'dist/extension/chrome/hook.js',
    ...listed('dist/extension').filter((file) => file.endsWith('.zip')),
  ];
  return [...new Set([...found, ...Object.keys(BUDGETS)])].filter((file) => !file.endsWith('.d.ts'));
}

/** Prints the table unless `quiet`; false, with a line a file, if one is missing or above its budget. */
export function report(quiet = false) {
  let ok = true;
  if (!quiet)
    console.log(`${'file'.padEnd(36)}${'bytes'.padStart(9)}${'gzip'.padStart(9)}${'budget'.padStart(9)}`);
  for (const file of artefacts()) {
    const budget = BUDGETS[file];
    if (!existsSync(file)) {
      console.error(`${file} is missing`);
      ok = false;
      continue;
    }
    const bytes = readFileSync(file);
    const gzip = gzipSync(bytes, { level: 9 }).length;
    if (!quiet) {
      const columns = [
        String(bytes.length).padStart(9),
        String(gzip).padStart(9),
        String(budget ?? '').padStart(9),
      ];
      console.log(file.padEnd(36) + columns.join(''));
    }
    if (budget !== undefined && gzip >= budget) {
      console.error(`${file} is ${gzip} bytes gzipped; its budget is ${budget}`);
      ok = false;
    }
  }
  return ok;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !report()) process.exitCode = 1;
