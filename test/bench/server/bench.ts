import { CONTENDERS } from './contenders.ts';
import { directRate, fanOutRate, idleMemory, p99Latency } from './measures.ts';
import type { Rate } from './measures.ts';
import { keep, median, summary, table } from '../report.ts';
import { startTarget } from './target.ts';
import type { Memory } from './target.ts';

const ROUNDS = 5;
const IDLE_ROUNDS = 2;

interface Samples {
  direct: Rate[];
  fanOut: Rate[];
  p99Ms: number[];
  p99OwnMs: number[];
  idle: Memory[];
}

/** Our server against the floor and its peers, the contenders taking turns so that noise meets all alike. */
export async function run(): Promise<void> {
  const samples = new Map<string, Samples>();
  const of = (name: string): Samples => {
    const known = samples.get(name) ?? { direct: [], fanOut: [], p99Ms: [], p99OwnMs: [], idle: [] };
    samples.set(name, known);
    return known;
  };
  let floorRate: number | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    for (const { contender } of CONTENDERS) {
      const own = of(contender.name);
      const target = await startTarget(contender.name);
      const direct = await directRate(contender, target);
      own.direct.push(direct);
      const fanOut = await fanOutRate(contender, target);
      if (fanOut) own.fanOut.push(fanOut);
      // The floor is the first of the first round.
      floorRate ??= direct.perSecond;
      own.p99Ms.push(await p99Latency(contender, target, floorRate / 2));
      own.p99OwnMs.push(await p99Latency(contender, target, direct.perSecond / 2));
      await target.stop();
      if (round >= IDLE_ROUNDS) continue;
      const fresh = await startTarget(contender.name);
      own.idle.push(await idleMemory(contender, fresh));
      await fresh.stop();
    }
  }
  report('Direct messages', of, 'direct');
  report('Deliveries of a fan-out to 100', of, 'fanOut');
  const memory = CONTENDERS.map(({ contender: { name } }) => ({
    server: name,
    'p99 ms, half the floor’s load': summary(of(name).p99Ms, 1),
    'p99 ms, half its own': summary(of(name).p99OwnMs, 1),
    'KB a connection': kilobytes(of(name).idle, 'rss'),
    'of them JavaScript': kilobytes(of(name).idle, 'heap'),
  }));
  table(
    'Latency of direct messages with all of them at half of what the floor can, and each at half of what it can itself; memory of an idle ' +
      'connection, of 10,000.',
    memory,
  );
  keep('server', Object.fromEntries(samples));
}

/** @param of the samples of a server by its name */
function report(what: string, of: (name: string) => Samples, kind: 'direct' | 'fanOut'): void {
  const rows = CONTENDERS.flatMap(({ contender: { name, acks }, floor }) => {
    const own = of(name)[kind];
    if (own.length === 0) return [];
    const all = (rates: Rate[], field: keyof Rate): number[] => rates.map((rate) => rate[field]);
    const floors = of(floor.name)[kind];
    const mid = (rates: Rate[], field: keyof Rate): number => median(all(rates, field));
    return [
      {
        server: name,
        acks: acks ? 'yes' : 'no',
        'a second': summary(all(own, 'perSecond')),
        '× floor': (mid(own, 'perSecond') / mid(floors, 'perSecond')).toFixed(2),
        'CPU µs each': summary(all(own, 'cpuUs'), 1),
        '× floor by CPU': (mid(floors, 'cpuUs') / mid(own, 'cpuUs')).toFixed(2),
        'of one CPU': summary(all(own, 'cpuShare'), 2),
      },
    ];
  });
  table(`${what}; medians of ${ROUNDS} rounds, ± half the spread.`, rows);
}

function kilobytes(idle: readonly Memory[], field: keyof Memory): string {
  const values = idle.map((bytes) => bytes[field] / 1024);
  return summary(values, 1);
}
