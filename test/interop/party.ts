import type { Browser, EvaluateFunc, Page } from 'puppeteer-core';
import type { SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { mintToken } from '../helpers/tokens.ts';
import type { EngineName, Kit } from './page/kit.ts';

const PATIENCE = 45_000;

/** A page that holds nothing but the kit, beside both engines as they are published. */
export async function startSite(): Promise<StaticServer> {
  const site = await startStatic({
    '/theirs/': 'node_modules/@metered-ca/realtime/dist',
    '/kit/': 'test/interop/page',
    '/': 'dist',
  });
  site.page('/party', '<!doctype html><title>party</title><script type="module" src="/kit/kit.ts"></script>');
  return site;
}

/** Waits until `condition` holds in the page; the error says what did not come. */
export async function until<Args extends unknown[]>(
  page: Page,
  what: string,
  condition: EvaluateFunc<Args>,
  ...args: Args
): Promise<void> {
  try {
    await page.waitForFunction(condition, { polling: 50, timeout: PATIENCE }, ...args);
  } catch (err) {
    const seen = await page
      .evaluate(() => JSON.stringify({ ...window.kit, connections: window.kit.signalling() }))
      .catch(() => 'the page does not answer');
    throw new Error(`${what}: not within ${PATIENCE / 1000} s. The page saw ${seen}`, { cause: err });
  }
}

export interface Party {
  readonly id: string;
  readonly engine: EngineName;
  readonly browser: 'chromium' | 'firefox';
  readonly page: Page;
  /** Runs in the page, with its kit. */
  run<T, Args extends unknown[]>(
    body: (kit: Kit, ...args: Args) => T | Promise<T>,
    ...args: Args
  ): Promise<T>;
  sees(what: string, condition: EvaluateFunc<string[]>, ...args: string[]): Promise<void>;
  /** Waits until video frames are decoded and audio packets come in on that stream. */
  receives(streamId: string): Promise<void>;
}

export interface PartyOptions {
  readonly engine: EngineName;
  readonly id: string;
  readonly server: SignallingServer;
  readonly site: StaticServer;
}

/** One participant in a page of its own, started and not yet joined. */
export async function openParty(browser: Browser, options: PartyOptions): Promise<Party> {
  const { engine, id, server, site } = options;
  const page = await browser.newPage();
  await page.goto(`${site.origin}/party`);
  await page.waitForFunction(() => 'kit' in window, { polling: 50, timeout: PATIENCE });
  const token = await mintToken({ sub: id, peerMetadata: { displayName: id } });
  await page.evaluate((start) => window.kit.start(start), { engine, url: server.wsOrigin, token });
  const version = await browser.version();

  const party: Party = {
    id,
    engine,
    browser: /firefox/i.test(version) ? 'firefox' : 'chromium',
    page,
    run: (body, ...args) =>
      page.evaluate(
        (source: string, values: unknown[]) => {
          const call = (0, eval)(`(${source})`) as (...all: unknown[]) => unknown;
          return call(window.kit, ...values);
        },
        body.toString(),
        args,
      ) as Promise<never>,
    sees: (what, condition, ...args) => until(page, `${id} (${engine}): ${what}`, condition, ...args),
    async receives(streamId) {
      await party.sees(`stream ${streamId}`, (s) => window.kit.streams.some((x) => x.id === s), streamId);
      const before = await party.run((kit, stream) => kit.flow(stream), streamId);
      await until(
        page,
        `${id} (${engine}): media on ${streamId}`,
        async (stream: string, frames: number, packets: number) => {
          const flow = await window.kit.flow(stream);
          return flow.frames >= frames + 5 && flow.audioPackets >= packets + 5;
        },
        streamId,
        before.frames,
        before.audioPackets,
      );
    },
  };
  return party;
}

/** Puts all of them into one room and waits until each has met every other. */
export async function meet(parties: readonly Party[], channel: string): Promise<void> {
  await Promise.all(parties.map((party) => party.run((kit, room) => kit.join(room), channel)));
  for (const party of parties) {
    for (const other of parties) {
      if (other !== party)
        await party.sees(`meets ${other.id}`, (id) => window.kit.joined.includes(id), other.id);
    }
  }
}

/**
 * What went wrong on that side. The published client, with offers crossing, sometimes sets its own in the wrong
 * state, says so and goes on; that is its own affair.
 */
export async function errorsOf(party: Party): Promise<readonly string[]> {
  const errors = await party.run((kit) => kit.errors);
  return party.engine === 'ours'
    ? errors
    : errors.filter((err) => !err.startsWith('negotiation: InvalidStateError'));
}
