import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeteredPeer } from '../../../core/peer/metered-peer.ts';
import { SignallingClient } from '../../../core/signalling/signalling-client.ts';

const options = { apiKey: 'pk_live_x', webSocketFactory: () => assert.fail('nothing is connected here') };

for (const [name, made] of [
  ['MeteredPeer', new MeteredPeer(options)],
  ['SignallingClient', new SignallingClient(options)],
] as const) {
  test(`${name} is closed by Symbol.asyncDispose`, async () => {
    await made[Symbol.asyncDispose]();
    assert.equal(made.state, 'closed');
    assert.equal('undefined' in made, false, 'no method by the name of a missing symbol');
  });
}
