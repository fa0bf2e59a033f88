import { Client } from './client.ts';
import { sorted } from '../report.ts';
import type { Contender } from './contenders.ts';
import type { Memory, Target } from './target.ts';
import { frameOf } from './wire.ts';

const PAIRS = 25;
const WINDOW = 8;
const SUBSCRIBERS = 100;
const IDLE = 10_000;
const WARM_UP_MS = 500;
const RUN_MS = 1_200;
const LATENCY_MS = 3_000;
const STEADY_AFTER_MS = 500;
const BODY = 'x'.repeat(256);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function crowd(contender: Contender, port: number, size: number, name: string): Promise<Client[]> {
  const clients: Client[] = [];
  for (let i = 0; i < size; i += 50) {
    const batch = Array.from({ length: Math.min(50, size - i) }, (_, j) =>
      Client.connect(contender, port, `${name}${i + j}`),
    );
    clients.push(...(await Promise.all(batch)));
  }
  return clients;
}

export interface Rate {
  /** Deliveries a second of wall clock. */
  perSecond: number;
  /** Microseconds of the server's CPU time for one delivery, which a busy machine disturbs less. */
  cpuUs: number;
  /** Part of one CPU that the server had: near 1 it was the server that set the pace. */
  cpuShare: number;
}

async function count(target: Target, delivered: () => number): Promise<Rate> {
  await sleep(WARM_UP_MS);
  const before = { cpuUs: await target.cpuUs(), at: performance.now(), n: delivered() };
  await sleep(RUN_MS);
  const after = { at: performance.now(), n: delivered(), cpuUs: await target.cpuUs() };
  const [n, ms, cpuUs] = [after.n - before.n, after.at - before.at, after.cpuUs - before.cpuUs];
  return { perSecond: (n / ms) * 1000, cpuUs: cpuUs / n, cpuShare: cpuUs / 1000 / ms };
}

/** Pairs, each with a window of messages under way; a message counts when it is delivered. */
export async function directRate(contender: Contender, target: Target): Promise<Rate> {
  const senders = await crowd(contender, target.port, PAIRS, 'a');
  const receivers = await crowd(contender, target.port, PAIRS, 'b');
  let delivered = 0;
  let running = true;
  senders.forEach((sender, i) => {
    const receiver = receivers[i];
    if (!receiver) return;
    const frame = frameOf(contender.direct(receiver.id, i, BODY));
    const next = (): void => {
      if (running) sender.write(frame);
    };
    receiver.onDelivery = () => {
      delivered += 1;
      if (!contender.acks) next();
    };
    if (contender.acks) sender.onAck = next;
    for (let k = 0; k < WINDOW; k++) next();
  });
  const rate = await count(target, () => delivered);
  running = false;
  for (const client of [...senders, ...receivers]) client.close();
  return rate;
}

/** One publisher, a hundred subscribers; every delivery counts. Null where the server has no channels. */
export async function fanOutRate(contender: Contender, target: Target): Promise<Rate | null> {
  const text = contender.publish('news', 1, BODY);
  if (text === null) return null;
  const frame = frameOf(text);
  const subscribers = await crowd(contender, target.port, SUBSCRIBERS, 's');
  for (const subscriber of subscribers) await subscriber.join('news');
  const [publisher] = await crowd(contender, target.port, 1, 'p');
  let delivered = 0;
  let running = true;
  for (const subscriber of subscribers) subscriber.onDelivery = () => void (delivered += 1);
  const next = (): void => {
    if (running) publisher?.write(frame);
  };
  if (publisher) publisher.onAck = next;
  for (let k = 0; k < WINDOW; k++) next();
  const rate = await count(target, () => delivered);
  running = false;
  for (const client of [...subscribers, ...(publisher ? [publisher] : [])]) client.close();
  return rate;
}

/** Milliseconds from send to delivery, the 99th of a hundred, at a steady rate that was reached a moment ago. */
export async function p99Latency(contender: Contender, target: Target, perSecond: number): Promise<number> {
  const senders = await crowd(contender, target.port, PAIRS, 'c');
  const receivers = await crowd(contender, target.port, PAIRS, 'd');
  const sentAt: number[] = [];
  const latencies: number[] = [];
  for (const receiver of receivers) {
    receiver.onDelivery = (payload) => {
      const at = payload.indexOf('"n":') + 4;
      latencies.push(
        performance.now() - (sentAt[parseInt(payload.toString('latin1', at, at + 12), 10)] ?? 0),
      );
    };
  }
  const startedAt = performance.now();
  let n = 0;
  while (performance.now() - startedAt < LATENCY_MS) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; n < due; n++) {
      const frame = frameOf(contender.direct(receivers[n % PAIRS]?.id ?? '', n, BODY));
      sentAt[n] = performance.now();
      senders[n % PAIRS]?.write(frame);
    }
    await sleep(1);
  }
  await sleep(200);
  for (const client of [...senders, ...receivers]) client.close();
  const steady = sorted(latencies.slice(Math.round((latencies.length * STEADY_AFTER_MS) / LATENCY_MS)));
  return steady[Math.floor(steady.length * 0.99)] ?? NaN;
}

/** Memory for each connection that is open and silent. */
export async function idleMemory(contender: Contender, target: Target): Promise<Memory> {
  const warm = await crowd(contender, target.port, 500, 'w');
  for (const client of warm) client.close();
  await sleep(300);
  const before = await target.memory();
  const clients = await crowd(contender, target.port, IDLE, 'i');
  const after = await target.memory();
  for (const client of clients) client.close();
  return { rss: (after.rss - before.rss) / IDLE, heap: (after.heap - before.heap) / IDLE };
}
