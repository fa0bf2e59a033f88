import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

/** Where the key stands is told, and never the key. */
export function* secretKeyInPage({ environment }: Scene): Iterable<Proof> {
  const [place] = environment.secretKeys;
  if (place !== undefined)
    yield { code: 'secret-key-in-page', evidence: { 'found in': place }, params: { place } };
}
