import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { transform } from 'esbuild';
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { filesUnder } from '../helpers/files.ts';
import { PAGES, blocks, blocksOf, placeOf } from './pages.ts';

/** Those that other tests here run, and those that are for other programs or for eyes alone. */
const LANGUAGES: readonly string[] = [
  'html',
  'js',
  'ts',
  'tsx',
  'vue',
  'sh',
  'css',
  'json',
  'jsonc',
  'nginx',
  'text',
  '',
];

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

test('every block says what it is, so that none escapes the tests', () => {
  const odd = PAGES.flatMap(blocksOf).filter(({ language }) => !LANGUAGES.includes(language));
  assert.deepEqual(odd.map(placeOf), []);
});

test('code is marked as code', () => {
  const hidden = blocks('', 'text').filter(({ code }) =>
    /^\s*(import |const |<script|<metered-call|npm )/m.test(code),
  );
  assert.deepEqual(hidden.map(placeOf), []);
});

test('every shell block parses, and names scripts and files that exist', () => {
  const found = blocks('sh');
  assert.ok(found.length >= 3);
  for (const block of found) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block.code, encoding: 'utf8' });
    assert.equal(status, 0, `${placeOf(block)} ${stderr}`);
    for (const [, name] of block.code.matchAll(/\bnpm (?:run (?:--silent )?)?([\w:-]+)/g)) {
      const known = ['ci', 'install', 'audit'].includes(name ?? '') || (name ?? '') in manifest.scripts;
      assert.ok(known, `${placeOf(block)} npm ${name}`);
    }
    for (const [path] of block.code.matchAll(/\b(?:dist|server|docs|scripts)\/[\w./-]+/g))
      assert.ok(existsSync(path), `${placeOf(block)} ${path}`);
  }
});

test('every npm script that a page names exists', () => {
  for (const page of PAGES) {
    const inline = readFileSync(page, 'utf8').matchAll(/`npm run (?:--silent )?([\w:-]+)/g);
    for (const [, name] of inline) assert.ok((name ?? '') in manifest.scripts, `${page}: npm run ${name}`);
  }
});

test('every block for a framework is a file of the examples, which are built and run', () => {
  const files = [...filesUnder('examples', '.tsx'), ...filesUnder('examples', '.vue')];
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const found = blocks('tsx', 'vue');
  assert.ok(found.length >= 2);
  const strange = found.filter(({ code }) => !texts.includes(code));
  assert.deepEqual(strange.map(placeOf), []);
});

test('every JSON block parses', () => {
  for (const block of blocks('json', 'jsonc')) {
    const errors: ParseError[] = [];
    parse(block.code, errors, { disallowComments: block.language === 'json', allowTrailingComma: false });
    assert.deepEqual(errors, [], placeOf(block));
  }
});

test('every style sheet parses, and sets only properties that the element has', async () => {
  const element = readFileSync('custom-elements.json', 'utf8');
  for (const block of blocks('css')) {
    const { warnings } = await transform(block.code, { loader: 'css', logLevel: 'silent' });
    assert.deepEqual(warnings, [], placeOf(block));
    for (const [name] of block.code.matchAll(/--metered-call-[\w-]+/g))
      assert.ok(element.includes(`"${name}"`), `${placeOf(block)} ${name}`);
  }
});
