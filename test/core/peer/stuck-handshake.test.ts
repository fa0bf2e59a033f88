import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { RTCPeerConnectionLike } from '../../../core/peer/connection-like.ts';
import { StuckHandshake } from '../../../core/peer/stuck-handshake.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

interface State {
  connection?: RTCPeerConnectionState;
  ice?: RTCIceConnectionState;
  described?: boolean;
}

/** A watched handshake, and how often it was begun anew. */
function watched(polite = false) {
  let anew = 0;
  const handshake = new StuckHandshake({ polite }, () => (anew += 1));
  const watch = ({ connection = 'connecting', ice = 'connected', described = true }: State = {}): void =>
    handshake.watch({
      connectionState: connection,
      iceConnectionState: ice,
      remoteDescription: described ? {} : null,
    } as RTCPeerConnectionLike);
  return { handshake, watch, anew: () => anew };
}

function pass(checks: number): void {
  for (let check = 0; check < checks; check += 1) mock.timers.tick(2_000);
}

for (const [polite, checks] of [
  [false, 3],
  [true, 5],
] as const) {
  test(`${polite ? 'the polite' : 'the other'} side begins anew after ${checks} checks that find a path alone`, () => {
    const { watch, anew } = watched(polite);
    watch();
    pass(checks - 1);
    assert.equal(anew(), 0);
    pass(1);
    assert.equal(anew(), 1);
  });
}

test('what has no path, no answer or a connection is left alone', () => {
  for (const state of [
    { ice: 'checking' },
    { ice: 'disconnected' },
    { described: false },
    { connection: 'connected' },
    { connection: 'failed' },
  ] as const) {
    const { handshake, watch, anew } = watched();
    watch(state);
    pass(10);
    assert.equal(anew(), 0, JSON.stringify(state));
    handshake.stop();
  }
});

test('whoever connects, or is closed, meanwhile is watched no more', () => {
  const connects = watched();
  connects.watch();
  pass(2);
  connects.watch({ connection: 'connected' });
  const closes = watched();
  closes.watch();
  pass(2);
  closes.handshake.stop();
  pass(10);
  assert.deepEqual([connects.anew(), closes.anew()], [0, 0]);
});

test('three times, until a connection has come about', () => {
  const { watch, anew } = watched();
  for (let connection = 0; connection < 5; connection += 1) {
    watch();
    pass(10);
  }
  assert.equal(anew(), 3);
  watch({ connection: 'connected' });
  watch();
  pass(10);
  assert.equal(anew(), 4);
});
