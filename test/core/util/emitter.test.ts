import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventEmitter } from '../../../core/util/emitter.ts';

interface Events {
  tick: number;
}

test('handlers run in order, once() runs once, off() removes both kinds', () => {
  const emitter = new EventEmitter<Events>();
  const seen: string[] = [];
  const first = (n: number): void => void seen.push(`first ${n}`);
  const once = (n: number): void => void seen.push(`once ${n}`);
  emitter.on('tick', first).once('tick', once);
  assert.equal(emitter.emit('tick', 1), true);
  emitter.emit('tick', 2);
  assert.deepEqual(seen, ['first 1', 'once 1', 'first 2']);
  emitter.off('tick', first);
  assert.equal(emitter.emit('tick', 3), false);
});

test('a handler that throws is reported and the others still run', () => {
  const thrown: unknown[] = [];
  const emitter = new EventEmitter<Events>({ onListenerError: (err) => thrown.push(err) });
  let ran = false;
  emitter.on('tick', () => {
    throw new Error('no');
  });
  emitter.on('tick', () => (ran = true));
  emitter.emit('tick', 1);
  assert.equal(ran, true);
  assert.equal((thrown[0] as Error).message, 'no');
});

test('an AbortSignal removes its handler, and an aborted one never adds it', () => {
  const emitter = new EventEmitter<Events>();
  const control = new AbortController();
  emitter.on('tick', () => undefined, { signal: control.signal });
  assert.equal(emitter.listenerCount('tick'), 1);
  control.abort();
  assert.equal(emitter.listenerCount('tick'), 0);
  emitter.on('tick', () => undefined, { signal: control.signal });
  assert.equal(emitter.listenerCount('tick'), 0);
});

test('a hundred listeners on one event are a suspected leak, told once', () => {
  const warnings: string[] = [];
  const emitter = new EventEmitter<Events>({ onListenerWarn: (message) => warnings.push(message) });
  for (let n = 0; n < 150; n += 1) emitter.on('tick', () => undefined);
  assert.equal(warnings.length, 1);
});

test('a handler added during an emit waits for the next one', () => {
  const emitter = new EventEmitter<Events>();
  let late = 0;
  emitter.on('tick', () => emitter.on('tick', () => (late += 1)));
  emitter.emit('tick', 1);
  assert.equal(late, 0);
});
