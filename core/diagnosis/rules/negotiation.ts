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

/** The answer turns the offered video down: the two have no codec in common. */
export function* codecMismatch({ connections }: Scene): Iterable<Proof> {
  for (const { trace, negotiated, subject } of connections) {
    const refused = negotiated?.answer.find(
      ({ kind, port, mid }) =>
        kind === 'video' && port === 0 && negotiated.offer.find((offered) => offered.mid === mid)?.port !== 0,
    );
    if (!negotiated || !refused) continue;
    const offered = negotiated.offer.find(({ mid }) => mid === refused.mid);
    yield {
      code: 'codec-mismatch',
      side: negotiated.answerer,
      subject,
      about: [trace.id],
      evidence: {
        offered: [...new Set(offered?.codecs)].join(', ') || undefined,
        answer: 'video section with port 0',
        'answered by': negotiated.answerer === 'local' ? 'this page' : 'the other side',
      },
    };
  }
}
