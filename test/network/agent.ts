// A process inside a network namespace. It holds what has to run there: the server, relays, a browser.
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { startServer } from '../helpers/server.ts';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { firstConnection, startRelay } from './relay.ts';

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** What serves pages, besides the build itself. */
const MOUNTS = {
  '/test/': 'test',
  '/theirs/': 'node_modules/@metered-ca/realtime/dist',
  '/': 'dist',
};

let server: SignallingServer | undefined;
let browser: Promise<Browser> | undefined;
let site: StaticServer | undefined;
const pages: Page[] = [];

const tasks = {
  /** Starts the signalling server; gives the port under which other namespaces reach it. */
  async serve(): Promise<number> {
    server = await startServer();
    return startRelay('0.0.0.0', '127.0.0.1', Number(new URL(server.origin).port));
  },

  /** Gives the port on 127.0.0.1 that leads to `host:port`. */
  relay: (host: string, port: number): Promise<number> => startRelay('127.0.0.1', host, port),

  firstConnection,

  /** Ends the server without a word to anyone. */
  killServer: async (): Promise<void> => server?.kill(),

  /** Starts it again where it was. */
  async serveAgain(): Promise<void> {
    server = await startServer(['--port', new URL(server?.origin ?? '').port]);
  },

  /**
   * Opens a page that runs `script`, the address of a module; gives its number. All pages of a process are in one
   * browser, the first one's.
   */
  async open(name: BrowserName, script: string): Promise<number> {
    site ??= await startStatic(MOUNTS);
    const url = site.page(
      '/call',
      `<!doctype html><title>call</title><script type="module" src="${script}"></script>`,
    );
    // Between namespaces there is no multicast DNS, and a candidate on the loopback leads nowhere.
    browser ??= launchBrowser(name, {
      prefs: {
        'media.peerconnection.ice.loopback': false,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
    const page = await (await browser).newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'call' in window, { polling: 50 });
    return pages.push(page) - 1;
  },

  /** Runs a function of the page's `call`, given as source. */
  run: async (page: number, source: string, args: readonly unknown[]): Promise<unknown> =>
    pages[page]?.evaluate(`(${source})(window.call, ...${JSON.stringify(args)})`),
};

export type Tasks = typeof tasks;

export interface Order {
  readonly id: number;
  readonly task: keyof Tasks;
  readonly args: readonly unknown[];
}

async function obey({ id, task, args }: Order): Promise<Answer> {
  try {
    const perform = tasks[task].bind(tasks) as (...all: readonly unknown[]) => Promise<unknown>;
    return { id, value: await perform(...args) };
  } catch (err) {
    return { id, error: err instanceof Error ? (err.stack ?? err.message) : String(err) };
  }
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));

async function end(): Promise<void> {
  await closeBrowser(await browser);
  await server?.stop();
  process.exit();
}

process.once('disconnect', () => void end());
