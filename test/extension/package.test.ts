import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { de } from '../../extension/words/de.ts';
import { LANGUAGES } from '../../extension/words/language.ts';

const execute = promisify(execFile);

const TARGETS = ['chrome', 'firefox'] as const;
const BUILT_WITH = [
  'esbuild',
  '@esbuild',
  'fflate',
  'idb-keyval',
  'snabbdom',
  'uplot',
  'webextension-polyfill',
];

const manifestOf = (target: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`dist/extension/${target}/manifest.json`, 'utf8')) as Record<string, unknown>;
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('the extension as it is shipped', () => {
  for (const target of TARGETS) {
    it(`asks for no more than it needs in ${target}`, () => {
      const manifest = manifestOf(target);
      assert.equal(manifest['manifest_version'], 3);
      assert.deepEqual(manifest['permissions'], ['activeTab', 'scripting', 'storage']);
      assert.deepEqual(manifest['optional_host_permissions'], ['http://*/*', 'https://*/*']);
      assert.equal(manifest['host_permissions'], undefined);
      assert.equal(manifest['content_scripts'], undefined);
      assert.equal(manifest['externally_connectable'], undefined);
      assert.equal(manifest['web_accessible_resources'], undefined);
      assert.deepEqual(manifest['optional_permissions'], target === 'firefox' ? ['devtools'] : undefined);
    });

    it(`lets no page of its own reach another host in ${target}`, () => {
      const { extension_pages: policy } = manifestOf(target)['content_security_policy'] as Record<
        string,
        string
      >;
      const sources = (policy ?? '').split(';').flatMap((directive) => directive.trim().split(' ').slice(1));
      assert.deepEqual(new Set(sources), new Set(["'none'", "'self'", 'data:']));
    });

    it(`passes web-ext lint without a word for ${target}`, async () => {
      const { stdout } = await execute(
        process.execPath,
        [
          'node_modules/web-ext/bin/web-ext.js',
          ...['lint', '--no-config-discovery', '--no-input', '--output', 'json'],
          ...['--source-dir', `dist/extension/${target}`],
        ],
        { maxBuffer: 50_000_000, env: { ...process.env, NO_UPDATE_NOTIFIER: '1' } },
      );
      const { errors, warnings, notices } = JSON.parse(stdout) as Record<string, unknown[]>;
      assert.deepEqual({ errors, warnings, notices }, { errors: [], warnings: [], notices: [] });
    });

    it(`has a zip of exactly what is unpacked for ${target}`, () => {
      const root = `dist/extension/${target}`;
      const files = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const zipped = unzipSync(readFileSync(`dist/extension/call-doctor-${target}.zip`));
      assert.equal(Object.keys(zipped).length, files.length);
      for (const file of files) {
        const name = file.slice(root.length + 1).replaceAll('\\', '/');
        assert.deepEqual(Buffer.from(zipped[name] ?? []), readFileSync(file), name);
      }
    });
  }

  it('has each language in a file of its own, and none but English in its pages', () => {
    const files = readdirSync('dist/extension/chrome/locales');
    assert.deepEqual(files.sort(), LANGUAGES.map((language) => `${language}.json`).sort());
    for (const page of ['popup', 'panel', 'options', 'background']) {
      const code = readFileSync(`dist/extension/chrome/${page}.js`, 'utf8');
      assert.ok(!code.includes(de['action.watch']), page);
    }
  });

  it('is the same from every build, in every time zone, by the steps that its source names', () => {
    const dir = mkdtempSync(join(tmpdir(), 'metered-call-extension-'));
    try {
      const source = unzipSync(readFileSync('dist/extension/call-doctor-source.zip'));
      for (const [name, content] of Object.entries(source)) {
        mkdirSync(dirname(join(dir, name)), { recursive: true });
        writeFileSync(join(dir, name), content);
      }
      const steps = readFileSync(join(dir, 'README.md'), 'utf8');
      assert.match(steps, /^npm ci\nnpm run build:extension$/m);
      // What `npm ci` would bring, of which the build takes these.
      for (const name of BUILT_WITH)
        cpSync(join('node_modules', name), join(dir, 'node_modules', name), { recursive: true });
      const { scripts } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const [command, ...args] = (scripts['build:extension'] ?? '').split(' ');
      assert.equal(command, 'node');
      const { stderr, status } = spawnSync(process.execPath, args, {
        cwd: dir,
        encoding: 'utf8',
        env: { ...process.env, TZ: 'Pacific/Auckland' },
      });
      assert.deepEqual([stderr, status], ['', 0]);
      for (const kind of [...TARGETS, 'source']) {
        const zip = `dist/extension/call-doctor-${kind}.zip`;
        assert.equal(digest(join(dir, zip)), digest(zip), kind);
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('holds no code that makes code, and fetches none', () => {
    for (const file of readdirSync('dist/extension/chrome').filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(`dist/extension/chrome/${file}`, 'utf8');
      // The developer tools evaluate in the page that they look at, not in the extension.
      const own = code.replaceAll('this.#inspectedWindow.eval(', '');
      assert.ok(!/\beval\(|new Function\(|importScripts\(|innerHTML|\bimport\(/.test(own), file);
    }
  });
});
