import { MeteredPeer } from '../../../core/peer/metered-peer.ts';
import { describe, it, ok } from '../../helpers/bdd.ts';

const isLoaded = (): boolean =>
  performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith('/room.js'));

describe('the larger part of the engine', () => {
  it('is not loaded with the rest, and is on its way before anybody joins', async () => {
    ok(!isLoaded(), 'only where a peer is made');
    const peer = new MeteredPeer({ apiKey: 'pk_live_never_used', url: 'ws://localhost:9' });
    const end = performance.now() + 15_000;
    while (!isLoaded()) {
      ok(performance.now() < end, 'it was not asked for');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    ok(peer.state === 'idle', 'nobody joined');
    await peer.close();
  });
});
