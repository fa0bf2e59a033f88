import type { Browser, EvaluateFunc, Page } from 'puppeteer-core';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import type { OutageCall } from './page/call.ts';

export type Credential = 'token' | 'key';

/** A page that holds the engine as it is built, and nothing else. */
export async function startSite(): Promise<StaticServer> {
  const site = await startStatic({ '/page/': 'test/outage/page', '/': 'dist' });
  site.page('/call', '<!doctype html><title>call</title><script type="module" src="/page/call.ts"></script>');
  return site;
}

export interface Party {
  readonly page: Page;
  /** Runs in the page, with what it holds. */
  run<T, Args extends unknown[]>(
    body: (call: OutageCall, ...args: Args) => T | Promise<T>,
    ...args: Args
  ): Promise<T>;
  until<Args extends unknown[]>(
    what: string,
    condition: EvaluateFunc<Args>,
    timeout: number,
    ...args: Args
  ): Promise<void>;
}

export interface PartyOptions {
  readonly site: StaticServer;
  readonly server: SignallingServer;
  readonly room: string;
  readonly credential: Credential;
  readonly name: string;
  readonly camera?: boolean;
}

/** One participant, joined. */
export async function enter(browser: Browser, options: PartyOptions): Promise<Party> {
  const { party, join } = await arrive(browser, options);
  await join();
  return party;
}

/** One participant whose page is there, and who has yet to join. */
export async function arrive(
  browser: Browser,
  options: PartyOptions,
): Promise<{ party: Party; join: () => Promise<void> }> {
  const { site, server, room, credential, name, camera = true } = options;
  // A profile of its own, as people have: Firefox lets one page of a profile wait for another's failed
  // connections to the same server, and the delays of several add up.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site.origin}/call`);
  await page.waitForFunction(() => 'outage' in window);
  const party: Party = {
    page,
    run: (body, ...args) =>
      page.evaluate(`(${body.toString()})(window.outage, ...${JSON.stringify(args)})`) as Promise<never>,
    async until(what, condition, timeout, ...args) {
      try {
        await page.waitForFunction(condition, { polling: 50, timeout }, ...args);
      } catch (cause) {
        const seen = await page
          .evaluate(() => {
            const { peer, joined, left, states, data } = window.outage;
            return JSON.stringify({
              peer,
              remotes: peer.remotePeers,
              joined,
              left,
              states,
              data: data.length,
            });
          })
          .catch(() => 'nothing');
        throw new Error(`${name} ${what}: not within ${timeout} ms; it saw ${seen}`, { cause });
      }
    },
  };
  const secret =
    credential === 'key' ? { key: DEMO_KEY } : { token: await mintToken({ sub: `${room}-${name}` }) };
  const given = { url: server.wsOrigin, room, camera, ...secret };
  return { party, join: () => page.evaluate((how) => window.outage.join(how), given) };
}

/** Resolves when the party knows `count` others and sees the pictures of those that send. */
export async function meets(party: Party, count: number, timeout = 45_000): Promise<void> {
  await party.until(`meets ${count}`, (n) => window.outage.peer.remotePeers.length === n, timeout, count);
}
