import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClientFrame } from '../../../core/protocol/parse-client-frame.ts';

const GOOD = [
  { type: 'subscribe', channel: 'room' },
  { type: 'subscribe', channel: 'room', includeSenderMetadata: true, requestId: 'r' },
  { type: 'unsubscribe', channel: 'room', requestId: 'r' },
  { type: 'publish', channel: 'room', data: null },
  { type: 'send', to: 'a', data: { x: 1 }, requestId: 'r' },
  { type: 'ping' },
];

for (const frame of GOOD) {
  test(`${JSON.stringify(frame)} is read as it stands`, () => {
    assert.deepEqual(parseClientFrame(JSON.stringify(frame)), { ok: true, frame });
  });
}

const REFUSED: [frame: unknown, code: string][] = [
  ['text', 'malformed_message'],
  [{}, 'malformed_message'],
  [{ type: 7 }, 'malformed_message'],
  [{ type: 'dance' }, 'unknown_type'],
  [{ type: 'ping', requestId: 'x'.repeat(129) }, 'malformed_message'],
  [{ type: 'subscribe', channel: '' }, 'invalid_channel'],
  [{ type: 'subscribe', channel: 'a\u0000b' }, 'invalid_channel'],
  [{ type: 'subscribe', channel: 'x'.repeat(257) }, 'invalid_channel'],
  [{ type: 'subscribe', channel: '_Metered/x' }, 'channel_reserved'],
  [{ type: 'subscribe', channel: 'a', includeSenderMetadata: 'yes' }, 'malformed_message'],
  [{ type: 'publish', channel: 'a' }, 'missing_data'],
  [{ type: 'publish', channel: '_internal/x', data: 1 }, 'channel_reserved'],
  [{ type: 'send', to: 'é', data: 1 }, 'invalid_peer_id'],
  [{ type: 'send', to: '', data: 1 }, 'invalid_peer_id'],
  [{ type: 'send', to: 'x'.repeat(129), data: 1 }, 'invalid_peer_id'],
  [{ type: 'send', to: 'a' }, 'missing_data'],
];

for (const [frame, code] of REFUSED) {
  test(`${JSON.stringify(frame).slice(0, 60)} is answered with ${code}`, () => {
    const parsed = parseClientFrame(JSON.stringify(frame));
    assert.equal(parsed.ok ? 'accepted' : parsed.code, code);
  });
}

test('a refusal carries the request id, so that the request is answered', () => {
  const parsed = parseClientFrame('{"type":"publish","channel":"a","requestId":"r1"}');
  assert.equal(!parsed.ok && parsed.requestId, 'r1');
});
