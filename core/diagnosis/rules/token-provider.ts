import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { PROVIDER_FAILURES, PROVIDER_PATIENCE } from '../thresholds.ts';
import { clients } from '../views/token-clients.ts';

/** The page's own function that gets tokens: no answer, or refusals in a row. */
export function* tokenProvider({ trace, now }: Scene): Iterable<Proof> {
  for (const events of clients(trace.tokens)) {
    const last = events.at(-1);
    const hung = last?.type === 'asked' && now - last.at > PROVIDER_PATIENCE;
    if (last && (hung || last.type === 'timed-out'))
      yield { code: 'token-provider-hung', evidence: { 'no token for seconds': PROVIDER_PATIENCE / 1000 } };
    const answers = events.filter(({ type }) => type !== 'asked' && type !== 'used');
    const failures = answers.length - 1 - answers.findLastIndex(({ type }) => type !== 'rejected');
    const { error } = answers.at(-1) ?? {};
    if (failures < PROVIDER_FAILURES) continue;
    yield {
      code: 'token-provider-failing',
      variant: /\b40[13]\b/.test(`${error?.code} ${error?.message}`) ? 'sign-in' : undefined,
      evidence: { 'rejections in a row': failures, error: error?.name },
    };
  }
}
