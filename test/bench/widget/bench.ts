import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchChromium } from '../../helpers/browsers.ts';
import { startStatic, type StaticServer } from '../../helpers/static.ts';
import { cpuSeconds } from '../engine/cpu.ts';
import { keep, median, summary, table } from '../report.ts';
import type { Box, Face } from './page/receiver.ts';

const OTHERS = 8;
const TILES = OTHERS + 1;
const ROUNDS = 5;
const SETTLE_MS = 4_000;
const MEASURE_MS = 8_000;
const FACES = ['element', 'bare'] as const;

interface Sample {
  /** Processor cores taken by the browser that shows the call. */
  readonly cores: number;
  /** Frames a second that each video showed. */
  readonly fps: number;
  readonly shift: number;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let site: StaticServer;
/** Encodes, so that the other one has only what a viewer has. */
let sending: Browser;
let showing: Browser;
let boxes: readonly Box[] = [];

async function open(browser: Browser, path: string, name: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(site.origin + path);
  await page.waitForFunction((key: string) => key in window, { polling: 20 }, name);
  return page;
}

async function measure(face: Face): Promise<Sample> {
  const from = await open(sending, '/sender', 'sender');
  const to = await open(showing, `/${face}`, 'receiver');
  const offers = await from.evaluate((count) => window.sender.offer(count), OTHERS);
  const answers = await to.evaluate(
    (one, all, places) => window.receiver.show(one, all, places),
    face,
    offers,
    boxes,
  );
  await from.evaluate((all) => window.sender.accept(all), answers);
  await to.waitForFunction((count: number) => window.receiver.playing() === count, { polling: 50 }, TILES);
  await sleep(SETTLE_MS);
  if (face === 'element') boxes = await to.evaluate(() => window.receiver.boxes());
  const pid = showing.process()?.pid ?? 0;
  const frames = (): Promise<number> => to.evaluate(() => window.receiver.frames());
  const before = { cpu: cpuSeconds(pid), frames: await frames(), at: performance.now() };
  await sleep(MEASURE_MS);
  const seconds = (performance.now() - before.at) / 1000;
  const cores = (cpuSeconds(pid) - before.cpu) / seconds;
  const fps = ((await frames()) - before.frames) / seconds / TILES;
  const shift = await to.evaluate(() => window.receiver.shift());
  await from.evaluate(() => window.sender.close());
  await Promise.all([from.close(), to.close()]);
  return { cores, fps, shift };
}

const gzipped = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).byteLength;

/** Bytes, gzipped, of a module and of all that it imports before anything else. */
function firstLoad(entry: string): number {
  const files = new Set([entry]);
  for (const file of files)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport) ?["'](\.[^"']+)["']/g))
      files.add(posix.join(posix.dirname(file), path ?? ''));
  return [...files].reduce((sum, file) => sum + gzipped(file), 0);
}

function sizeTable(): void {
  const languages = readdirSync('dist/locales').map((file) => gzipped(`dist/locales/${file}`));
  const row = (what: string, bytes: number): Record<string, string> => ({
    what,
    'KB, gzipped': (bytes / 1024).toFixed(1),
  });
  table('What a page loads.', [
    row('as modules, before the lobby is there (budget 40)', firstLoad('dist/widget/index.js')),
    row('by script tag, everything (wanted 75)', gzipped('dist/metered-call.js')),
    row('a language (median)', median(languages)),
  ]);
}

/** Nine tiles of the element against nine bare videos of the same sizes, with the same kind of streams, taking turns. */
export async function run(): Promise<void> {
  site = await startStatic({ '/page/': 'test/bench/widget/page', '/core/media/': 'core/media', '/': 'dist' });
  const page = (name: string, body: string): void => {
    site.page(
      `/${name}`,
      `<!doctype html><html lang="en"><title>${name}</title><style>body { margin: 0; background: #f3f5f8 }</style>${body}`,
    );
  };
  page('sender', '<script type="module" src="/page/sender.ts"></script>');
  const receiver = '<script type="module" src="/page/receiver.ts"></script>';
  page('bare', receiver);
  page(
    'element',
    `<metered-call room="bench" api-key="pk_live_bench" lobby="off" style="height: 680px"></metered-call><p>Below the call.</p>
<script type="module" src="/widget/index.js"></script>${receiver}`,
  );
  // The fake camera makes 20 frames a second unless it is asked for more.
  const args = ['--use-fake-device-for-media-stream=fps=30'];
  sending = await launchChromium({ args });
  showing = await launchChromium({ autoplay: true, args });
  const samples: Record<Face, Sample[]> = { element: [], bare: [] };
  try {
    await measure('element');
    for (let round = 0; round < ROUNDS; round += 1)
      for (const face of round % 2 === 0 ? FACES : [...FACES].reverse())
        samples[face].push(await measure(face));
  } finally {
    await closeBrowser(showing);
    await closeBrowser(sending);
    await site.stop();
  }
  const of = (face: Face, what: keyof Sample): number[] => samples[face].map((sample) => sample[what]);
  const row = (what: string, key: 'cores' | 'fps', digits: number): Record<string, string> => ({
    measure: what,
    element: summary(of('element', key), digits),
    'bare videos': summary(of('bare', key), digits),
    ratio: (median(of('element', key)) / median(of('bare', key))).toFixed(2),
  });
  table(
    'Nine tiles at 30 frames a second, your own of 1280 × 720 and eight of 320 × 180 that come over connections, one of them speaking: the element, its ' +
      'doctor and meters included, beside nine bare videos of the same streams, sizes and places. Chromium without a graphics card; medians, ± half the spread.',
    [
      row('CPU cores', 'cores', 2),
      row('frames a second in each', 'fps', 1),
      {
        measure: 'layout shift while all come in',
        element: String(Math.max(...of('element', 'shift'))),
        'bare videos': '',
        ratio: '',
      },
    ],
  );
  sizeTable();
  keep('widget', { samples });
}
