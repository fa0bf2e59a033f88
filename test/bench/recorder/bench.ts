import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Browser, Page } from 'puppeteer-core';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { MAX_NUMBERS } from '../../../core/recorder/bounds.ts';
import { readDump } from '../../../core/recorder/dump/read-dump.ts';
import { writeDump } from '../../../core/recorder/dump/write-dump.ts';
import type { Environment } from '../../../core/recorder/environment.ts';
import { keepWithin } from '../../../core/recorder/stats-store.ts';
import type { Trace } from '../../../core/recorder/trace.ts';
import { closeBrowser, launchChromium } from '../../helpers/browsers.ts';
import { startStatic } from '../../helpers/static.ts';
import { cpuSeconds } from '../engine/cpu.ts';
import { keep, median, summary, table } from '../report.ts';
import { lengthen } from './lengthen.ts';
import type {} from './page/calls.ts';

const CONNECTIONS = 10;
const ROUNDS = 6;
const CPU_MS = 8_000;
const SETTLE_MS = 2_000;
/** A page may have made 500 connections until the browser collects those it closed. */
const SET_UPS = 11;
const HOUR = 3_600;
const DUMP_SECONDS = 1_800;
const DIAGNOSES = 7;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Recorded {
  readonly trace: Trace;
  readonly environment: Environment;
}

interface Pair {
  readonly without: number[];
  readonly with: number[];
}

const collect = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/** Seconds of processor time a second, of the whole browser, the recorder now on and now off over the same calls. */
async function processor(page: Page, pid: number): Promise<Pair> {
  const cpu: Pair = { without: [], with: [] };
  await page.evaluate((count) => window.recorderBench.open(count), CONNECTIONS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      if (kind === 'with') await page.evaluate(() => window.recorderBench.start());
      await sleep(SETTLE_MS);
      const [before, began] = [cpuSeconds(pid), performance.now()];
      await sleep(CPU_MS);
      cpu[kind].push((cpuSeconds(pid) - before) / ((performance.now() - began) / 1_000));
      if (kind === 'with') await page.evaluate(() => window.recorderBench.stop());
    }
  }
  await page.evaluate(() => window.recorderBench.close());
  return cpu;
}

/** Calls that were recorded from their beginning. */
async function record(page: Page): Promise<Recorded> {
  await page.evaluate(() => window.recorderBench.start());
  await page.evaluate((count) => window.recorderBench.open(count), CONNECTIONS);
  await sleep(CPU_MS);
  const json = await page.evaluate(() => window.recorderBench.recorded());
  return JSON.parse(json) as Recorded;
}

/**
 * Milliseconds in which ten connections are made, one after the other. Together, since each takes longer than the one
 * before: among single ones that would hide what the recorder adds.
 */
async function setUp(page: Page): Promise<Pair> {
  const times: Pair = { without: [], with: [] };
  for (let round = 0; round < SET_UPS; round += 1) {
    for (const kind of round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      if (kind === 'with') await page.evaluate(() => window.recorderBench.start());
      const took = await page.evaluate((count) => window.recorderBench.open(count), CONNECTIONS);
      // The first one of all finds the browser cold.
      if (round > 0) times[kind].push(took.reduce((sum, ms) => sum + ms, 0));
      await page.evaluate(() => window.recorderBench.close());
      if (kind === 'with') await page.evaluate(() => window.recorderBench.stop());
    }
  }
  return times;
}

/** Bytes of the heap that an hour of samples takes, and of all else that was recorded as JSON. */
function kept({ trace }: Recorded): { samples: number; others: number } {
  const gc = collect();
  gc();
  const before = process.memoryUsage().heapUsed;
  const stores = trace.connections.slice(0, CONNECTIONS).map((connection) => lengthen(connection, HOUR));
  keepWithin(stores, MAX_NUMBERS);
  gc();
  const samples = process.memoryUsage().heapUsed - before;
  const { connections, ...rest } = trace;
  const bare = connections.map((connection) => ({ ...connection, samples: [] }));
  const others = JSON.stringify({ ...rest, connections: bare }).length;
  return { samples: stores.length === 0 ? NaN : samples, others };
}

/** Milliseconds to read a report of half an hour, and to find what is wrong. */
async function diagnosis({ trace, environment }: Recorded): Promise<{ read: number[]; diagnosed: number[] }> {
  const connections = trace.connections
    .slice(0, CONNECTIONS)
    .map((connection) => ({ ...connection, samples: lengthen(connection, DUMP_SECONDS).samples() }));
  const until = connections[0]?.samples.at(-1)?.at ?? trace.until;
  const dump = await writeDump({ ...trace, connections, until }, environment, { format: 'metered-call' });
  const times = { read: [] as number[], diagnosed: [] as number[] };
  for (let i = 0; i < DIAGNOSES; i += 1) {
    const began = performance.now();
    const report = await readDump(dump);
    const read = performance.now();
    diagnose(report.trace, report.environment);
    times.read.push(read - began);
    times.diagnosed.push(performance.now() - read);
  }
  return times;
}

/** What recording costs a page with ten connections, and diagnosing half an hour of them. */
export async function run(): Promise<void> {
  const site = await startStatic({
    '/core/': 'dist/core',
    '/chunks/': 'dist/chunks',
    '/page/': 'test/bench/recorder/page',
  });
  site.page('/blank.html', '<!doctype html><title>elsewhere</title>');
  const url = site.page(
    '/calls.html',
    '<!doctype html><title>calls</title><body><script type="module" src="/page/calls.ts"></script>',
  );
  let browser: Browser | undefined;
  try {
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'recorderBench' in window, { polling: 20 });
    const times = await setUp(page);
    const cpu = await processor(page, browser.process()?.pid ?? 0);
    const recorded = await record(page);
    const bytes = kept(recorded);
    const { read, diagnosed } = await diagnosis(recorded);
    const share = (median(cpu.with) - median(cpu.without)) * 100;
    const slower = (median(times.with) / median(times.without) - 1) * 100;
    const title =
      `What recording costs a page in Chromium with ${CONNECTIONS} connections; medians, ± half the spread. An hour and half an ` +
      'hour are real samples whose counters go on at the pace they had: lists of events stay as long as they were.';
    table(title, [
      {
        measure: 'processor, cores',
        without: summary(cpu.without, 3),
        with: summary(cpu.with, 3),
        more: `${share.toFixed(1)} % of a core`,
        target: '2 %',
      },
      {
        measure: `until ${CONNECTIONS} are connected, ms`,
        without: summary(times.without),
        with: summary(times.with),
        more: `${slower.toFixed(1)} %`,
        target: '5 %',
      },
      {
        measure: 'kept in an hour, MB',
        without: '',
        with: '',
        more: ((bytes.samples + bytes.others) / 1e6).toFixed(1),
        target: '10',
      },
      { measure: 'reading half an hour, ms', without: '', with: '', more: summary(read), target: '' },
      {
        measure: 'diagnosing half an hour, ms',
        without: '',
        with: '',
        more: summary(diagnosed),
        target: '1000',
      },
    ]);
    keep('recorder', { cpu, setUp: times, bytes, read, diagnosed });
  } finally {
    await closeBrowser(browser);
    await site.stop();
  }
}
