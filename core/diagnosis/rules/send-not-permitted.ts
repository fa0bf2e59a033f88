import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { refusalOf } from '../views/sockets.ts';

/** Peers are seen, and no picture ever comes: signals go by `send`. */
export function* sendNotPermitted({ trace }: Scene): Iterable<Proof> {
  const refused = refusalOf(trace, 'send');
  if (refused) yield { code: 'send-not-permitted', evidence: { error: refused.code, answering: 'send' } };
}
