import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerFrame } from '../../../core/protocol/parse-server-frame.ts';

const parse = (frame: unknown) => parseServerFrame(JSON.stringify(frame));

const GOOD: [name: string, frame: Record<string, unknown>][] = [
  ['welcome', { type: 'welcome', peerId: 'a', expiresAt: null, serverTime: 1, maxMessageSize: 65536 }],
  [
    'welcome with metadata',
    { type: 'welcome', peerId: 'a', expiresAt: 9, serverTime: 1, maxMessageSize: 1, metadata: { x: 1 } },
  ],
  ['ack', { type: 'ack', requestId: 'r' }],
  ['error', { type: 'error', code: 'peer_not_found', message: 'm', requestId: 'r' }],
  ['error of a newer server', { type: 'error', code: 'brand_new' }],
  ['message', { type: 'message', channel: 'c', from: 'a', data: { x: [1] }, fromMetadata: { n: 1 } }],
  ['direct', { type: 'direct', from: 'a', data: null }],
  ['presence', { type: 'presence', channel: 'c', joined: [{ peerId: 'a', metadata: {} }], left: [] }],
  [
    'presence with reasons for leaving',
    {
      type: 'presence',
      channel: 'c',
      joined: [],
      left: [{ peerId: 'a', reason: 'kicked' }, { peerId: 'b', reason: 'expired' }, { peerId: 'c' }],
    },
  ],
  ['going_away', { type: 'going_away', retryAfterMs: 1000 }],
  ['pong', { type: 'pong' }],
];

for (const [name, frame] of GOOD) {
  test(`${name} is read as it stands`, () => {
    assert.deepEqual(parse(frame), { ok: true, frame });
  });
}

const BAD: [name: string, text: string][] = [
  ['text that is not JSON', '{'],
  ['a number', '7'],
  ['null', 'null'],
  ['an array', '[]'],
  ['an object without a type', '{}'],
  ['an unknown type', '{"type":"later"}'],
  ['a welcome without a peer id', '{"type":"welcome","expiresAt":null,"serverTime":1,"maxMessageSize":1}'],
  [
    'a welcome with a size of nothing',
    '{"type":"welcome","peerId":"a","expiresAt":null,"serverTime":1,"maxMessageSize":0}',
  ],
  ['an ack without its id', '{"type":"ack"}'],
  ['a message from nobody', '{"type":"message","channel":"c","data":1}'],
  ['a presence without lists', '{"type":"presence","channel":"c"}'],
  ['a going_away into the past', '{"type":"going_away","retryAfterMs":-1}'],
];

for (const [name, text] of BAD) {
  test(`${name} is refused, not thrown`, () => {
    assert.equal(parseServerFrame(text).ok, false);
  });
}

test('unknown fields are left behind', () => {
  assert.deepEqual(parse({ type: 'pong', extra: 1 }), { ok: true, frame: { type: 'pong' } });
});

test('a bad presence entry is left out and the others count', () => {
  const parsed = parse({
    type: 'presence',
    channel: 'c',
    joined: [{ peerId: '' }, 3, { peerId: 'b' }],
    left: [null],
  });
  assert.deepEqual(parsed, {
    ok: true,
    frame: { type: 'presence', channel: 'c', joined: [{ peerId: 'b' }], left: [] },
  });
});

test('__proto__ in a frame changes no prototype', () => {
  parseServerFrame(
    '{"type":"direct","from":"a","data":{"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}',
  );
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('a reason for leaving that this version does not know is left behind', () => {
  const frame = { type: 'presence', channel: 'c', joined: [], left: [{ peerId: 'a', reason: 'moved' }] };
  assert.deepEqual(parse(frame), { ok: true, frame: { ...frame, left: [{ peerId: 'a' }] } });
});
