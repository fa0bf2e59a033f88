import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';
import { ChurnPeer } from './churn-peer.ts';
import { startProcess } from './cluster.ts';
import type { NodeProcess } from './cluster.ts';
import { tokenQuery } from './helpers.ts';

const PEERS = 300;
const CHANNELS = 30;
/** What presence has to be right again after, whatever happened. */
const RECOVERY_MS = 10_000;

const nodes: NodeProcess[] = [];
let redis: Redis | undefined;
const everyone: ChurnPeer[] = [];
after(async () => {
  for (const peer of everyone) if (peer.open) peer.leave();
  await Promise.all(nodes.map((node) => node.end('SIGKILL')));
  await redis?.stop();
});

let names = 0;
const dead = new Set<number>();

async function enter(channel: string): Promise<ChurnPeer> {
  let at = names % nodes.length;
  while (dead.has(at)) at = (at + 1) % nodes.length;
  const name = `peer-${++names}`;
  const peer = new ChurnPeer(nodes[at]?.url ?? '', await tokenQuery({ sub: name }), name, channel, at);
  everyone.push(peer);
  return peer;
}

const present = (): ChurnPeer[] => everyone.filter(({ open }) => open);

/** Looks again and again until `fault` finds nothing; how long that took, or the fault that stayed. */
async function until(withinMs: number, fault: () => string | null): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const found = fault();
    const passed = performance.now() - startedAt;
    if (found === null) return passed;
    assert.ok(passed < withinMs, `after ${Math.round(passed)} ms: ${found}`);
    // Looking costs what the nodes need to get there.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The first roster that is not the truth. */
function wrongRoster(): string | null {
  const truth = new Map<string, Set<string>>();
  for (const { channel, name } of present()) truth.set(channel, (truth.get(channel) ?? new Set()).add(name));
  for (const peer of present()) {
    const expected = [...(truth.get(peer.channel) ?? [])].filter((name) => name !== peer.name);
    const missing = expected.filter((name) => !peer.roster.has(name));
    const extra = [...peer.roster].filter((name) => !expected.includes(name));
    if (peer.joinedAt === Infinity) return `${peer.name} on node ${peer.node} has no snapshot yet`;
    if (missing.length > 0 || extra.length > 0) {
      return `${peer.name} on node ${peer.node} misses [${missing.join()}] and still sees [${extra.join()}]`;
    }
  }
  return null;
}

/** For `ms`, everyone publishes now and then; with `churn`, some leave and others come. */
async function live(ms: number, churn: boolean): Promise<void> {
  const endAt = performance.now() + ms;
  let turn = 0;
  while (performance.now() < endAt) {
    const peers = present();
    for (let i = 0; i < 15; i++) peers[(turn * 15 + i) % peers.length]?.publish();
    if (churn && turn % 3 === 0) {
      const leaver = peers[(turn * 7) % peers.length];
      leaver?.leave();
      if (leaver) await enter(leaver.channel);
    }
    turn += 1;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function checkDeliveries(): { acked: number; heard: number; unconfirmed: number } {
  let [acked, heard, unconfirmed] = [0, 0, 0];
  const heardBy = new Map<ChurnPeer, Map<string, number[]>>();
  for (const peer of everyone) {
    const bySender = new Map<string, number[]>();
    for (const { from, n } of peer.heard) bySender.set(from, [...(bySender.get(from) ?? []), n]);
    heardBy.set(peer, bySender);
    heard += peer.heard.length;
    unconfirmed += peer.unconfirmed;
    assert.deepEqual(peer.faults, []);
    for (const [from, numbers] of bySender) {
      const ordered = numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
      assert.ok(ordered, `${peer.name} heard ${from} out of order or twice: ${numbers.join()}`);
    }
  }
  for (const sender of everyone) {
    acked += sender.acked.size;
    for (const receiver of everyone) {
      if (receiver === sender || receiver.channel !== sender.channel) continue;
      const numbers = new Set(heardBy.get(receiver)?.get(sender.name));
      for (const [n, sentAt] of sender.acked) {
        // Connected throughout: from before it was sent until the ack, which came within 2 s.
        if (receiver.joinedAt > sentAt || receiver.closedAt < sentAt + 2_500) continue;
        assert.ok(
          numbers.has(n),
          `${receiver.name} on node ${receiver.node} never heard ${n} of ${sender.name} on node ${sender.node}`,
        );
      }
    }
  }
  return { acked, heard, unconfirmed };
}

describe('three nodes on one Redis, 300 peers in 30 channels', () => {
  it('tell the truth within 10 s of anything, and every acked message once and in order', async (t) => {
    redis = await startRedis();
    for (let i = 0; i < 3; i++) nodes.push(await startProcess(['--redis', redis.url]));
    for (let i = 0; i < PEERS; i++) await enter(`room-${i % CHANNELS}`);
    const report = (what: string, ms: number): void =>
      t.diagnostic(`${what}: right after ${Math.round(ms)} ms`);

    report('300 peers arrived', await until(RECOVERY_MS, wrongRoster));
    await live(4_000, true);
    report('churn', await until(RECOVERY_MS, wrongRoster));

    const killed = nodes[2];
    dead.add(2);
    await killed?.end('SIGKILL');
    for (const peer of present()) if (peer.node === 2) peer.closedAt = performance.now();
    await live(1_000, false);
    report('kill -9 of a node', await until(RECOVERY_MS, wrongRoster));
    await live(1_500, true);

    const ackedBefore = everyone.reduce((sum, { acked }) => sum + acked.size, 0);
    const crashed = redis.crash();
    await live(1_500, false);
    await crashed;
    for (let i = 0; i < 20; i++) present()[i * 5]?.leave();
    await redis.restart();
    report('Redis restarted', await until(RECOVERY_MS, wrongRoster));
    const lost = everyone.flatMap(({ node, lost }) => (dead.has(node) ? [] : (lost ?? [])));
    assert.deepEqual(lost, [], 'nobody had to reconnect');
    // Acks flow again, from every survivor.
    const count = (): number => everyone.reduce((sum, { acked }) => sum + acked.size, 0);
    await live(3_000, true);
    assert.ok(count() > ackedBefore);
    report('churn', await until(RECOVERY_MS, wrongRoster));
    const settled = present().map((peer) => [peer, peer.acked.size] as const);
    for (const [peer] of settled) peer.publish();
    await until(RECOVERY_MS, () => {
      const silent = settled.find(([peer, before]) => peer.acked.size <= before);
      return silent ? `${silent[0].name} got no ack` : null;
    });
    const { acked, heard, unconfirmed } = checkDeliveries();
    assert.ok(acked > 1_000);
    t.diagnostic(`${acked} acked, ${unconfirmed} unconfirmed, ${heard} heard`);
  });
});
