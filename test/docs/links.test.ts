import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { filesUnder } from '../helpers/files.ts';
import { PAGES, anchorsOf, linksOf, resolveLink } from './pages.ts';
import type { Link } from './pages.ts';

const isAbsolute = ({ target }: Link): boolean => /^[a-z][\w+.-]*:/i.test(target);

function problemWith(link: Link): string | null {
  const { path, anchor } = resolveLink(link);
  if (path.startsWith('..') || !existsSync(path)) return 'leads nowhere';
  if (anchor === '') return null;
  if (!statSync(path).isFile() || !path.endsWith('.md')) return 'has an anchor into what is no page';
  return anchorsOf(path).has(anchor) ? null : 'has an anchor that the page lacks';
}

test('every relative link, anchor and image of the pages leads somewhere', () => {
  const links = PAGES.flatMap(linksOf).filter((link) => !isAbsolute(link));
  assert.ok(links.length > 20);
  const broken = links.flatMap((link) => {
    const problem = problemWith(link);
    return problem === null ? [] : [`${link.file}: ${link.target} ${problem}`];
  });
  assert.deepEqual(broken, []);
});

test('every test that a page names exists', () => {
  const tests = filesUnder('test', '.test.ts').map((file) => file.replaceAll('\\', '/'));
  const named = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, name = '']) => ({
      page,
      name,
    })),
  );
  assert.ok(named.length > 20);
  const missing = named.filter(({ name }) => !tests.some((file) => `/${file}`.endsWith(`/${name}`)));
  assert.deepEqual(missing, []);
});

test('no link leaves the web, and none is in the clear save to this machine', () => {
  const absolute = PAGES.flatMap(linksOf).filter(isAbsolute);
  const odd = absolute.filter(({ target }) => !/^(https:|mailto:|http:\/\/localhost[:/])/.test(target));
  assert.deepEqual(odd, []);
});

test('every page of docs can be reached from the index, and the index from the README', () => {
  const reached = new Set<string>();
  const follow = (page: string): void => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const link of linksOf(page).filter((found) => !isAbsolute(found))) {
      const { path } = resolveLink(link);
      if (path.endsWith('.md') && existsSync(path)) follow(path);
    }
  };
  assert.ok(linksOf('README.md').some(({ target }) => target === 'docs/README.md'));
  follow('docs/README.md');
  assert.deepEqual(
    PAGES.filter((page) => page.startsWith('docs') && !reached.has(page)),
    [],
  );
});
