import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { startRedis, type Redis } from '../helpers/redis.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { errorsOf, meet, openParty, startSite, type Party } from './party.ts';
import type { EngineName } from './page/kit.ts';

export interface Side {
  readonly engine: EngineName;
  readonly browser: BrowserName;
}

export interface Pair {
  /** Adds its first stream before the other does. */
  readonly first: Side;
  readonly second: Side;
  /** Which of them gives way: its id is the lower one. */
  readonly polite: 'first' | 'second';
  /** Each connects to a node of its own; the nodes share a Redis. */
  readonly twoNodes?: boolean;
}

interface Service {
  readonly nodes: readonly [first: SignallingServer, second: SignallingServer];
  stop(): Promise<void>;
}

async function startService(twoNodes: boolean): Promise<Service> {
  const redis: Redis | undefined = twoNodes ? await startRedis() : undefined;
  const args = redis ? ['--redis', redis.url] : [];
  const first = await startServer(args);
  const second = twoNodes ? await startServer(args) : first;
  return {
    nodes: [first, second],
    async stop() {
      await Promise.all([...new Set([first, second])].map((node) => node.stop()));
      await redis?.stop();
    },
  };
}

/**
 * The published client matches metadata by track id, which holds only where Chromium made the receiving
 * transceiver for that very track. Ours goes by the description and is always right.
 */
function metadataArrives(receiver: Party, transceiverIsNew: boolean): boolean {
  return receiver.engine === 'ours' || (transceiverIsNew && receiver.browser === 'chromium');
}

async function metadataOf(party: Party, streamId: string): Promise<unknown> {
  return party.run((kit, id) => kit.streams.find((stream) => stream.id === id)?.metadata, streamId);
}

const camera = (party: Party): { role: string; label: string } => ({
  role: 'camera',
  label: `camera of ${party.id}`,
});
const screen = (party: Party): { role: string; label: string } => ({
  role: 'screen',
  label: `screen of ${party.id}`,
});

async function addsCamera(sender: Party, receiver: Party, transceiverIsNew: boolean): Promise<string> {
  const id = await sender.run((kit, metadata) => kit.add('camera', metadata), camera(sender));
  await receiver.receives(id);
  if (metadataArrives(receiver, transceiverIsNew))
    assert.deepEqual(await metadataOf(receiver, id), camera(sender));
  return id;
}

async function bothAddAtOnce(a: Party, b: Party): Promise<void> {
  const ids = await Promise.all([a, b].map((party) => party.run((kit) => kit.capture('screen'))));
  await Promise.all(
    [a, b].map((party) => party.run((kit, data) => kit.publish('screen', data), screen(party))),
  );
  for (const [receiver, sender, id] of [
    [b, a, ids[0]],
    [a, b, ids[1]],
  ] as const) {
    assert.ok(id);
    await receiver.receives(id);
    if (receiver.engine === 'ours') assert.deepEqual(await metadataOf(receiver, id), screen(sender));
  }
}

/** The published client names its track in such a section by an id that it never tells. */
async function addsIntoTheOthersSections(first: Party, second: Party): Promise<void> {
  const shared = ({ id }: Party): { label: string } => ({ label: `shared by ${id}` });
  for (const [sender, receiver] of [
    [first, second],
    [second, first],
  ] as const) {
    const id = await sender.run((kit, metadata) => kit.add('share', metadata), shared(sender));
    await receiver.receives(id);
    if (receiver.engine === 'ours') assert.deepEqual(await metadataOf(receiver, id), shared(sender));
  }
}

async function replacesVideo(sender: Party, receiver: Party, streamId: string): Promise<void> {
  await sender.run((kit) => kit.replaceVideo('camera'));
  await receiver.sees(
    'the square picture',
    async (id) => {
      const { width, height } = await window.kit.flow(id ?? '');
      return width > 0 && width === height;
    },
    streamId,
  );
  await receiver.receives(streamId);
}

async function bothRemoveScreen(a: Party, b: Party): Promise<void> {
  await Promise.all([a, b].map((party) => party.run((kit) => kit.remove('screen'))));
  for (const party of [a, b]) {
    await party.sees('one stream removed', () => window.kit.streams.filter((s) => s.removed).length === 1);
  }
}

