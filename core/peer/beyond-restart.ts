import type { RTCPeerConnectionLike } from './connection-like.ts';

/** In Firefox a connection that has reached `failed` stays there whatever the restart brings (seen in 153). */
export function beyondRestart(pc: RTCPeerConnectionLike): boolean {
  return pc.connectionState === 'failed' && /firefox\//i.test(globalThis.navigator?.userAgent ?? '');
}
