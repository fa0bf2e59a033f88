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

export function* webrtcUnavailable({ environment }: Scene): Iterable<Proof> {
  if (!environment.webrtc) yield { code: 'webrtc-unavailable', evidence: { RTCPeerConnection: 'missing' } };
}

/** Where the key stands is told, and never the key. */
export function* secretKeyInPage({ environment }: Scene): Iterable<Proof> {
  const [place] = environment.secretKeys;
  if (place !== undefined)
    yield { code: 'secret-key-in-page', evidence: { 'found in': place }, params: { place } };
}
