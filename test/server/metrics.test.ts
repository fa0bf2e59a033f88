import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { WebSocket } from 'ws';
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

  it('count what ends a connection without having been asked: frames that break a rule, and no answer', async () => {
    // Masked with zeroes: an unknown opcode; a text that is not UTF-8; one of more than fits.
    const zeroes = [0, 0, 0, 0];
    const broken = [
      [1002, Buffer.from([0x83, 0x80, ...zeroes])],
      [1007, Buffer.from([0x81, 0x81, ...zeroes, 0xff])],
      [1009, Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0x11, 0, ...zeroes])],
    ] as const;
    const server = await startServer();
    const counted = async (code: number, { url } = server): Promise<string | undefined> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return new RegExp(`metered_closes_total\\{code="${code}"\\} (.*)`).exec(text)?.[1];
    };
    for (const [code, bytes] of broken) {
      const client = await connect(server);
      (client.socket as WebSocket & { _socket: Socket })._socket.write(bytes);
      assert.equal((await client.closedWith()).code, code);
      assert.equal(await counted(code), '1', String(code));
    }
    await (await connect(server)).close();
    for (const code of [1000, 1005, 1006]) assert.equal(await counted(code), undefined, String(code));
    const impatient = await startServer({ limits: { heartbeatMs: 400 } });
    const deaf = new TestClient(impatient, '?key=pk_live_demo', { autoPong: false });
    assert.equal((await deaf.closedWith()).code, 1006);
    assert.equal(await counted(1006, impatient), '1');
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
