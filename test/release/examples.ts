import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic } from '../helpers/static.ts';
import { node, tool, type Fresh } from './fresh.ts';

const PATIENCE = 30_000;
/** What an example installs beside our package. */
const INSTALLED = [
  'react',
  'react-dom',
  '@types/react',
  '@types/react-dom',
  'vue',
  '@vitejs/plugin-vue',
  'vite',
];

/** Joins and leaves by hand, as an effect that cleans up after itself does; StrictMode runs it twice. */
const EFFECT = `import 'metered-call/widget';
import { StrictMode, createElement, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Call({ onLeft }) {
  const call = useRef(null);
  useEffect(() => {
    const element = call.current;
    element.join().catch((error) => console.log('join ' + error.code));
    return () => void element.leave();
  }, []);
  return createElement('metered-call', {
    ref: call, room: 'effect', 'api-key': 'pk_live_demo', server: 'ws://localhost:8080', lobby: 'off', 'oncall-left': onLeft,
  });
}
function App() {
  const [open, setOpen] = useState(false);
  return open
    ? createElement(Call, { onLeft: () => setOpen(false) })
    : createElement('button', { onClick: () => setOpen(true) }, 'Talk to us');
}
createRoot(document.querySelector('#root')).render(createElement(StrictMode, null, createElement(App)));
`;

/** Copies an example to where only the packed package is installed, with the test's server in it. */
async function copied(fresh: Fresh, server: SignallingServer, name: string): Promise<string> {
  const dir = join(fresh.dir, `example-${name}`);
  await cp(join('examples', name), dir, { recursive: true });
  const files = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    const text = await readFile(path, 'utf8');
    const own = text
      .replaceAll('ws://localhost:8080', server.wsOrigin)
      .replaceAll('http://localhost:8080', server.origin);
    await writeFile(path, own);
  }
  return dir;
}

interface Visitor {
  readonly page: Page;
  /** Whoever joins twice opens two. */
  readonly sockets: string[];
  readonly wrong: string[];
  joined(people: number): Promise<unknown>;
  /** Presses what is called that, wherever it is. */
  press(name: string): Promise<void>;
}

async function visit(browser: Browser, url: string): Promise<Visitor> {
  const page = await browser.newPage();
  const sockets: string[] = [];
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  const devtools = await page.createCDPSession();
  await devtools.send('Network.enable');
  devtools.on('Network.webSocketCreated', (event) => sockets.push(event.url));
  await page.goto(url);
  return {
    page,
    sockets,
    wrong,
    joined: (people) =>
      page.waitForFunction(
        (count: number) => {
          const call = document.querySelector('metered-call');
          return call?.state === 'joined' && call.participants.length === count;
        },
        { polling: 50, timeout: PATIENCE },
        people,
      ),
    async press(name) {
      await page.bringToFront();
      const button = await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, {
        timeout: PATIENCE,
      });
      await button?.click();
    },
  };
}

/** Two visitors of a built example: in, each once; out by the element's own button; in again. */
async function works(browser: Browser, dir: string, shows: boolean): Promise<void> {
  const site = await startStatic({ '/': dir });
  const visitors: Visitor[] = [];
  try {
    for (const count of [1, 2]) {
      const visitor = await visit(browser, `${site.origin}/index.html`);
      visitors.push(visitor);
      await visitor.press('Talk to us');
      await Promise.all(visitors.map((one) => one.joined(count)));
    }
    const [first, second] = visitors as [Visitor, Visitor];
    const lists = (visitor: Visitor, text: RegExp): Promise<unknown> =>
      visitor.page.waitForFunction(
        (pattern: string) => new RegExp(pattern).test(document.body.innerText),
        { polling: 50, timeout: PATIENCE },
        text.source,
      );
    if (shows) await lists(second, /In the call: [^,]+, [^,]+$/m);
    await first.press('Leave');
    await Promise.all([second.joined(1), first.page.waitForSelector('::-p-aria(Talk to us)')]);
    if (shows) await lists(second, /In the call: [^,]+$/m);
    await first.press('Talk to us');
    await Promise.all(visitors.map((one) => one.joined(2)));
    assert.deepEqual(
      visitors.map(({ sockets, wrong }) => [sockets.length, ...wrong]),
      [[2], [1]],
    );
  } finally {
    for (const { page } of visitors) await page.close();
    await site.stop();
  }
}

/** Every folder of examples/, as somebody would use it who copied it. */
export function testExamples(given: () => { readonly fresh: Fresh; readonly browser: Browser }): void {
  describe('the examples', () => {
    let server: SignallingServer;

    before(async () => {
      server = await startServer();
      for (const name of INSTALLED) {
        const link = join(given().fresh.dir, 'node_modules', name);
        await mkdir(dirname(link), { recursive: true });
        await symlink(resolve('node_modules', name), link);
      }
    });
    after(() => server.stop());

    const built = async (name: string, files: Readonly<Record<string, string>> = {}): Promise<string> => {
      const dir = await copied(given().fresh, server, name);
      for (const [path, text] of Object.entries(files))
        await writeFile(join(dir, path), text.replaceAll('ws://localhost:8080', server.wsOrigin));
      await node(dir, tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn');
      return join(dir, 'dist');
    };

    test('the React example compiles, and is one call in StrictMode, as often as it is opened', async () => {
      const dist = await built('react');
      assert.equal(await node(dirname(dist), tool('typescript/bin/tsc')), '');
      await works(given().browser, dist, true);
    });

    test('an effect that joins and leaves, run twice by StrictMode, is one call', async () => {
      await works(given().browser, await built('react', { 'src/main.tsx': EFFECT }), false);
    });

    test('the Vue example is a call as often as it is opened', async () => {
      await works(given().browser, await built('vue'), true);
    });

    test('the plain example is a call as often as it is opened', async () => {
      await works(given().browser, await copied(given().fresh, server, 'plain'), true);
    });

    test('the examples ask for the versions they are tested with', async () => {
      const read = async (path: string): Promise<Record<string, Record<string, string>>> =>
        JSON.parse(await readFile(path, 'utf8')) as Record<string, Record<string, string>>;
      const { devDependencies = {} } = await read('package.json');
      for (const name of ['react', 'vue']) {
        const example = await read(`examples/${name}/package.json`);
        for (const [what, version] of Object.entries({
          ...example['dependencies'],
          ...example['devDependencies'],
        }))
          if (what !== 'metered-call') assert.equal(version, devDependencies[what], `${name}: ${what}`);
      }
    });
  });
}
