// `npm run bench -- NAME…` runs test/bench/NAME/bench.ts; without a name, all of them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = import.meta.dirname;
const fileOf = (name: string): string => join(root, name, 'bench.ts');
const all = readdirSync(root).filter((name) => existsSync(fileOf(name)));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join()}. There are: ${all.join()}.`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  const { run } = (await import(pathToFileURL(fileOf(name)).href)) as { run: () => Promise<void> };
  await run();
}
process.exit();
