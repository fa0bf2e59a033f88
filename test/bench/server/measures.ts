import type { Contender } from './contenders.ts';
import { Client } from './load.ts';
import type { Target } from './load.ts';

const PAIRS = 25;
const WINDOW = 8;
const SUBSCRIBERS = 100;
const IDLE = 10_000;
const WARM_UP_MS = 700;
const RUN_MS = 2_000;

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
  /** Deliveries a second of the server's CPU time, which a busy machine disturbs less. */
  perCpuSecond: number;
}

async function count(target: Target, delivered: () => number): Promise<Rate> {
  await sleep(WARM_UP_MS);
  const before = { ...(await target.measure()), at: performance.now(), n: delivered() };
  await sleep(RUN_MS);
  const after = { at: performance.now(), n: delivered(), ...(await target.measure()) };
  const n = after.n - before.n;
  return {
    perSecond: (n / (after.at - before.at)) * 1000,
    perCpuSecond: (n / (after.cpuUs - before.cpuUs)) * 1e6,
  };
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
    let n = 0;
    const next = (): void => {
      if (running) sender.direct(receiver.id, ++n);
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
  if (contender.join('x') === null) return null;
  const subscribers = await crowd(contender, target.port, SUBSCRIBERS, 's');
  for (const subscriber of subscribers) await subscriber.join('news');
  const [publisher] = await crowd(contender, target.port, 1, 'p');
  let delivered = 0;
  let running = true;
  for (const subscriber of subscribers) subscriber.onDelivery = () => void (delivered += 1);
  let n = 0;
  const next = (): void => {
    if (running) publisher?.publish('news', ++n);
  };
  if (publisher) publisher.onAck = next;
  for (let k = 0; k < WINDOW; k++) next();
  const rate = await count(target, () => delivered);
  running = false;
  for (const client of [...subscribers, ...(publisher ? [publisher] : [])]) client.close();
  return rate;
}

/** Milliseconds from send to delivery, the 99th of a hundred, at a steady rate. */
export async function p99Latency(contender: Contender, target: Target, perSecond: number): Promise<number> {
  const senders = await crowd(contender, target.port, PAIRS, 'c');
  const receivers = await crowd(contender, target.port, PAIRS, 'd');
  const sentAt: number[] = [];
  const latencies: number[] = [];
  for (const receiver of receivers) {
    receiver.onDelivery = (text) => {
      const at = text.indexOf('"n":');
      latencies.push(performance.now() - (sentAt[parseInt(text.slice(at + 4), 10)] ?? 0));
    };
  }
  const startedAt = performance.now();
  let n = 0;
  while (performance.now() - startedAt < RUN_MS) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; n < due; n++) {
      sentAt[n] = performance.now();
      senders[n % PAIRS]?.direct(receivers[n % PAIRS]?.id ?? '', n);
    }
    await sleep(1);
  }
  await sleep(200);
  for (const client of [...senders, ...receivers]) client.close();
  latencies.sort((a, b) => a - b);
  return latencies[Math.floor(latencies.length * 0.99)] ?? NaN;
}

/** Bytes of the server's memory for each connection that is open and silent. */
export async function idleBytes(contender: Contender, target: Target): Promise<number> {
  const warm = await crowd(contender, target.port, 200, 'w');
  for (const client of warm) client.close();
  await sleep(300);
  const before = await target.measure();
  const clients = await crowd(contender, target.port, IDLE, 'i');
  const after = await target.measure();
  for (const client of clients) client.close();
  return (after.rss - before.rss) / IDLE;
}
