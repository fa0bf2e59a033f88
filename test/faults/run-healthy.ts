import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { BrowserName } from '../helpers/find-browser.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import type { Benches } from './benches.ts';
import type { Told } from './page/told.ts';
import type { FaultInput } from './page/input.ts';
import type { World } from './world.ts';

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
  page.on('console', (message) => {
    const [, said, text = ''] = /^@(\w+) ?([\s\S]*)$/.exec(message.text()) ?? [];
    if (said === 'failed') failure ??= text;
    if (said === 'do' && text.startsWith('drop')) flaky.drop(false);
    if (said === 'do' && text.startsWith('hide')) void browser.newPage();
    if (said !== 'findings') return;
    for (const { severity, code, evidence } of JSON.parse(text) as Told[])
      if (severity !== 'info') alarms.add(`${severity} ${code}: ${evidence}`);
  });
  try {
    const body = `<!doctype html><title>${kind}</title><body><script src="/doctor.js"></script><script src="/healthy.js"></script>`;
    const url = world.site.page(`/${id}.html`, body);
    await page.goto(`${url}#${encodeURIComponent(JSON.stringify(input))}`, { waitUntil: 'domcontentloaded' });
    await sleep(seconds * 1_000);
    return { alarms: [...alarms], failure };
  } finally {
    await page.close();
    await flaky.stop();
  }
}
