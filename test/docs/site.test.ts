import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { filesUnder } from '../helpers/files.ts';

const SITE = 'dist/server/site';
const pages = filesUnder(join(SITE, 'docs'), '.html');

test('the landing page leads to the documentation', () => {
  assert.match(readFileSync(join(SITE, 'index.html'), 'utf8'), /href="\/docs\/"/);
  assert.ok(existsSync(join(SITE, 'docs/index.html')));
  assert.ok(pages.length > 15);
});

test('every link and picture of the built documentation leads somewhere', () => {
  const broken = pages.flatMap((page) => {
    const html = readFileSync(page, 'utf8');
    return [...html.matchAll(/(?:href|src)="([^"]+)"/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z][\w+.-]*:/i.test(target) && !leads(page, target))
      .map((target) => `${page}: ${target}`);
  });
  assert.deepEqual(broken, []);
});

function leads(page: string, target: string): boolean {
  const [path = '', anchor] = decodeURIComponent(target).split('#');
  const file = path === '' ? page : path.startsWith('/') ? join(SITE, path) : join(dirname(page), path);
  const found = file.endsWith('/') ? join(file, 'index.html') : file;
  if (!existsSync(found)) return false;
  return anchor === undefined || readFileSync(found, 'utf8').includes(` id="${anchor}"`);
}
