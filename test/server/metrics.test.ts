import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connect, join, startServer, TestClient } from './helpers.ts';

describe('metrics', () => {
  it('count what happened, and name no peer, channel or credential', async () => {
    const server = await startServer();
    const [a, b] = [await connect(server), await connect(server)];
    await join(b, 'private-room');
    await a.request({ type: 'publish', channel: 'private-room', data: 1, requestId: 'p' });
    await a.request({ type: 'send', to: b.peerId, data: 1, requestId: 's' });
    await a.request({ type: 'send', to: 'nobody', data: 1, requestId: 's' });
    await new TestClient(server, '?key=pk_live_wrong').closedWith();
    await fetch(`${server.url}/v1/usage`);
    const response = await fetch(`${server.url}/metrics`);
    assert.match(String(response.headers.get('content-type')), /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of [
      'metered_connections{tenant="demo"} 2',
      'metered_channels{tenant="demo"} 1',
      'metered_nodes 1',
      'metered_backplane_up 1',
      'metered_messages_total 1',
      'metered_directs_total 2',
      'metered_errors_total{code="peer_not_found"} 1',
      'metered_closes_total{code="4001"} 1',
      'metered_rest_answers_total{answer="usage 401"} 1',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
    }
    assert.doesNotMatch(text, new RegExp(`private-room|pk_live|sk_|${a.peerId}`));
    assert.equal(text, await (await fetch(`${server.url}/metrics`)).text(), 'reading changes nothing');
  });

  it('are for those who may read them', async () => {
    const closed = await startServer({ metricsFrom: ['192.0.2.0/24'] });
    assert.equal((await fetch(`${closed.url}/metrics`)).status, 404);
    const behind = await startServer({ trustedProxies: ['127.0.0.1'] });
    const from = (address: string) =>
      fetch(`${behind.url}/metrics`, { headers: { 'x-forwarded-for': address } });
    assert.equal((await from('192.0.2.1')).status, 404);
    assert.equal((await from('127.0.0.1')).status, 200);
    assert.equal((await from('unknown')).status, 404);
    const unaware = await startServer();
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    assert.equal(
      (await fetch(`${unaware.url}/metrics`, { headers })).status,
      404,
      'a proxy nobody was told of',
    );
    assert.equal((await fetch(`${unaware.url}/metrics`)).status, 200);
  });
});
