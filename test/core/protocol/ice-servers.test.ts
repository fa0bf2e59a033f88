import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iceServersFrom } from '../../../core/protocol/ice-servers.ts';

const TURN = { urls: 'turn:relay.example.com', username: 'u', credential: 'turnpass' };

test('ICE servers are there for a connection, and not for a log', () => {
  const servers = iceServersFrom({ iceServers: [TURN, { urls: ['stun:a.example.com'] }] });
  assert.equal(servers?.[0]?.credential, 'turnpass');
  assert.deepEqual({ ...servers[0] }, TURN, 'a copy can be used as well');
  assert.equal(
    JSON.stringify(servers),
    '[{"urls":"turn:relay.example.com","username":"u","credential":"[removed]"},{"urls":["stun:a.example.com"]}]',
  );
});

test('one bad entry discards the list', () => {
  assert.equal(iceServersFrom({ iceServers: [TURN, { urls: 'http://a.example.com' }] }), undefined);
});
