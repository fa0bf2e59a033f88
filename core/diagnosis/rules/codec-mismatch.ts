import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

/** The answer turns the offered video down: the two have no codec in common. */
export function* codecMismatch({ connections }: Scene): Iterable<Proof> {
  for (const { trace, negotiated, subject } of connections) {
    const refused = negotiated?.answer.find(
      ({ kind, rejected, mid }) =>
        kind === 'video' && rejected && !negotiated.offer.find((offered) => offered.mid === mid)?.rejected,
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
