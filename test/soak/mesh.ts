import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserName } from '../helpers/find-browser.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import { History } from './history.ts';
import { Judge, type Violation } from './judge.ts';
import { plan, sideOf, type Step } from './plan.ts';
import { setStage, type Stage } from './stage.ts';

const SEATS = 6;
/** From this seat on they come with a key, and so under a new peer id after each drop. */
const FIRST_WITH_KEY = 4;
const POLL_MS = 1_000;
/** The doctor is asked with every so manieth report. */
const ASK_EVERY = 5;
const TELL_MS = 30_000;
const PULSE_MS = 1_000;
/** What the pages said so long before something was wrong is kept, the first few times. */
const TRACED_MS = 150_000;
const MAX_TRACED = 20;
/** Who stands still for longer cannot do in time what others wait for. */
const STALL_MS = 1_000;
/** Nothing is done for so long before the end, so that what was done can be seen to be right. */
const QUIET_MS = 25_000;

export interface MeshOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly browser: BrowserName;
  /** Is given what the pages said before something was wrong, as soon as it is. */
  readonly keepTrace?: (traced: Traced) => void;
}

export interface MeshResult {
  readonly seed: number;
  readonly seconds: number;
  /** Whether paths could be cut. */
  readonly cuts: boolean;
  readonly steps: Readonly<Record<string, number>>;
  readonly messages: number;
  /** Those that a sender was told to be in doubt of, since it lost its server before the answer. */
  readonly inDoubt: number;
  readonly violations: readonly Violation[];
  /** What the doctor told while a page stood still for seconds. */
  readonly explained: readonly string[];
  readonly stalls: readonly Stall[];
  /** What was done when, in ms from the start. */
  readonly diary: readonly { readonly at: number; readonly step: Step }[];
}

/** What the pages' sockets, channels and connections said before something was wrong, by seat; `at` in ms from the start. */
export interface Traced {
  readonly at: number;
  readonly seats: readonly (readonly string[])[];
}

/** When this machine, or the page of a seat, stood still for more than a second, and for how long, in ms from the start. */
interface Stall {
  readonly who: string;
  readonly at: number;
  readonly ms: number;
}

/** The call: what is done to it, and what becomes known of it. */
class Mesh {
  readonly history = new History();
  readonly judge = new Judge(this.history);
  readonly diary: { at: number; step: Step }[] = [];
  readonly stalls: Stall[] = [];
  readonly start = Date.now();
  readonly #stage: Stage;
  readonly #seed: number;
  /** How often each seat has joined. */
  readonly #turns = new Map<number, number>();
  readonly #restoring: Promise<void>[] = [];

  constructor(stage: Stage, seed: number) {
    this.#stage = stage;
    this.#seed = seed;
  }

  async perform(step: Step): Promise<void> {
    this.diary.push({ at: Date.now() - this.start, step });
    if (step.do === 'cut') {
      this.#cut(step.side, step.forMs);
      return;
    }
    const page = this.#stage.pages[step.seat];
    if (!page) throw new RangeError(`no page for seat ${step.seat}`);
    switch (step.do) {
      case 'join':
        return this.#join(step.seat);
      case 'leave':
        this.history.left(this.#nameOf(step.seat), Date.now());
        return page.run((call) => call.leave());
      case 'drop':
        this.history.dropped(this.#nameOf(step.seat), Date.now());
        return page.run((call) => call.dropSocket());
      case 'camera':
        return page.run((call) => call.changeCamera());
      case 'mute':
        return page.run((call, on) => call.mute(on), step.on);
      case 'share':
        return page.run((call, on) => call.share(on), step.on);
    }
  }

  /** Asks every page, and has the judge look at the answers. */
  async look(askDoctor: boolean): Promise<void> {
    await Promise.all(
      this.#stage.pages.map(async (page, seat) => {
        const report = await page.run((call, ask) => call.report(ask), askDoctor);
        this.stood(`seat ${seat}`, report.stoodStill);
        this.judge.observe(seat, report);
      }),
    );
  }

  stood(who: string, ms: number): void {
    if (ms > STALL_MS) this.stalls.push({ who, at: Date.now() - this.start, ms });
  }

