import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTROLS, oneOf, parseControls, THEMES } from '../../widget/attributes.ts';
import type { CallSettings } from '../../widget/setup.ts';
import { holdsSecret, setupProblem } from '../../widget/setup.ts';

const settings = (changes: Partial<CallSettings> = {}): CallSettings => ({
  room: 'daily',
  apiKey: 'pk_live_x',
  tokenUrl: '',
  tokenProvider: null,
  server: '',
  displayName: '',
  logger: null,
  attributes: [],
  ...changes,
});

test('what is missing or wrong is known before anyone is asked', () => {
  assert.equal(setupProblem(settings()), null);
  assert.equal(setupProblem(settings({ room: '' })), 'room-missing');
  assert.equal(setupProblem(settings({ room: '_METERED/x' })), 'room-invalid');
  assert.equal(setupProblem(settings({ room: 'a\nb' })), 'room-invalid');
  assert.equal(setupProblem(settings({ room: 'x'.repeat(257) })), 'room-invalid');
  assert.equal(setupProblem(settings({ apiKey: '' })), 'credential-missing');
  assert.equal(setupProblem(settings({ apiKey: '', tokenUrl: '/token' })), null);
});

test('a secret key is found in whatever attribute it was put', () => {
  for (const value of ['sk_secret_abc', 'sk_id_x:sk_secret_y', '/token?key=sk_live_1', ' sk_id_demo']) {
    assert.ok(holdsSecret(settings({ attributes: ['daily', value] })), value);
  }
  assert.ok(holdsSecret(settings({ apiKey: 'sk_secret_abc' })));
  for (const value of ['sk_SK', 'task_force', 'pk_live_x', 'desk_room_1']) {
    assert.ok(!holdsSecret(settings({ attributes: [value] })), value);
  }
});

test('an unknown value means the default and one warning', (t) => {
  const warn = t.mock.method(console, 'warn', () => undefined);
  assert.equal(oneOf('theme', 'pink', THEMES), 'auto');
  assert.equal(oneOf('theme', 'pink', THEMES), 'auto');
  assert.equal(oneOf('theme', 'dark', THEMES), 'dark');
  assert.equal(oneOf('theme', null, THEMES), 'auto');
  assert.equal(warn.mock.callCount(), 1);
});

test('controls keep their order, and an unknown token means all', (t) => {
  t.mock.method(console, 'warn', () => undefined);
  assert.deepEqual(parseControls('leave microphone'), ['microphone', 'leave']);
  assert.deepEqual(parseControls(''), CONTROLS);
  assert.deepEqual(parseControls('microphone teleport'), CONTROLS);
});
