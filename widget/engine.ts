import type { MeteredPeer, MeteredPeerOptions } from '../core/index.ts';

/** The engine is fetched while somebody looks at the lobby; the script tag has it inside. */
export const loadEngine = (): Promise<{ MeteredPeer: new (options: MeteredPeerOptions) => MeteredPeer }> =>
  import('../core/peer/metered-peer.ts');
