import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import type { StaticServer } from '../helpers/static.ts';
import { errorsOf, meet, openParty, startSite, type Party } from './party.ts';
import type { EngineName, Step } from './page/kit.ts';

const ROUNDS = 50;

/**
 * The published client never uses a media section again: after some 17 streams, added and removed, its
 * offer exceeds the 64 KB that the server takes.
 */
const ROUNDS_WITH_THEIRS = 16;

let server: SignallingServer;
let site: StaticServer;
let browser: Browser;

before(async () => {
  server = await startServer();
  site = await startSite();
  browser = await launchChromium();
});

after(async () => {
  await closeBrowser(browser);
  await site.stop();
  await server.stop();
});

const open = (engine: EngineName, id: string): Promise<Party> =>
  openParty(browser, { engine, id, server, site });

/** All of them do their steps in the same moment. */
async function volley(plan: ReadonlyMap<Party, readonly Step[]>): Promise<void> {
  for (const [party, steps] of plan) await party.run((kit, armed) => kit.arm(armed), steps);
  const [first] = plan.keys();
  await first?.run((kit) => kit.fire());
}

const seesExactly = (party: Party, ids: readonly string[]): Promise<void> =>
  party.sees(
    `exactly the streams ${ids.join(' ')}`,
    (wanted) => window.kit.live().join(' ') === wanted,
    [...ids].sort().join(' '),
  );

/** The connections in use, one for each of the others, and whether any more were made. */
const connectionsOf = (party: Party, others: readonly Party[]): Promise<number[]> =>
  party.run(
    (kit, ids) => [...ids.map((id) => kit.connectionTo(id)), kit.connections.length],
    others.map((other) => other.id),
  );

/** Every connection in use is up, with no negotiation left in the middle. */
async function intact(party: Party, others: readonly Party[]): Promise<void> {
  for (const { id } of others) {
    await party.sees(
      `a connection at rest with ${id}`,
      (other) => {
        const connection = window.kit.connections[window.kit.connectionTo(other ?? '')];
        return connection?.connectionState === 'connected' && connection.signalingState === 'stable';
      },
      id,
    );
  }
  assert.deepEqual(await errorsOf(party), []);
}

/** Per round of four, what each side does: both add, one adds while the other removes, both remove. */
const ROUNDS_OF_A: readonly (readonly Step[])[] = [
  [{ do: 'add', name: 'x' }],
  [{ do: 'remove', name: 'x' }],
  [{ do: 'add', name: 'x' }],
  [{ do: 'remove', name: 'x' }],
];
const ROUNDS_OF_B: readonly (readonly Step[])[] = [
  [{ do: 'add', name: 'x' }],
  [{ do: 'add', name: 'y' }],
  [{ do: 'remove', name: 'x' }],
  [{ do: 'remove', name: 'y' }],
];

function apply(live: Set<string>, steps: readonly Step[], ids: ReadonlyMap<string, string>): void {
  for (const step of steps) {
    const id = ids.get(step.name) ?? '';
    if (step.do === 'add') live.add(id);
    else live.delete(id);
  }
}

async function captureAll(party: Party, names: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, await party.run((kit, stream) => kit.capture(stream), name));
  return ids;
}

async function collide(t: TestContext, a: Party, b: Party, rounds: number): Promise<void> {
  await meet([a, b], `glare-${a.engine}-${b.engine}`);
  const idsOfA = await captureAll(a, ['camera', 'x']);
  const idsOfB = await captureAll(b, ['camera', 'x', 'y']);
  const liveOfA = new Set<string>();
  const liveOfB = new Set<string>();
  const round = async (ofA: readonly Step[], ofB: readonly Step[]): Promise<void> => {
    apply(liveOfA, ofA, idsOfA);
    apply(liveOfB, ofB, idsOfB);
    await volley(
      new Map([
        [a, ofA],
        [b, ofB],
      ]),
    );
    await seesExactly(b, [...liveOfA]);
    await seesExactly(a, [...liveOfB]);
  };
  const camera: readonly Step[] = [{ do: 'add', name: 'camera' }];
  await round(camera, camera);
  // Ours begins anew where its very first offer gives way; from here on nothing is replaced.
  const usedByA = await connectionsOf(a, [b]);
  const usedByB = await connectionsOf(b, [a]);
  for (let n = 0; n < rounds; n += 1) await round(ROUNDS_OF_A[n % 4] ?? [], ROUNDS_OF_B[n % 4] ?? []);

  for (const [sender, receiver, ids] of [
    [a, b, liveOfA],
    [b, a, liveOfB],
  ] as const) {
    for (const id of ids) await receiver.receives(id);
    await intact(receiver, [sender]);
  }
  assert.deepEqual([await connectionsOf(a, [b]), await connectionsOf(b, [a])], [usedByA, usedByB]);
  const yielded = (await a.run((kit) => kit.yielded)) + (await b.run((kit) => kit.yielded));
  t.diagnostic(`${yielded} collisions in ${rounds + 1} rounds`);
  assert.ok(yielded > 0, 'no two offers ever met: this proved nothing');
}

test(`ours and ours renegotiate at once, ${ROUNDS} times`, async (t) => {
  await collide(t, await open('ours', 'a-polite'), await open('ours', 'b-impolite'), ROUNDS);
});

test(`ours gives way to theirs, ${ROUNDS_WITH_THEIRS} times`, async (t) => {
  await collide(t, await open('ours', 'c-polite'), await open('theirs', 'd-impolite'), ROUNDS_WITH_THEIRS);
});

test(`theirs gives way to ours, ${ROUNDS_WITH_THEIRS} times`, async (t) => {
  await collide(t, await open('theirs', 'e-polite'), await open('ours', 'f-impolite'), ROUNDS_WITH_THEIRS);
});

test('four of ours all add a stream at once, and again: every stream arrives', async () => {
  const parties: Party[] = [];
  for (const id of ['mesh-1', 'mesh-2', 'mesh-3', 'mesh-4']) parties.push(await open('ours', id));
  await meet(parties, 'mesh');
  const ids = new Map<Party, Map<string, string>>();
  for (const party of parties) ids.set(party, await captureAll(party, ['camera', 'screen']));
  const expected = (party: Party, names: readonly string[]): string[] =>
    parties.flatMap((other) => (other === party ? [] : names.map((name) => ids.get(other)?.get(name) ?? '')));

  const used = new Map<Party, number[]>();
  for (const names of [['camera'], ['camera', 'screen']]) {
    const added = names.at(-1) ?? '';
    await volley(new Map(parties.map((party) => [party, [{ do: 'add', name: added }]])));
    for (const party of parties) await seesExactly(party, expected(party, names));
    for (const party of parties) for (const id of expected(party, [added])) await party.receives(id);
    for (const party of parties) {
      const others = parties.filter((other) => other !== party);
      await intact(party, others);
      const connections = await connectionsOf(party, others);
      assert.deepEqual(
        connections,
        used.get(party) ?? connections,
        'a connection that carried something was replaced',
      );
      used.set(party, connections);
    }
  }
});
