// `npm run bench -- NAME…` runs test/bench/NAME/bench.ts; without a name, all of them. `--write` renews
// docs/benchmarks.md afterwards from what is kept of every benchmark's last run.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeDocs } from './write-docs.ts';

const root = import.meta.dirname;
const fileOf = (name: string): string => join(root, name, 'bench.ts');
const all = readdirSync(root).filter((name) => existsSync(fileOf(name)));
const write = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join()}. There are: ${all.join()}.`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  const { run } = (await import(pathToFileURL(fileOf(name)).href)) as { run: () => Promise<void> };
  await run();
}
if (write) await writeDocs();
process.exit();
