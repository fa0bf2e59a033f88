import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewConnections } from '../../../core/diagnosis/views/connections.ts';
import { BoundedList } from '../../../core/recorder/bounded-list.ts';
import { standingOfConnection, standingOfTrack } from '../../../core/recorder/standing.ts';
import type { ConnectionEvent, TrackEvent } from '../../../core/recorder/trace.ts';
import { sampleTrace } from './sample-trace.ts';

test('the oldest go, and are counted', () => {
  let dropped = 0;
  const list = new BoundedList<number>(3, (count) => (dropped += count));
  for (let i = 1; i <= 5; i += 1) list.push(i);
  assert.deepEqual([list.items, dropped, list.last], [[3, 4, 5], 2, 5]);
});

test('what still holds stays, and what was said again since goes', () => {
  const list = new BoundedList<string>(
    3,
    () => undefined,
    (item) => (item.includes('=') ? item.slice(0, 1) : undefined),
  );
  for (const item of ['a=1', 'b=1', 'x', 'y', 'a=2', 'z']) list.push(item);
  assert.deepEqual(list.items, ['b=1', 'a=2', 'z']);
  list.push('c=1');
  assert.deepEqual(list.items, ['b=1', 'a=2', 'c=1']);
  list.push('d=1');
  assert.deepEqual(list.items, ['a=2', 'c=1', 'd=1'], 'all hold: the oldest goes');
});

test('a connection that is negotiated a hundred times over is still connected, and has its tracks', () => {
  const log = new BoundedList<ConnectionEvent>(300, () => undefined, standingOfConnection);
  log.push({ at: 1, type: 'track', track: 't2', mid: '0', streams: ['s'] });
  log.push({ at: 2, type: 'sender', sender: 's1', track: 't1', mid: '1' });
  log.push({ at: 3, type: 'connection-state', state: 'connecting' });
  log.push({ at: 4, type: 'connection-state', state: 'connected' });
  for (let at = 5; at < 1_000; at += 1) {
    log.push({ at, type: 'negotiation-needed' });
    log.push({ at, type: 'signaling-state', state: 'have-local-offer' });
    log.push({ at, type: 'description', end: 'local', kind: 'offer', sdp: '' });
    log.push({ at, type: 'candidate', end: 'local', candidate: null });
    log.push({ at, type: 'signaling-state', state: 'stable' });
  }
  const trace = sampleTrace();
  const [connection] = trace.connections;
  assert.ok(connection && log.items.length === 300);
  const [view] = viewConnections({ ...trace, connections: [{ ...connection, log: log.items }] });
  assert.deepEqual(
    [view?.state, view?.connectedAt, view?.wasConnected, view?.signaling],
    ['connected', 4, true, 'stable'],
  );
  const kept = log.items.filter(({ at }) => at < 5).map(({ type }) => type);
  assert.deepEqual(kept, ['track', 'sender', 'connection-state', 'connection-state']);
});

test('a track that was switched off stays so, however often it is measured', () => {
  const log = new BoundedList<TrackEvent>(120, () => undefined, standingOfTrack);
  log.push({ at: 1, type: 'muted' });
  log.push({ at: 2, type: 'disabled' });
  for (let at = 3; at < 500; at += 1) log.push({ at, type: 'level', value: 0 });
  assert.deepEqual(
    log.items.slice(0, 2).map(({ type }) => type),
    ['muted', 'disabled'],
  );
});
