import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { filesUnder } from '../helpers/files.ts';

const SITE = 'dist/server/site';
const pages = filesUnder(SITE, '.html');
/** Answered by the server itself. */
const ROUTES: readonly string[] = ['/healthz'];

test('the landing page leads to the documentation and to the calls that are broken', () => {
  const html = readFileSync(join(SITE, 'index.html'), 'utf8');
  for (const page of ['/docs/', '/demo/broken/']) assert.ok(html.includes(`href="${page}"`), page);
  assert.ok(pages.length > 20);
});

test('every link, script and picture of the built site leads somewhere', () => {
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
  const [address = '', anchor] = decodeURIComponent(target).split('#');
  const [path = ''] = address.split('?');
  if (ROUTES.includes(path)) return true;
  // The script is beside the site, not in it.
  if (path === '/metered-call.js') return existsSync(join('dist', path));
  const file = path === '' ? page : path.startsWith('/') ? join(SITE, path) : join(dirname(page), path);
  const found = file.endsWith('/') ? join(file, 'index.html') : file;
  if (!existsSync(found)) return false;
  return anchor === undefined || readFileSync(found, 'utf8').includes(` id="${anchor}"`);
}
