// Gzipped sizes of what a page loads, against budgets.json.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
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

const FIRST_LOAD = /^first load of (.+)$/;

/** A module and every chunk that it imports statically: what a page waits for before anything happens. */
function firstLoad(entry) {
  const found = new Set([entry]);
  for (const file of found) {
    const source = readFileSync(file, 'utf8');
    // Minified modules import at their very beginning, and re-export in the same form.
    for (const [, path] of source.matchAll(/(?:\bfrom|\bimport) ?["'](\.[^"']+)["']/g))
      found.add(posix.join(posix.dirname(file), path));
  }
  return [...found];
}

/** Bytes, plain and gzipped, of a file, or of all that a first load brings, each packed by itself. */
function weigh(name) {
  const entry = FIRST_LOAD.exec(name)?.[1];
  const files = (entry === undefined ? [name] : firstLoad(entry)).map((file) => readFileSync(file));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  return {
    bytes: sum(files.map((file) => file.length)),
    gzip: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
  };
}

/** Prints the table unless `quiet`; false, with a line a file, if one is missing or above its budget. */
export function report(quiet = false) {
  let ok = true;
  if (!quiet)
    console.log(`${'file'.padEnd(36)}${'bytes'.padStart(9)}${'gzip'.padStart(9)}${'budget'.padStart(9)}`);
  for (const file of artefacts()) {
    const budget = BUDGETS[file];
    if (!existsSync(FIRST_LOAD.exec(file)?.[1] ?? file)) {
      console.error(`${file} is missing`);
      ok = false;
      continue;
    }
    const { bytes, gzip } = weigh(file);
    if (!quiet) {
      const columns = [String(bytes).padStart(9), String(gzip).padStart(9), String(budget ?? '').padStart(9)];
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
