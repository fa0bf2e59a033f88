import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { NEGOTIATION_PATIENCE } from '../thresholds.ts';

export function* negotiationStalled({ connections, now }: Scene): Iterable<Proof> {
  for (const { trace, signaling, signalingSince, subject } of connections) {
    const waited = now - signalingSince;
    if (signaling !== 'have-local-offer' || waited < NEGOTIATION_PATIENCE) continue;
    yield {
      code: 'negotiation-stalled',
      subject,
      about: [trace.id],
      evidence: { 'signaling state': signaling, 'for seconds': Math.round(waited / 1000) },
    };
  }
}
