import { randomUUID } from 'node:crypto';
import { CATALOGUE } from '../../core/diagnosis/catalogue.ts';
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../helpers/find-browser.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import { INSECURE_HOST, type Benches } from './benches.ts';
import type { FlakyWay } from './flaky.ts';
import type { Told } from './page/told.ts';
import type { FaultInput } from './page/input.ts';
import type { Scenario } from './scenario.ts';
import { leaveWindow, openWindow } from './windows.ts';
import { DARK_DRIVER } from './drivers.ts';
import { limitedKey, type World } from './world.ts';

/** A finding is said within this time of the moment at which its proof is there. */
export const PROMISE_MS = 3_000;
/** At most so much longer, and no longer than the page itself could not run, or be heard, meanwhile. */
const LATE_AT_MOST_MS = 60_000;
const SET_UP_MS = 60_000;
/** Nothing else may come up right after. */
const AFTERWARDS_MS = 600;
/** A page that misses a round of its samples has been held up. */
const HELD_UP_MS = 1_000;
const HELD_UP_AT_MOST = 8;
/** A page that can run says so five times a second. */
const SILENT_MS = 500;

export interface Outcome {
  readonly passed: boolean;
  /** From the fault to the finding, or null. */
  readonly tookMs: number | null;
  readonly found: readonly Told[];
  /** Error-level findings of other codes that came up between the fault and the end, and that nothing excuses. */
  readonly passing: readonly string[];
  readonly failure: string | null;
  /** For how long the page was kept from running, in milliseconds. */
  readonly late: number;
  readonly log: readonly string[];
}

/** What a page has said so far, and how to wait for more. */
class Heard {
  found: readonly Told[] = [];
  causedAt: number | null = null;
  failure: string | null = null;
  readonly log: string[] = [];
  /** With what they rested on when they first came up. */
  readonly passing = new Map<string, string>();
  #late = 0;
  #beatAt = Infinity;
  #wake: () => void = () => undefined;

  constructor(
    page: Page,
    excused: readonly string[],
    act: (what: string, argument: string) => Promise<void>,
  ) {
    page.on('console', (message) => {
      const [, kind, text = ''] = /^@(\w+) ?([\s\S]*)$/.exec(message.text()) ?? [];
      if (kind === 'findings') {
        this.found = JSON.parse(text) as Told[];
        if (this.causedAt === null) return;
        for (const { code, severity, evidence } of this.found)
          if (severity === 'error' && !excused.includes(code) && !this.passing.has(code))
            this.passing.set(code, evidence);
      } else if (kind === 'beat') {
        // What it tells may itself have been held up on its way here.
        this.#late += Math.max(Number(text), this.#silent);
        this.#beatAt = performance.now();
      } else if (kind === 'caused') this.causedAt ??= performance.now();
      else if (kind === 'failed') this.failure ??= text;
      else if (kind === 'do') {
        const [what = '', argument = ''] = text.split(/ (.*)/s);
        act(what, argument.trim()).catch((err: unknown) => (this.failure ??= String(err)));
      } else if (this.log.length < 50) this.log.push(message.text());
      this.#wake();
    });
    page.on('pageerror', (err) => this.log.push(String(err)));
  }

  /** For how long the page was kept from running, in milliseconds: one that still is cannot say so itself. */
  get late(): number {
    return this.#late + this.#silent;
  }

  get #silent(): number {
    const silent = performance.now() - this.#beatAt;
    return silent > SILENT_MS ? silent : 0;
  }

  /** Resolves to whether `condition` came true within `ms` in which the page could run. */
  async until(condition: () => boolean, ms: number): Promise<boolean> {
    const [start, before] = [performance.now(), this.late];
    while (!condition()) {
      const late = Math.min(this.late - before, LATE_AT_MOST_MS);
      const left = start + ms + late - performance.now();
      if (left <= 0 || this.failure !== null) return condition();
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left);
        this.#wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    return true;
  }
}

export interface Laboratory {
  readonly benches: Benches;
  readonly world: World;
  /** With the page, while what it was opened for is found there. */
  readonly whileFound?: ((page: Page) => Promise<void>) | undefined;
  /** In a window in which nothing ran before: chrome://webrtc-internals still knows of that. */
  readonly newWindow?: boolean;
}

export async function runScenario(
  scenario: Scenario,
  name: BrowserName,
  { benches, world, whileFound, newWindow = false }: Laboratory,
): Promise<Outcome> {
  const browser = await benches.get(name, scenario.bench ?? 'usual');
  const flaky = scenario.server === 'flaky' ? await world.flaky() : undefined;
  const address = await addressOf(scenario, world, flaky, name);
  const page = newWindow
    ? await browser.newPage({ type: 'window' })
    : await openWindow(browser, new URL(address).origin);
  const excused = [scenario.code, ...(scenario.onTheWay ?? [])];
  const heard = new Heard(page, excused, (what, argument) => act(what, argument, world, page, flaky));
  try {
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    // Whoever joins a call, or tests a device, has clicked: only then may sound start.
    if (scenario.element || scenario.click) await page.mouse.click(1, 1);
    await heard.until(() => heard.causedAt !== null, SET_UP_MS);
    if (heard.causedAt === null) heard.failure ??= 'the fault was not caused in time';
    else await heard.until(() => isFound(scenario, heard.found), (scenario.proof ?? 0) + PROMISE_MS);
    const tookMs =
      heard.causedAt !== null && isFound(scenario, heard.found) ? performance.now() - heard.causedAt : null;
    if (tookMs !== null) await stays(scenario, heard);
    const { found, failure, late, log, passing } = heard;
    const passed = failure === null && tookMs !== null && isFound(scenario, found) && passing.size === 0;
    if (passed) await whileFound?.(page);
    return {
      passed,
      tookMs,
      found,
      failure,
      late: Math.round(late),
      log,
      passing: [...passing].map((entry) => entry.join(': ')),
    };
  } finally {
    await (newWindow ? page.close() : leaveWindow(browser, page));
    await flaky?.stop();
  }
}

