// `npm run docs`: writes what is generated in docs/, after a build.
import { writeFileSync } from 'node:fs';
import { writeApi } from './api.ts';
import { generatedPages } from './generated.ts';

for (const { file, before, after } of generatedPages()) {
  if (before === after) continue;
  writeFileSync(file, after);
  console.log(`${file} written`);
}
await writeApi('docs/api');
console.log('docs/api written');
