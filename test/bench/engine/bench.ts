import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchChromium } from '../../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../../helpers/server.ts';
import { startStatic, type StaticServer } from '../../helpers/static.ts';
import { mintToken } from '../../helpers/tokens.ts';
import { keep, median, summary, table } from '../report.ts';
import { cpuSeconds } from './cpu.ts';
import type { EngineName, EnterOptions } from './page/peer.ts';
import { sizes } from './size.ts';

const ENGINES = ['ours', 'theirs'] as const;
const ROUNDS = 11;
const DROPS = 5;
const OUTAGES = 2;
const OUTAGE_MS = 15_000;
/** Long enough for either engine to be back: their reconnects wait up to 30 s. */
const DROP_MS = 8_000;
const BACK_MS = 35_000;
const MESH_SIZES = [2, 3, 4, 6, 8] as const;
const MESH_MS = 8_000;
/** Rooms in which somebody never connects to somebody are counted, and tried again so often. */
const MESH_ATTEMPTS = 3;
const MEET_MS = 30_000;
const UPLINK_KBPS = 1_000;
const SMALL = { width: 320, height: 180, frameRate: 30 };

type Samples = Record<EngineName, number[]>;
const none = (): Samples => ({ ours: [], theirs: [] });
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let server: SignallingServer;
let site: StaticServer;
let browser: Browser;
let rooms = 0;
/** Rooms in which one never saw another's frames; they were tried again. */
const neverMet: Record<EngineName, number> = { ours: 0, theirs: 0 };
const tried: Record<EngineName, number> = { ours: 0, theirs: 0 };
/** Rooms in a row, after which an engine does not work here at all. */
const MAX_TRIES = 10;

