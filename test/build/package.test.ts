import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const node = async (code: string): Promise<string> =>
  (await run(process.execPath, ['--input-type=module', '--eval', code])).stdout.trim();

const json = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;

test('engine and element can be imported in Node, and define nothing there', async () => {
  const code = `
    const engine = await import('metered-call');
    const widget = await import('metered-call/widget');
    const names = ['customElements', 'HTMLElement', 'document', 'window', 'MeteredCall'];
    console.log(JSON.stringify([
      typeof engine.MeteredPeer, typeof widget.MeteredCall, names.filter((name) => name in globalThis),
    ]));`;
  assert.deepEqual(JSON.parse(await node(code)), ['function', 'function', []]);
});

test('the engine can be required, and is the same', async () => {
  const code = `
    import { createRequire } from 'node:module';
    const required = createRequire(process.cwd() + '/x.js')('metered-call');
    const imported = await import('metered-call');
    console.log(Object.keys(required).sort().join() === Object.keys(imported).sort().join());`;
  assert.equal(await node(code), 'true');
});

test('every value that the published client exports is exported here', async () => {
  const code = `
    const theirs = await import('@metered-ca/realtime');
    const ours = await import('metered-call');
    console.log(Object.keys(theirs).filter((name) => typeof ours[name] !== typeof theirs[name]).join());`;
  assert.equal(await node(code), '');
});

test('the integrity file tells the truth', async () => {
  const hashes = await json('dist/sri.json');
  assert.ok('metered-call.js' in hashes && 'core/index.js' in hashes && 'widget/index.js' in hashes);
  for (const [file, integrity] of Object.entries(hashes)) {
    const digest = createHash('sha384')
      .update(await readFile(`dist/${file}`))
      .digest('base64');
    assert.equal(integrity, `sha384-${digest}`);
  }
});

test('nothing that a page loads asks for a package or for Node', async () => {
  for (const file of Object.keys(await json('dist/sri.json'))) {
    const code = await readFile(`dist/${file}`, 'utf8');
    const imports = [...code.matchAll(/(?:^|[\s;}])(?:import|export)\b[^'"();]*?from\s*['"]([^'"]+)['"]/g)];
    for (const [, source] of imports) assert.match(source ?? '', /^\.\.?\//, `${file} imports ${source}`);
    assert.doesNotMatch(code, /\brequire\(/, file);
  }
});

test('English is there as a file, like every other language', async () => {
  const words = await json('dist/locales/en.json');
  assert.ok(Object.keys(words).length > 0);
});

test('the manifest describes the element under the path that is published', async () => {
  const { modules } = (await json('custom-elements.json')) as {
    modules: {
      path: string;
      declarations: { tagName: string; events: unknown[]; attributes: unknown[] }[];
    }[];
  };
  const [module] = modules;
  const [element] = module?.declarations ?? [];
  assert.equal(module?.path, 'dist/widget/index.js');
  assert.equal(element?.tagName, 'metered-call');
  assert.ok(element.events.length > 0 && element.attributes.length > 0);
});

test('the server command starts with its interpreter', async () => {
  assert.match(await readFile('dist/server/cli.js', 'utf8'), /^#!\/usr\/bin\/env node\n/);
});