/** What was found stays found; a page that could not run meanwhile may have to look for its proof anew, each time it is held up. */
async function stays(scenario: Scenario, heard: Heard): Promise<void> {
  for (let round = 0; round < HELD_UP_AT_MOST; round += 1) {
    const before = heard.late;
    const lost = await heard.until(() => !isFound(scenario, heard.found), AFTERWARDS_MS);
    if (!lost || heard.late - before < HELD_UP_MS) return;
    await heard.until(() => isFound(scenario, heard.found), (scenario.proof ?? 0) + PROMISE_MS);
  }
}

/** On top, and no other error beside it. */
function isFound(
  { code, variant, side, evidence = '', severity = CATALOGUE[code][0] }: Scenario,
  found: readonly Told[],
): boolean {
  const others = found.filter((finding) => finding.code !== code);
  const own = found.find((finding) => finding.code === code);
  if (own?.severity !== severity || (variant !== undefined && own.variant !== variant)) return false;
  if ((side !== undefined && own.side !== side) || !own.evidence.includes(evidence)) return false;
  return found[0]?.code === code && others.every(({ severity }) => severity !== 'error');
}

async function act(
  what: string,
  argument: string,
  world: World,
  page: Page,
  flaky: FlakyWay | undefined,
): Promise<void> {
  if (what === 'kick') await world.kick(argument);
  else if (what === 'drop') flaky?.drop(argument !== 'once');
  else if (what === 'revoke') {
    const session = await page.createCDPSession();
    await session.send('Browser.setPermission', {
      permission: { name: argument },
      setting: 'denied',
      origin: new URL(page.url()).origin,
    });
  } else throw new Error(`nobody knows how to ${what}`);
}

/** @param scripts Those of the laboratory that the page loads, in their order. */
export async function addressOf(
  scenario: Scenario,
  world: World,
  flaky: FlakyWay | undefined,
  name: BrowserName,
  scripts: readonly string[] = scenario.element ? ['element'] : ['doctor', 'lab'],
): Promise<string> {
  const { page: wanted = {}, token, key } = scenario;
  const id = randomUUID();
  const servers = {
    demo: world.demo,
    limits: world.limits,
    dead: `ws://localhost:${world.deadPort}`,
    flaky: `ws://localhost:${flaky?.port}`,
  };
  const ice = { dead: world.deadRelay, coturn: world.relay, 'wrong-password': world.wrongRelay };
  const tokenPath = `/${id}.token`;
  world.site.page(tokenPath, () => mintToken({ sub: `here-${id}`, ...token }));
  const input: FaultInput = {
    fault: scenario.fault ?? scenario.code,
    engine: scenario.engine ?? 'ours',
    room: `room-${id}`,
    server: servers[scenario.server ?? 'demo'],
    key: token
      ? ''
      : scenario.server === 'limits'
        ? limitedKey(key ?? '', name, scenario.engine)
        : (key ?? DEMO_KEY),
    token: tokenPath,
    otherToken: await mintToken({ sub: `there-${id}` }),
    iceServers: scenario.ice ? ice[scenario.ice] : [],
    peerPort: world.peerPort,
    driver: scenario.driver ?? '',
  };
  const first = `${scenario.bench === 'dark' && name === 'firefox' ? DARK_DRIVER : ''}${wanted.first ?? ''}`;
  const body = `<!doctype html><title>${input.fault}</title><body>${wanted.html ?? ''}
<script>${first}</script>${scripts.map((script) => `<script src="/${script}.js"></script>`).join('')}`;
  const path = world.site.page(`/${id}.html`, body, wanted.headers);
  const hash = `#${encodeURIComponent(JSON.stringify(input))}`;
  if (wanted.insecure) return path.replace('127.0.0.1', INSECURE_HOST) + hash;
  if (wanted.apart) return path.replace('127.0.0.1', 'localhost') + hash;
  if (!wanted.framed) return path + hash;
  const outer = world.site.page(`/${id}-outer.html`, `<!doctype html><iframe src="${path}${hash}"></iframe>`);
  return outer.replace('127.0.0.1', 'localhost');
}

/** Trace and environment of the page, or of what is framed in it, as JSON. */
export const recordingOf = (page: Page): Promise<string> =>
  (page.frames()[1]?.url().includes('fault') ? (page.frames()[1] ?? page) : page).evaluate(async () =>
    JSON.stringify({ trace: window.doctor.trace, environment: await window.doctor.environment() }),
  );
