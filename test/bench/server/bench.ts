import { CONTENDERS } from './contenders.ts';
import { startTarget } from './load.ts';
import { directRate, fanOutRate, idleBytes, p99Latency } from './measures.ts';
import type { Rate } from './measures.ts';
import { keep, median, summary, table } from '../report.ts';

const ROUNDS = 5;

interface Samples {
  direct: Rate[];
  fanOut: Rate[];
  p99Ms: number[];
  idleBytes: number[];
}

/** Our server against the floor and its peers, the contenders taking turns so that noise meets all alike. */
export async function run(): Promise<void> {
  const samples = new Map<string, Samples>(
    CONTENDERS.map(({ name }) => [name, { direct: [], fanOut: [], p99Ms: [], idleBytes: [] }]),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of CONTENDERS) {
      const own = samples.get(contender.name);
      if (!own) continue;
      const target = await startTarget(contender.name);
      const direct = await directRate(contender, target);
      own.direct.push(direct);
      const fanOut = await fanOutRate(contender, target);
      if (fanOut) own.fanOut.push(fanOut);
      own.p99Ms.push(await p99Latency(contender, target, direct.perSecond / 2));
      await target.stop();
    }
  }
  for (let round = 0; round < 2; round++) {
    for (const contender of CONTENDERS) {
      const target = await startTarget(contender.name);
      samples.get(contender.name)?.idleBytes.push(await idleBytes(contender, target));
      await target.stop();
    }
  }
  const floor = samples.get('bare ws');
  const rows = CONTENDERS.map(({ name }) => {
    const { direct, fanOut, p99Ms, idleBytes: idle } = samples.get(name) as Samples;
    const ratio = (own: Rate[], floors: Rate[] | undefined): string =>
      own.length === 0
        ? '–'
        : (
            median(own.map(({ perCpuSecond }) => perCpuSecond)) /
            median((floors ?? []).map(({ perCpuSecond }) => perCpuSecond))
          ).toFixed(2);
    return {
      server: name,
      'direct/s': summary(direct.map(({ perSecond }) => perSecond)),
      'direct/CPU s': summary(direct.map(({ perCpuSecond }) => perCpuSecond)),
      '× floor': ratio(direct, floor?.direct),
      'fan-out/s': summary(fanOut.map(({ perSecond }) => perSecond)),
      'fan-out/CPU s': summary(fanOut.map(({ perCpuSecond }) => perCpuSecond)),
      '× floor ': ratio(fanOut, floor?.fanOut),
      'p99 ms': summary(p99Ms, 1),
      'KB idle': summary(
        idle.map((bytes) => bytes / 1024),
        1,
      ),
    };
  });
  table(`Signalling servers; medians of ${ROUNDS} rounds, ± half the spread; × floor by CPU time.`, rows);
  keep('server', Object.fromEntries(samples));
}