/** Application data only: not one frame of either engine's own among it. */
async function exchangeData(a: Party, b: Party): Promise<void> {
  for (const [sender, receiver] of [
    [a, b],
    [b, a],
  ] as const) {
    await sender.run((kit, from) => kit.broadcast({ text: 'to all', from, list: [1, null, 'ü'] }), sender.id);
    await sender.run((kit, to) => kit.direct(to, { type: 'hello', n: 1 }), receiver.id);
    await sender.run((kit, to) => kit.direct(to, 'plain text'), receiver.id);
  }
  for (const [sender, receiver] of [
    [a, b],
    [b, a],
  ] as const) {
    await receiver.sees('three messages', () => window.kit.data.length >= 3);
    const from = sender.id;
    assert.deepEqual(await receiver.run((kit) => kit.data), [
      { from, kind: 'broadcast', data: { text: 'to all', from, list: [1, null, 'ü'] } },
      { from, kind: 'direct', data: { type: 'hello', n: 1 } },
      { from, kind: 'direct', data: 'plain text' },
    ]);
  }
}

async function leaves(leaver: Party, other: Party): Promise<void> {
  await leaver.run((kit) => kit.leave());
  await other.sees('the other left', (id) => window.kit.left.includes(id ?? ''), leaver.id);
  assert.equal(await other.run((kit) => kit.data.length), 3, 'nothing more reached the data event');
  assert.deepEqual(await errorsOf(other), []);
  assert.deepEqual(await other.run((kit) => [kit.joined.length, kit.left.length]), [1, 1]);
  await other.run((kit) => kit.leave());
}

/** The whole life of a call between two engines, step by step, as subtests. */
export function callBetween({ first, second, polite, twoNodes = false }: Pair): void {
  const name = (side: Side): string => `${side.engine} in ${side.browser}`;
  const manner = polite === 'first' ? 'polite' : 'impolite';
  const title = `${name(first)} (${manner}) with ${name(second)}${twoNodes ? ' on another node' : ''}`;
  test(title, async (t) => {
    const service = await startService(twoNodes);
    const site = await startSite();
    const browsers = new Map<BrowserName, Browser>();
    try {
      for (const side of [first, second]) {
        if (!browsers.has(side.browser)) browsers.set(side.browser, await launchBrowser(side.browser));
      }
      const open = (side: Side, id: string): Promise<Party> => {
        const browser = browsers.get(side.browser);
        assert.ok(browser);
        const server = service.nodes[side === first ? 0 : 1];
        return openParty(browser, { engine: side.engine, id, server, site });
      };
      const a = await open(first, polite === 'first' ? 'alice' : 'yves');
      const b = await open(second, polite === 'first' ? 'yves' : 'alice');
      let cameraOfA = '';

      await t.test('each meets the other, and they agree on who is polite', async () => {
        await meet([a, b], 'interop-room');
        assert.equal(await a.run((kit, id) => kit.polite(id), b.id), polite === 'first');
        assert.equal(await b.run((kit, id) => kit.polite(id), a.id), polite === 'second');
      });
      await t.test('the first one is seen and heard', async () => {
        cameraOfA = await addsCamera(a, b, true);
      });
      await t.test('so is the second', () => addsCamera(b, a, false).then(() => undefined));
      await t.test('both add a stream at the same moment', () => bothAddAtOnce(a, b));
      if (a.engine !== b.engine) {
        const [ours, theirs] = a.engine === 'ours' ? [a, b] : [b, a];
        await t.test('a stream goes out in sections that the other side made', () =>
          addsIntoTheOthersSections(ours, theirs),
        );
      }
      await t.test('a replaced track shows the new picture', () => replacesVideo(a, b, cameraOfA));
      await t.test('both remove a stream at the same moment', () => bothRemoveScreen(a, b));
      await t.test('data arrives as it was sent, and nothing else', () => exchangeData(a, b));
      await t.test('leaving is noticed', () => leaves(b, a));
    } finally {
      for (const browser of browsers.values()) await closeBrowser(browser);
      await site.stop();
      await service.stop();
    }
  });
}
