import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../helpers/find-browser.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import type { Benches } from './benches.ts';
import type { Told } from './page/told.ts';
import type { FaultInput } from './page/input.ts';
import { trim, type Recorded } from './trim.ts';
import type { World } from './world.ts';

/** Where what was recorded of a false alarm is kept, to be looked at and to become a fixture. */
const KEPT = '.cache/soak';

export interface Soaked {
  /** Every finding above information that was ever told, once each. */
  readonly alarms: readonly string[];
  readonly failure: string | null;
}

/** Looks at one kind of healthy call for so many seconds. */
export async function openHealthy(
  kind: string,
  name: BrowserName,
  { benches, world, seconds }: { benches: Benches; world: World; seconds: number },
): Promise<Soaked> {
  const browser = await benches.get(name, 'usual');
  const flaky = await world.flaky();
  const id = randomUUID();
  const input: FaultInput = {
    fault: kind,
    engine: 'ours',
    room: `room-${id}`,
    server: `ws://localhost:${flaky.port}`,
    key: DEMO_KEY,
    token: '',
    otherToken: await mintToken({ sub: `there-${id}` }),
    iceServers: world.relay,
    peerPort: world.peerPort,
    driver: '',
  };
  const page = await browser.newPage({ type: 'window' });
  const alarms = new Set<string>();
  let failure: string | null = null;
  let hidden = false;
  const inFront: Page[] = [];
  page.on('popup', (opened) => opened && inFront.push(opened));
  let keeping: Promise<void> | undefined;
  page.on('console', (message) => {
    const [, said, text = ''] = /^@(\w+) ?([\s\S]*)$/.exec(message.text()) ?? [];
    if (said === 'failed') failure ??= text;
    if (said === 'do' && text.startsWith('drop')) flaky.drop(false);
    if (said === 'do' && text.startsWith('hide')) void hide(page);
    if (said === 'hidden') hidden = true;
    if (said !== 'findings') return;
    for (const { severity, code, evidence } of JSON.parse(text) as Told[])
      if (severity !== 'info') alarms.add(`${severity} ${code}: ${evidence}`);
    if (alarms.size > 0) keeping ??= keep(page, `${kind} ${name}`).catch(() => undefined);
  });
  try {
    const body = `<!doctype html><title>${kind}</title><body><script src="/doctor.js"></script><script src="/healthy.js"></script>`;
    const url = world.site.page(`/${id}.html`, body);
    await page.goto(`${url}#${encodeURIComponent(JSON.stringify(input))}`, { waitUntil: 'domcontentloaded' });
    await sleep(seconds * 1_000);
    await keeping;
    if (kind === 'a hidden tab' && !hidden) failure ??= 'the tab was not hidden';
    return { alarms: [...alarms], failure };
  } finally {
    for (const other of inFront) await other.close();
    await page.close();
    await flaky.stop();
  }
}

/** A tab of its own opener's window: one of the browser's own choice would hide another call. */
const hide = (page: Page): Promise<unknown> => page.evaluate(() => void window.open('/blank.html'));

async function keep(page: Page, title: string): Promise<void> {
  const json = await page.evaluate(async () =>
    JSON.stringify({ trace: window.doctor.trace, environment: await window.doctor.environment() }),
  );
  const { trace, environment } = JSON.parse(json) as Recorded;
  await mkdir(KEPT, { recursive: true });
  await writeFile(
    `${KEPT}/${title.replaceAll(' ', '-')}.json`,
    JSON.stringify({ trace: trim(trace), environment }),
  );
}
