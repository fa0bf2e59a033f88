import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { pairTypes } from '../views/connections.ts';

export function* relayInUse({ connections }: Scene): Iterable<Proof> {
  for (const { trace, pair, connectedAt, subject } of connections) {
    const types = pairTypes(trace, pair);
    if (connectedAt === undefined || !types.includes('relay')) continue;
    yield {
      code: 'relay-in-use',
      subject,
      about: [trace.id],
      evidence: { 'candidate here': types[0], 'candidate there': types[1] },
    };
  }
}
