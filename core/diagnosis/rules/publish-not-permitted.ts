import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { refusalOf } from '../views/sockets.ts';

export function* publishNotPermitted({ trace }: Scene): Iterable<Proof> {
  const refused = refusalOf(trace, 'publish');
  if (!refused) return;
  yield {
    code: 'publish-not-permitted',
    params: { channel: refused.channel },
    evidence: { error: refused.code, channel: refused.channel },
  };
}
