// A process inside a network namespace. It holds what has to run there: the server, relays, a browser.
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { startServer } from '../helpers/server.ts';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic } from '../helpers/static.ts';
import { firstConnection, startRelay } from './relay.ts';

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

let server: SignallingServer | undefined;
let browser: Browser | undefined;
let page: Page | undefined;

const tasks = {
  /** Starts the signalling server; gives the port under which other namespaces reach it. */
  async serve(): Promise<number> {
    server = await startServer();
    return startRelay('0.0.0.0', '127.0.0.1', Number(new URL(server.origin).port));
  },

  /** Gives the port on 127.0.0.1 that leads to `host:port`. */
  relay: (host: string, port: number): Promise<number> => startRelay('127.0.0.1', host, port),

  firstConnection,

  /** Opens the page that holds the engine. */
  async open(name: BrowserName): Promise<void> {
    const site = await startStatic({ '/page/': 'test/network/page', '/': 'dist' });
    const url = site.page(
      '/call',
      '<!doctype html><title>call</title><script type="module" src="/page/call.ts"></script>',
    );
    // Between namespaces there is no multicast DNS, and a candidate on the loopback leads nowhere.
    browser = await launchBrowser(name, {
      prefs: {
        'media.peerconnection.ice.loopback': false,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
    page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'call' in window, { polling: 50 });
  },

  /** Runs a function of the page's `call`, given as source. */
  run: async (source: string, args: readonly unknown[]): Promise<unknown> =>
    page?.evaluate(`(${source})(window.call, ...${JSON.stringify(args)})`),
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
  await closeBrowser(browser);
  await server?.stop();
  process.exit();
}

process.once('disconnect', () => void end());
