import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

export function* insecureContext({ environment }: Scene): Iterable<Proof> {
  const { secureContext, mediaDevices } = environment;
  if (secureContext && mediaDevices) return;
  yield {
    code: 'insecure-context',
    evidence: {
      isSecureContext: String(secureContext),
      'navigator.mediaDevices': mediaDevices ? 'there' : 'missing',
    },
  };
}
