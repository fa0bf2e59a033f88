import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

export function* webrtcUnavailable({ environment }: Scene): Iterable<Proof> {
  if (!environment.webrtc) yield { code: 'webrtc-unavailable', evidence: { RTCPeerConnection: 'missing' } };
}
