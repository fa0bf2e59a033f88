import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECENT } from '../thresholds.ts';
import { pairInUse, pairTypes } from '../views/connections.ts';

/** Another pair than before: the network changed, or a better path was found. */
export function* pathChanged({ connections, now }: Scene): Iterable<Proof> {
  for (const { trace, subject, connectedAt } of connections) {
    if (connectedAt === undefined) continue;
    const pathAt = (index: number): string => String(pairTypes(trace, pairInUse(trace, index), index));
    const { samples } = trace;
    const first = samples.findIndex(({ at }) => at > now - RECENT && at > connectedAt + 1_000);
    if (first < 0 || first === samples.length - 1) continue;
    const [before, after] = [pathAt(first), pathAt(samples.length - 1)];
    if (before === after || before === ',' || after === ',') continue;
    yield {
      code: 'path-changed',
      subject,
      about: [trace.id],
      evidence: { before: before.replace(',', ' to '), after: after.replace(',', ' to ') },
    };
  }
}
