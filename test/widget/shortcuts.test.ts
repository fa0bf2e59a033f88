import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTROLS } from '../../widget/attributes.ts';
import { ACTIONS, actionsBeside, Shortcuts } from '../../widget/shortcuts.ts';

const press = (key: string): KeyboardEvent => ({ key, composedPath: () => [] }) as unknown as KeyboardEvent;

test('every control has its key', () => {
  assert.deepEqual(actionsBeside(CONTROLS), ACTIONS);
});

test('without a control its key does nothing, and is not listed', () => {
  assert.deepEqual(actionsBeside(['microphone', 'layout', 'leave']), [
    'microphone',
    'layout',
    'fullscreen',
    'shortcuts',
  ]);
  const actions = actionsBeside(['chat', 'leave']);
  assert.deepEqual(actions, ['chat']);
  const shortcuts = new Shortcuts();
  assert.equal(shortcuts.actionOf(press('c'), actions), 'chat');
  for (const key of ['m', 'v', 's', 'p', 'd', 'l', 'f', '?'])
    assert.equal(shortcuts.actionOf(press(key), actions), null, key);
});
