import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { dtlsOf } from '../views/connections.ts';
import { LEAKED, LEAKED_FOR } from '../thresholds.ts';

/** Connections that are open here though the other side has said goodbye, or is known to have left. */
export function* connectionLeak({ connections, now }: Scene): Iterable<Proof> {
  const gone = connections.filter(({ trace, peer }) => {
    const { samples } = trace;
    const said = samples.findLastIndex((sample) => dtlsOf(sample) !== 'closed') + 1;
    const goodbye = peer?.leftAt ?? samples[said]?.at ?? Infinity;
    return now - goodbye > LEAKED_FOR;
  });
  if (gone.length < LEAKED) return;
  yield {
    code: 'connection-leak',
    about: gone.map(({ trace }) => trace.id),
    params: { count: gone.length },
    evidence: { 'open connections to peers that are gone': gone.length },
  };
}
