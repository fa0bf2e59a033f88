import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GivenServers } from '../../extension/page/given-servers.ts';

describe('the servers that a page gave its connections', () => {
  it('are found by the URL that a trace has, with the newest credentials', () => {
    const servers = new GivenServers();
    servers.add({ iceServers: [{ urls: ['stun:one', 'turn:one'], username: 'u', credential: 'old' }] });
    servers.add({ iceServers: [{ urls: 'turn:one', username: 'u', credential: 'new' }] });
    assert.deepEqual(servers.get('turn:one'), { urls: 'turn:one', username: 'u', credential: 'new' });
    assert.deepEqual(servers.get('stun:one'), { urls: 'stun:one', username: 'u', credential: 'old' });
    assert.equal(servers.get('turn:two'), undefined);
  });

  it('are bounded, and may be anything', () => {
    const servers = new GivenServers();
    for (const odd of [
      null,
      7,
      {},
      { iceServers: 'x' },
      { iceServers: [null, 7, { urls: 7 }, { urls: [{}] }] },
    ])
      servers.add(odd);
    servers.add({ iceServers: [{ urls: `turn:${'x'.repeat(5_000)}`, username: 'u', credential: 'c' }] });
    for (let i = 0; i < 100; i += 1)
      servers.add({ iceServers: [{ urls: `turn:${i}`, username: 'u', credential: 'c'.repeat(9_000) }] });
    assert.equal(servers.get('turn:0'), undefined);
    assert.equal(String(servers.get('turn:99')?.credential).length, 2_048);
    assert.equal(servers.get('__proto__'), undefined);
  });
});