async function open(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/peer`);
  await page.waitForFunction(() => 'bench' in window, { polling: 20 });
  return page;
}

async function entry(engine: EngineName, room: string, name: string, more = {}): Promise<EnterOptions> {
  return {
    engine,
    room,
    url: server.wsOrigin,
    token: await mintToken({ sub: `${room}-${name}` }),
    ...SMALL,
    ...more,
  };
}

/** Two of one engine in a room of their own; the figure is what the second one waited for its first frame. */
async function pair(engine: EngineName): Promise<{ pages: [Page, Page]; joinMs: number }> {
  for (let n = 0; n < MAX_TRIES; n += 1) {
    tried[engine] += 1;
    const room = `bench-${(rooms += 1)}`;
    const pages: [Page, Page] = [await open(), await open()];
    await pages[0].evaluate((options) => window.bench.enter(options), await entry(engine, room, 'a'));
    await pages[1].evaluate((options) => window.bench.enter(options), await entry(engine, room, 'b'));
    const [first, second] = await Promise.all(pages.map((page) => page.evaluate(() => window.bench.met())));
    if (first != null && second != null) return { pages, joinMs: second };
    neverMet[engine] += 1;
    await part(pages);
  }
  throw new Error(`${engine}: nobody met in ${MAX_TRIES} rooms in a row`);
}

async function part(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await page.evaluate(() => window.bench.leave());
    await page.close();
  }
}

async function callRounds(join: Samples, renegotiation: Samples): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const engine of round % 2 === 0 ? ENGINES : [...ENGINES].reverse()) {
      const { pages, joinMs } = await pair(engine);
      join[engine].push(joinMs);
      const { id, at } = await pages[0].evaluate(() => window.bench.share());
      renegotiation[engine].push(
        (await pages[1].evaluate((stream) => window.bench.firstFrameOf(stream), id)) - at,
      );
      await part(pages);
    }
  }
}

/** The longest time without a frame at either end, from before the trouble until `settleMs` after it. */
async function gapOf(
  pages: readonly Page[],
  trouble: () => Promise<void>,
  settleMs: number,
): Promise<number> {
  for (const page of pages) await page.evaluate(() => window.bench.watch());
  await sleep(1_000);
  await trouble();
  await sleep(settleMs);
  const gaps = await Promise.all(pages.map((page) => page.evaluate(() => window.bench.longestGap())));
  return Math.max(...gaps);
}

async function troubles(drop: Samples, outage: Samples): Promise<void> {
  for (let round = 0; round < DROPS; round += 1) {
    for (const engine of ENGINES) {
      const { pages } = await pair(engine);
      drop[engine].push(
        await gapOf(pages, () => pages[0].evaluate(() => window.bench.dropSocket()), DROP_MS),
      );
      await part(pages);
    }
  }
  for (let round = 0; round < OUTAGES; round += 1) {
    for (const engine of ENGINES) {
      const { pages } = await pair(engine);
      const { port } = new URL(server.origin);
      outage[engine].push(
        await gapOf(
          pages,
          async () => {
            await server.kill();
            await sleep(OUTAGE_MS);
            server = await startServer(['--port', port]);
          },
          BACK_MS,
        ),
      );
      await part(pages);
    }
  }
}

type MeshRow = Record<'who' | 'CPU cores' | 'uplink kbit/s' | '× budget', string> & { peers: number };

/** Everyone in a room of that size connected to everyone; null if they are not after a minute. */
async function gather(peers: number, engine: EngineName, more: object): Promise<Page[] | null> {
  const room = `mesh-${(rooms += 1)}`;
  const pages: Page[] = [];
  for (let n = 0; n < peers; n += 1) {
    const page = await open();
    pages.push(page);
    await page.evaluate((options) => window.bench.enter(options), await entry(engine, room, String(n), more));
  }
  const all = pages.map((page) =>
    page.waitForFunction((n) => window.bench.connected() === n, { polling: 50, timeout: MEET_MS }, peers - 1),
  );
  const outcomes = await Promise.allSettled(all);
  if (outcomes.every(({ status }) => status === 'fulfilled')) return pages;
  neverMet[engine] += 1;
  await part(pages);
  return null;
}

async function mesh(peers: number, engine: EngineName, uplinkKbps?: number): Promise<MeshRow> {
  const who = uplinkKbps === undefined ? engine : `${engine}, adaptive mesh`;
  const more = { ...SMALL, frameRate: 15, ...(uplinkKbps === undefined ? {} : { uplinkKbps }) };
  let pages: Page[] | null = null;
  for (let attempt = 0; attempt < MESH_ATTEMPTS && !pages; attempt += 1)
    pages = await gather(peers, engine, more);
  if (!pages) return { peers, who, 'CPU cores': 'never complete', 'uplink kbit/s': '–', '× budget': '–' };
  // Bandwidth estimation has found its level, and what is shared out has been applied.
  await sleep(MESH_MS);
  const pid = browser.process()?.pid ?? 0;
  const met = pages;
  const sent = (): Promise<number[]> =>
    Promise.all(met.map((page) => page.evaluate(() => window.bench.sent())));
  const before = { cpu: cpuSeconds(pid), sent: await sent(), at: performance.now() };
  await sleep(MESH_MS);
  const seconds = (performance.now() - before.at) / 1000;
  const after = await sent();
  const kbps = after.map((bytes, n) => ((bytes - (before.sent[n] ?? 0)) * 8) / 1000 / seconds);
  const cores = (cpuSeconds(pid) - before.cpu) / seconds;
  await part(pages);
  return {
    peers,
    who,
    'CPU cores': cores.toFixed(2),
    'uplink kbit/s': `${median(kbps).toFixed(0)} (most ${Math.max(...kbps).toFixed(0)})`,
    '× budget': uplinkKbps === undefined ? '–' : (Math.max(...kbps) / uplinkKbps).toFixed(2),
  };
}

/** Our engine against the published client, both in one Chromium and on one server, taking turns. */
export async function run(): Promise<void> {
  server = await startServer();
  site = await startStatic({
    '/theirs/': 'node_modules/@metered-ca/realtime/dist',
    '/page/': 'test/bench/engine/page',
    '/': 'dist',
  });
  site.page('/peer', '<!doctype html><title>peer</title><script type="module" src="/page/peer.ts"></script>');
  browser = await launchChromium();
  const measured = { join: none(), renegotiation: none(), drop: none(), outage: none() };
  const rows: MeshRow[] = [];
  try {
    await callRounds(measured.join, measured.renegotiation);
    await troubles(measured.drop, measured.outage);
    for (const peers of MESH_SIZES) {
      rows.push(
        await mesh(peers, 'theirs'),
        await mesh(peers, 'ours'),
        await mesh(peers, 'ours', UPLINK_KBPS),
      );
    }
  } finally {
    await closeBrowser(browser);
    await site.stop();
    await server.stop();
  }
  const row = (what: string, { ours, theirs }: Samples): Record<string, string> => ({
    measure: what,
    ours: summary(ours),
    theirs: summary(theirs),
    ratio: (median(ours) / median(theirs)).toFixed(2),
  });
  const bytes = await sizes();
  table('The engine beside the published client, in Chromium; medians, ± half the spread.', [
    row('join to first frame, ms', measured.join),
    row('stream added to first frame, ms', measured.renegotiation),
    row('longest gap, socket dropped, ms', measured.drop),
    row(`longest gap, server away ${OUTAGE_MS / 1000} s, ms`, measured.outage),
    {
      measure: 'rooms that never met',
      ours: `${neverMet.ours} of ${tried.ours}`,
      theirs: `${neverMet.theirs} of ${tried.theirs}`,
      ratio: '',
    },
    row('bytes of the first load, gzipped', { ours: [bytes.ours.first], theirs: [bytes.theirs.first] }),
    row('bytes with what joining loads', { ours: [bytes.ours.whole], theirs: [bytes.theirs.whole] }),
  ]);
  table(
    `A mesh of 320 × 180 at 15 frames a second; the budget is ${UPLINK_KBPS} kbit/s for each peer.`,
    rows,
  );
  keep('engine', { ...measured, neverMet, bytes, mesh: rows });
}
