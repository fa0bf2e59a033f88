import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iceServersFrom } from '../../../core/protocol/ice-servers.ts';
import { parseSignal } from '../../../core/protocol/signals.ts';

const kindOf = (data: unknown): string => parseSignal(data).kind;

test('descriptions and candidates are signals', () => {
  assert.equal(kindOf({ type: 'rtc-description', description: { type: 'offer', sdp: 'v=0' } }), 'signal');
  assert.equal(kindOf({ type: 'rtc-ice', candidate: null }), 'signal');
  assert.equal(kindOf({ type: 'rtc-ice', candidate: { candidate: 'candidate:1', sdpMid: '0' } }), 'signal');
});

test('what the published client would hand to the application is handed to it here too', () => {
  for (const data of [
    1,
    'x',
    null,
    [],
    {},
    { type: 'chat' },
    { type: 'rtc-description', description: { type: 'rollback' } },
  ]) {
    assert.equal(kindOf(data), 'application', JSON.stringify(data));
  }
});

test('oversized or shapeless signals are dropped, not handed on', () => {
  assert.equal(
    kindOf({ type: 'rtc-description', description: { type: 'offer', sdp: 'x'.repeat(300_000) } }),
    'invalid',
  );
  assert.equal(kindOf({ type: 'rtc-ice', candidate: { candidate: 'x'.repeat(1001) } }), 'invalid');
  assert.equal(kindOf({ type: 'rtc-ice', candidate: { candidate: 7 } }), 'invalid');
  assert.equal(kindOf({ __meteredTrackMeta: { trackId: '' } }), 'invalid');
  assert.equal(kindOf({ __meteredTrackMeta: { trackId: 'a', metadata: [] } }), 'invalid');
});

test('track metadata without metadata clears it', () => {
  assert.deepEqual(parseSignal({ __meteredTrackMeta: { trackId: 'a' } }), {
    kind: 'track-metadata',
    trackId: 'a',
    metadata: undefined,
  });
});

test('ICE servers are taken whole or not at all', () => {
  const turn = { urls: ['turn:host:3478'], username: 'u', credential: 'c' };
  assert.deepEqual(iceServersFrom({ iceServers: [turn] }), [turn]);
  assert.equal(iceServersFrom({ iceServers: [turn, { urls: 'http://host' }] }), undefined);
  assert.equal(iceServersFrom({ iceServers: Array.from({ length: 17 }, () => turn) }), undefined);
  assert.equal(iceServersFrom({ iceServers: [{ ...turn, credential: 'x'.repeat(1025) }] }), undefined);
  assert.equal(iceServersFrom({ iceServers: [{ urls: [] }] }), undefined);
  assert.equal(iceServersFrom({}), undefined);
});
