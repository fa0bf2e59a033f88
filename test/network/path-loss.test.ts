import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserName } from '../helpers/find-browser.ts';
import { MIDDLE, createNetwork, namespacesMissing, type Side } from '../helpers/namespaces.ts';
import { mintToken } from '../helpers/tokens.ts';
import { startAgent, type Agent } from './inside.ts';
import type { Call, Summary } from './page/call.ts';

/** How long a side is without its link. */
const OUTAGE_MS = 20_000;
/** The picture is back within this much of the first connection to the server that could be made. */
const TARGET_MS = 3_000;
/** For this long the picture has to go on afterwards, without a gap longer than `GAP_MS`. */
const STEADY_MS = 3_000;
const GAP_MS = 1_000;
/** What is shared afterwards is there within this time. */
const SHARE_MS = 5_000;
const PATIENCE_MS = 40_000;

interface Party {
  readonly name: string;
  readonly side: Side;
  readonly agent: Agent;
  run<T, Args extends unknown[]>(
    body: (call: Call, ...args: Args) => T | Promise<T>,
    ...args: Args
  ): Promise<Awaited<T>>;
}

const missing = namespacesMissing();

async function enter(
  side: Side,
  agent: Agent,
  browser: BrowserName,
  name: string,
  channel: string,
  serverPort: number,
): Promise<Party> {
  const [port, page] = await Promise.all([
    agent.perform('relay', MIDDLE, serverPort),
    agent.perform('open', browser, '/test/network/page/call.ts'),
  ]);
  const party: Party = {
    name: `${name} (${browser})`,
    side,
    agent,
    run: (body, ...args) => agent.perform('run', page, body.toString(), args) as Promise<never>,
  };
  const token = await mintToken({ sub: name });
  await party.run((call, options) => call.start(options), {
    url: `ws://127.0.0.1:${port}`,
    token,
    channel,
  });
  return party;
}

/** The time of the first frame since `since`, and then a steady picture. */
async function picture(party: Party, since: number): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const frames = await party.run((call, from) => call.frames(from), since);
    const [first] = frames;
    if (first !== undefined && Date.now() - first > STEADY_MS) {
      const steady = [...frames.filter((at) => at <= first + STEADY_MS), first + STEADY_MS];
      const gaps = steady.slice(1).map((at, n) => at - (steady[n] ?? at));
      assert.ok(Math.max(...gaps) <= GAP_MS, `${party.name}: a gap of ${Math.max(...gaps)} ms`);
      return first;
    }
    assert.ok(Date.now() < deadline, `${party.name}: no picture in ${PATIENCE_MS / 1000} s`);
    await wait(200);
  }
}

async function pictures(parties: readonly Party[], since: number): Promise<number[]> {
  const times: number[] = [];
  for (const party of parties) times.push(await picture(party, since));
  return times;
}

/** What is added afterwards arrives too: no negotiation was left in the middle. */
async function shareWithEachOther(parties: readonly [Party, Party]): Promise<void> {
  const [one, other] = parties;
  const shared = await Promise.all(parties.map((party) => party.run((call) => call.share())));
  const deadline = Date.now() + SHARE_MS;
  for (const [receiver, streamId] of [
    [other, shared[0] ?? ''],
    [one, shared[1] ?? ''],
  ] as const) {
    while (!(await receiver.run((call, id) => call.sees(id), streamId))) {
      assert.ok(Date.now() < deadline, `${receiver.name} does not see what is shared afterwards`);
      await wait(100);
    }
  }
}

const UNCHANGED: Omit<Summary, 'connections'> = { sameRemote: true, joined: 1, left: 0, errors: [] };

/** One side loses its path and gets it back by `restore`. */
async function survives(
  t: TestContext,
  parties: readonly [Party, Party],
  lost: Party,
  serverPort: number,
  restore: () => void,
): Promise<void> {
  const start = Date.now();
  try {
    await pictures(parties, start);
    lost.side.disconnect();
    const path = lost.agent.perform('firstConnection', MIDDLE, serverPort);
    await wait(OUTAGE_MS);
    const restored = Date.now();
    for (const party of parties) {
      const frames = await party.run((call, from) => call.frames(from), restored - OUTAGE_MS / 2);
      assert.deepEqual(frames, [], `${party.name}: the picture goes on, so that the path was not lost`);
    }
    restore();
    const usable = await path;
    const back = await pictures(parties, restored);
    const delays = back.map((at) => at - usable);
    t.diagnostic(`picture back after ${parties.map((p, n) => `${delays[n]} ms at ${p.name}`).join(', ')}`);
    await shareWithEachOther(parties);
    for (const party of parties) {
      const { connections, ...summary } = await party.run((call) => call.summary());
      t.diagnostic(`${party.name}: ${connections} connections`);
      assert.deepEqual(summary, UNCHANGED, party.name);
    }
    assert.ok(Math.max(...delays) <= TARGET_MS, `not within ${TARGET_MS} ms`);
  } catch (err) {
    for (const party of parties) {
      const diary = await party.run((call, from) => call.diary(from), start).catch(String);
      console.error([`── ${party.name}, seconds from the start`, diary].flat().join('\n'));
    }
    throw err;
  }
}

const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'chromium'],
  ['firefox', 'firefox'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

// Two pairs side by side, each in a network of its own: most of the time nothing happens in either.
describe('a path that is lost', { concurrency: 2, skip: missing ?? false }, () => {
  for (const [one, other] of PAIRS) {
    test(`${one} with ${other}`, async (t) => {
      const network = createNetwork();
      const [home, away] = network.sides;
      const middle = startAgent(network.middle);
      const agents = [startAgent(home.namespace), startAgent(away.namespace)] as const;
      try {
        const serverPort = await middle.perform('serve');
        const channel = `path-${one}-${other}`;
        const parties = await Promise.all([
          enter(home, agents[0], one, 'alice', channel, serverPort),
          enter(away, agents[1], other, 'yves', channel, serverPort),
        ]);
        await t.test(`${one}, the polite one, is cut off for ${OUTAGE_MS / 1000} s`, (step) =>
          survives(step, parties, parties[0], serverPort, () => home.connect('home')),
        );
        await t.test(`${other}, the impolite one, comes back with another address`, (step) =>
          survives(step, parties, parties[1], serverPort, () => away.connect('away')),
        );
      } finally {
        await Promise.all([middle, ...agents].map((agent) => agent.stop()));
        network.remove();
      }
    });
  }
});
