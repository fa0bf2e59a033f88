import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Browser } from 'puppeteer-core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { bundled, installed, isPermissive } from '../../scripts/docs/licences.ts';
import { writeSbom } from '../../scripts/docs/sbom.ts';
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startStatic } from '../helpers/static.ts';
import { testExamples } from './examples.ts';
import { installFresh, node, tool } from './fresh.ts';
import type { Fresh } from './fresh.ts';
import {
  APP,
  BARE,
  CLIENT_SIDE,
  COMMONJS,
  COMPONENT,
  PAGE,
  SERVER_SIDE,
  WEBPACK,
  tsconfig,
} from './projects.ts';

let fresh: Fresh;
let browser: Browser;

before(async () => {
  [fresh, browser] = await Promise.all([installFresh(), launchChromium()]);
});

after(async () => {
  await closeBrowser(browser);
  await fresh.remove();
});

test('the package holds what is used from it, and neither sources nor tests nor the extension', () => {
  for (const file of [
    'dist/metered-call.js',
    'dist/core/index.js',
    'dist/core/index.cjs',
    'dist/core/index.d.ts',
    'dist/core/index.d.cts',
    'dist/widget/index.js',
    'dist/widget/index.d.ts',
    'dist/server/cli.js',
    'dist/sri.json',
    'dist/licences.txt',
    'dist/locales/de.json',
    'custom-elements.json',
    'LICENSE',
    'README.md',
  ])
    assert.ok(fresh.files.includes(file), file);
  const odd = fresh.files.filter((file) =>
    /(?<!\.d)\.(c|m)?ts$|^test|^docs|\.zip$|^dist\/extension/.test(file),
  );
  assert.deepEqual(odd, []);
});

for (const [module, resolution] of [
  ['ESNext', 'bundler'],
  ['Node16', 'node16'],
] as const) {
  test(`a strict TypeScript project compiles against it, resolving as ${resolution}`, async () => {
    const dir = await fresh.project(`types-${resolution}`, {
      'main.ts': APP,
      ...(resolution === 'node16' ? { 'main.cts': COMMONJS } : {}),
      'tsconfig.json': tsconfig(
        module,
        resolution,
        'main.ts',
        ...(resolution === 'node16' ? ['main.cts'] : []),
      ),
    });
    assert.equal(await node(dir, tool('typescript/bin/tsc'), '-p', '.'), '');
  });
}

test('it can be required, and imported where there is no window', async () => {
  const dir = await fresh.project('server-side', {
    'required.cjs': `const { MeteredPeer, diagnose } = require('metered-call');
      console.log(typeof MeteredPeer, typeof diagnose);`,
    'rendered.mjs': `import { MeteredCall } from 'metered-call/widget';
      import { MeteredPeer } from 'metered-call';
      const names = ['window', 'document', 'customElements', 'HTMLElement', 'MeteredCall'];
      console.log(typeof MeteredCall, typeof MeteredPeer, names.filter((name) => name in globalThis).length);`,
  });
  assert.equal(await node(dir, 'required.cjs'), 'function function\n');
  assert.equal(await node(dir, 'rendered.mjs'), 'function function 0\n');
});

/** Opens a folder's page and waits until the element in it has been upgraded. */
async function upgrades(dir: string, path: string): Promise<void> {
  const site = await startStatic({ '/': dir });
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('requestfailed', (request) => wrong.push(request.url()));
  try {
    await page.goto(`${site.origin}${path}`);
    await page.waitForFunction(() => Boolean(document.querySelector('metered-call')?.shadowRoot), {
      polling: 50,
      timeout: 20_000,
    });
    assert.deepEqual(wrong, []);
  } finally {
    await page.close();
    await site.stop();
  }
}

for (const [name, main] of [
  ['an application', APP],
  ['the element alone', BARE],
] as const) {
  test(`Vite builds ${name}, and the page works`, async () => {
    const dir = await fresh.project(`vite ${name}`, { 'main.ts': main, 'index.html': PAGE });
    await node(dir, tool('vite/bin/vite.js'), 'build', '--base', './', '--logLevel', 'warn');
    await upgrades(join(dir, 'dist'), '/index.html');
  });
}

test('webpack builds both sides of a page that a server renders, as Next does, and the page works', async () => {
  const dir = await fresh.project('webpack', {
    'component.js': COMPONENT,
    'client.js': CLIENT_SIDE,
    'server.js': SERVER_SIDE,
    'webpack.config.js': WEBPACK,
    'build.mjs': `import webpack from ${JSON.stringify(tool('webpack/lib/index.js'))};
      import config from './webpack.config.js';
      webpack(config, (err, stats) => {
        if (err || stats.hasErrors()) throw err ?? new Error(stats.toString('errors-only'));
      });`,
  });
  await node(dir, 'build.mjs');
  await node(dir, 'dist/server.cjs');
  await upgrades(dir, '/index.html');
});

test('a plain page takes the script as it is in the package', async () => {
  const html =
    '<!doctype html><script src="metered-call/dist/metered-call.js"></script><metered-call></metered-call>';
  await fresh.project('node_modules', { 'plain.html': html });
  await upgrades(join(fresh.dir, 'node_modules'), '/plain.html');
});

testExamples(() => ({ fresh, browser }));

test('the server starts from the installed package alone', async () => {
  const bin = join(fresh.dir, 'node_modules/.bin/metered-call-server');
  const child = spawn(bin, ['--port', '0'], { cwd: fresh.dir, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const origin = /listening on (\S+)/.exec(line)?.[1];
      if (origin === undefined) continue;
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
      return;
    }
    assert.fail('it ended before it listened');
  } finally {
    child.kill();
    await ended;
  }
});

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({
    pkgDir: join(fresh.dir, 'node_modules/metered-call'),
    pack: false,
    strict: true,
  });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('the types are those of the code, however they are resolved', async () => {
  const result = await checkPackage(createPackageFromTarballData(await readFile(fresh.tarball)));
  assert.ok(result.types);
  // The old resolution of Node knows no exports; the element, which is new, does not serve it.
  const problems = result.problems.filter(
    (problem) =>
      !(
        'entrypoint' in problem &&
        problem.entrypoint === './widget' &&
        problem.resolutionKind === 'node10'
      ) &&
      !(
        'entrypoint' in problem &&
        problem.entrypoint === './widget' &&
        problem.kind === 'CJSResolvesToESM'
      ) &&
      !('entrypoint' in problem && /\.(js|json)$/.test(problem.entrypoint)),
  );
  assert.deepEqual(problems, []);
});

test('everything that comes with it has a licence that asks for its text alone', async () => {
  const sbom = JSON.parse(writeSbom()) as Parameters<typeof installed>[0];
  const all = [...installed(sbom), ...bundled(await readFile('dist/licences.txt', 'utf8'))];
  for (const name of ['ws', 'jose', 'send', 'lit-html', 'simple-peer'])
    assert.ok(
      all.some((one) => one.name === name),
      name,
    );
  assert.deepEqual(
    all.filter((one) => !isPermissive(one)),
    [],
  );
});
