import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { NEGOTIATION_PATIENCE } from '../thresholds.ts';
import { remoteCandidates } from './ice-failed.ts';

/** Descriptions are exchanged, and no candidate comes. Chromium waits for ever, Firefox gives up at 5 s. */
export function* iceStalled({ connections, now }: Scene): Iterable<Proof> {
  for (const { trace, negotiated, wasConnected, ice, subject } of connections) {
    if (!negotiated || wasConnected || now - negotiated.at < NEGOTIATION_PATIENCE) continue;
    if (ice === 'connected' || ice === 'completed' || remoteCandidates(trace) > 0) continue;
    yield {
      code: 'ice-stalled',
      subject,
      about: [trace.id],
      evidence: {
        'candidates there': 0,
        ICE: ice,
        'seconds since the answer': Math.round((now - negotiated.at) / 1000),
      },
    };
  }
}