  async trace(): Promise<Traced> {
    const since = Date.now() - TRACED_MS;
    const seats = await Promise.all(
      this.#stage.pages.map((page) =>
        page.run((call, from) => call.trace().filter((line) => parseInt(line, 10) > from), since),
      ),
    );
    return { at: Date.now() - this.start, seats };
  }

  /** Until all that was cut is whole again. */
  async whole(): Promise<void> {
    await Promise.all(this.#restoring);
  }

  #nameOf(seat: number): string {
    return `${seat}.${this.#turns.get(seat) ?? 0}`;
  }

  async #join(seat: number): Promise<void> {
    const page = this.#stage.pages[seat];
    if (!page) return;
    this.#turns.set(seat, (this.#turns.get(seat) ?? 0) + 1);
    const name = this.#nameOf(seat);
    const credential =
      seat < FIRST_WITH_KEY ? { token: await mintToken({ sub: `seat-${name}` }) } : { key: DEMO_KEY };
    const entry = { url: page.url, channel: `soak-${this.#seed}`, name, ...credential };
    await page.run((call, options) => call.enter(options), entry);
    this.history.joined(name, sideOf(seat), Date.now());
  }

  #cut(side: number, forMs: number): void {
    const link = this.#stage.sides?.[side];
    if (!link) return;
    this.history.cut(side, Date.now());
    link.disconnect();
    const restore = async (): Promise<void> => {
      await wait(forMs);
      link.connect();
      this.history.restored(side, Date.now());
    };
    this.#restoring.push(restore());
  }
}

/** Six in one call, to whom all sorts of things happen, until the time is up. */
export async function soak({ seed, seconds, browser, keepTrace }: MeshOptions): Promise<MeshResult> {
  const stage = await setStage(SEATS, browser);
  try {
    const mesh = new Mesh(stage, seed);
    const end = mesh.start + seconds * 1_000;
    const counts: Record<string, number> = {};
    let told = 0;
    let traced = 0;
    const tell = async (): Promise<void> => {
      if (mesh.judge.violations.length > told && traced < MAX_TRACED) {
        traced += 1;
        keepTrace?.(await mesh.trace());
      }
      for (const { at, what } of mesh.judge.violations.slice(told))
        console.log(`✖ ${((at - mesh.start) / 1_000).toFixed(0)} s: ${what}`);
      told = mesh.judge.violations.length;
    };
    const act = async (): Promise<void> => {
      for (const { afterMs, step } of plan({ seed, seats: SEATS, cuts: stage.sides !== null })) {
        await wait(afterMs);
        if (Date.now() > end - QUIET_MS) break;
        counts[step.do] = (counts[step.do] ?? 0) + 1;
        await mesh.perform(step);
      }
      await mesh.whole();
    };
    const watch = async (): Promise<void> => {
      let next = mesh.start + TELL_MS;
      for (let n = 1; Date.now() < end; n += 1) {
        await Promise.all([mesh.look(n % ASK_EVERY === 0), wait(POLL_MS)]);
        await tell();
        if (Date.now() < next) continue;
        next += TELL_MS;
        const { received, violations } = mesh.judge;
        const at = Math.round((Date.now() - mesh.start) / 1_000);
        console.log(
          `  ${at} s: ${mesh.diary.length} steps, ${received} messages, ${violations.length} violations`,
        );
      }
    };
    let last = Date.now();
    const pulse = setInterval(() => {
      const ms = Date.now() - last - PULSE_MS;
      last += ms + PULSE_MS;
      mesh.stood('this machine', ms);
    }, PULSE_MS);
    await Promise.all([act(), watch()]).finally(() => clearInterval(pulse));
    mesh.judge.finish(Date.now());
    await tell();
    const { judge, diary, stalls } = mesh;
    return {
      ...{ seed, seconds, cuts: stage.sides !== null, steps: counts, diary, stalls },
      messages: judge.received,
      inDoubt: judge.inDoubt,
      violations: judge.violations,
      explained: judge.explained,
    };
  } finally {
    await stage.stop();
  }
}
