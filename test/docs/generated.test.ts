import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CODES } from '../../core/diagnosis/catalogue.ts';
import { en } from '../../core/locales/en.ts';
import { writeApi } from '../../scripts/docs/api.ts';
import { generatedPages } from '../../scripts/docs/generated.ts';
import { filesUnder } from '../helpers/files.ts';
import { anchorsOf } from './pages.ts';

const HINT = 'is not what `npm run docs` writes after a build';

test('the tables of the element and of the findings are what the sources say', () => {
  for (const { file, before, after } of generatedPages()) assert.equal(before, after, `${file} ${HINT}`);
});

test('every code that the doctor or the element can tell has an entry in the guide', () => {
  const anchors = anchorsOf('docs/troubleshooting.md');
  const codes = new Set([...CODES, ...Object.keys(en.findings).map((key) => key.replace(/\..*/, ''))]);
  assert.ok(codes.size > 60);
  assert.deepEqual(
    [...codes].filter((code) => !anchors.has(code)),
    [],
  );
});

test('the API reference is what the docstrings say', async () => {
  const out = await mkdtemp(join(tmpdir(), 'metered-call-api-'));
  try {
    await writeApi(out);
    const names = (dir: string): string[] => filesUnder(dir, '.md').map((file) => file.slice(dir.length));
    assert.deepEqual(names('docs/api'), names(out));
    for (const name of names(out)) {
      const [written, wanted] = await Promise.all([
        readFile(`docs/api${name}`, 'utf8'),
        readFile(out + name, 'utf8'),
      ]);
      assert.ok(written === wanted, `docs/api${name} ${HINT}`);
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
