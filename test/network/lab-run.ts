import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startCoturn, type Coturn } from '../helpers/coturn.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { MIDDLE, createNetwork } from '../helpers/namespaces.ts';
import { mintToken } from '../helpers/tokens.ts';
import { startAgent, type Agent } from './inside.ts';
import type { EngineName, Participant, Told } from './page/participant.ts';
import type { Laboratory, Scenario } from './scenarios.ts';

/** A picture that does not come within this time does not come. */
const PATIENCE_MS = 45_000;
/** And this long after everything could work again. */
const RECOVERY_MS = 90_000;
/** A time without a frame that is longer than this is a gap. */
const GAP_MS = 1_000;
/** A call that goes on for so long has recovered. */
const STEADY_MS = 5_000;
const POLL_MS = 250;
const TURN_PORT = 3478;
const SECRET = 'shared with the relay';

export interface Measured {
  readonly scenario: string;
  readonly browsers: readonly [BrowserName, BrowserName];
  readonly engine: EngineName;
  /** From the second one's call of join to the first frame at the later end, in ms; null if there was none. */
  readonly mediaMs: number | null;
  /** The longest time without a frame at either end from the trouble on, in ms; null without trouble. */
  readonly gapMs: number | null;
  /**
   * From when everything could work again to the end of the last gap at either end, in ms; 0 where no gap ended after
   * that; null if the picture was not back, or without trouble.
   */
  readonly recoveryMs: number | null;
  /** What the doctor said at both ends, while it was broken (null if it was not asked) and at the end. */
  readonly broken: readonly Told[] | null;
  readonly after: readonly Told[];
  readonly diaries: readonly (readonly string[])[];
}

interface End {
  readonly agent: Agent;
  run<T, Args extends unknown[]>(
    body: (call: Participant, ...args: Args) => T | Promise<T>,
    ...args: Args
  ): Promise<Awaited<T>>;
}

function iceServers(): RTCIceServer[] {
  const username = `${Math.floor(Date.now() / 1000) + 3_600}:lab`;
  const credential = createHmac('sha1', SECRET).update(username).digest('base64');
  const urls = ['udp', 'tcp'].map((transport) => `turn:${MIDDLE}:${TURN_PORT}?transport=${transport}`);
  return [{ urls: [`stun:${MIDDLE}:${TURN_PORT}`] }, { urls, username, credential }];
}

async function open(agent: Agent, browser: BrowserName): Promise<End> {
  const page = await agent.perform('open', browser, '/test/network/page/participant.ts');
  return {
    agent,
    run: (body, ...args) => agent.perform('run', page, body.toString(), args) as Promise<never>,
  };
}

const findings = async (ends: readonly End[]): Promise<Told[]> =>
  (await Promise.all(ends.map((end) => end.run((call) => call.findings())))).flat();

/** The ends' frames since `since`, each with that time before and now after them. */
async function pictures(ends: readonly End[], since: number): Promise<number[][]> {
  return Promise.all(
    ends.map(async (end) => [
      since,
      ...(await end.run((call, from) => call.frames(from), since)),
      Date.now(),
    ]),
  );
}

/** Begin and end of each time without a frame that is longer than `GAP_MS`. */
const gapsOf = (times: readonly number[]): [from: number, to: number][] =>
  times.slice(1).flatMap((to, n): [number, number][] => {
    const from = times[n] ?? to;
    return to - from > GAP_MS ? [[from, to]] : [];
  });

const longest = (times: readonly number[]): number =>
  Math.max(0, ...times.slice(1).map((to, n) => to - (times[n] ?? to)));

async function firstFrames(ends: readonly End[], since: number): Promise<number | null> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const firsts = await Promise.all(
      ends.map(async (end) => (await end.run((call, from) => call.frames(from), since))[0]),
    );
    if (firsts.every((at) => at !== undefined)) return Math.max(...firsts) - since;
    await wait(POLL_MS);
  }
  return null;
}

/** Until both are joined and have had a picture without a gap for `STEADY_MS`. */
async function recovery(
  ends: readonly End[],
  broke: number,
  usable: number,
): Promise<Pick<Measured, 'gapMs' | 'recoveryMs'>> {
  for (;;) {
    const joined = await Promise.all(ends.map((end) => end.run((call) => call.joinedSince())));
    const times = await pictures(ends, broke);
    const now = Date.now();
    const ended = times.flatMap(gapsOf).map(([, to]) => to);
    const last = Math.max(usable, ...ended);
    const settled = joined.every((at) => at !== null && now - at > STEADY_MS) && now - last > STEADY_MS;
    if (settled || now - usable > RECOVERY_MS) {
      return { gapMs: Math.max(...times.map(longest)), recoveryMs: settled ? last - usable : null };
    }
    await wait(POLL_MS);
  }
}

/** One call of two in a network of their own, and what became of it. */
export async function measure(
  scenario: Scenario,
  browsers: readonly [BrowserName, BrowserName],
  engine: EngineName,
): Promise<Measured> {
  const network = createNetwork({ nat: scenario.nat ?? false });
  const agents = [network.middle, ...network.sides.map(({ namespace }) => namespace)].map(startAgent);
  const [middle, one, other] = agents as [Agent, Agent, Agent];
  let turn: Coturn | undefined;
  const startTurn = async (): Promise<void> => {
    const options = { secret: SECRET, port: TURN_PORT, addresses: [MIDDLE], namespace: network.middle };
    turn = await startCoturn(options);
  };
  const stopTurn = async (): Promise<void> => turn?.stop();
  try {
    network.filter(scenario.filter ?? '');
    const [serverPort] = await Promise.all([middle.perform('serve'), startTurn()]);
    const ends = await Promise.all([open(one, browsers[0]), open(other, browsers[1])]);
    let start = Date.now();
    const began = start;
    for (const [n, end] of ends.entries()) {
      const port = await end.agent.perform('relay', MIDDLE, serverPort);
      start = await end.run((call, options) => call.enter(options), {
        engine,
        url: `ws://127.0.0.1:${port}`,
        token: await mintToken({ sub: `end-${n}`, metadata: { iceServers: iceServers() } }),
        channel: 'lab',
      });
    }
    const mediaMs = await firstFrames(ends, start);
    let broken: Told[] | null = null;
    let measured: Pick<Measured, 'gapMs' | 'recoveryMs'> = { gapMs: null, recoveryMs: null };
    if (scenario.trouble && mediaMs !== null) {
      await wait(STEADY_MS);
      const broke = Date.now();
      const whileBroken = async (): Promise<void> => void (broken = await findings(ends));
      const lab: Laboratory = {
        ...{ network, middle, ends: [one, other], serverPort },
        ...{ stopTurn, startTurn, whileBroken },
      };
      const usable = await scenario.trouble(lab);
      measured = await recovery(ends, broke, usable);
    } else await wait(STEADY_MS);
    return {
      ...{ scenario: scenario.name, browsers, engine, mediaMs, ...measured, broken },
      after: await findings(ends),
      diaries: await Promise.all(ends.map((end) => end.run((call, from) => call.diary(from), began))),
    };
  } finally {
    await Promise.all(agents.map((agent) => agent.stop()));
    await turn?.stop();
    network.remove();
  }
}
