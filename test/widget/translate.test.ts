import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../core/locales/en.ts';
import { format, translator } from '../../core/locales/translate.ts';

const { t, finding } = translator(en);

test('placeholders are filled in', () => {
  assert.equal(t('name.guest', { number: 3 }), 'Guest 3');
  assert.equal(t('control.leave'), 'Leave');
});

test('a value is text, never a pattern or another placeholder', () => {
  assert.equal(format('{name} left', { name: '$& {name}' }), '$& {name} left');
  assert.equal(format('{missing} {toString}', {}), '{missing} {toString}');
});

test('a variant falls back to the words of its code', () => {
  assert.equal(finding('camera-denied', 'dismissed')?.title, en.findings['camera-denied.dismissed'].title);
  assert.equal(finding('camera-missing', 'dismissed')?.title, en.findings['camera-missing'].title);
  assert.equal(finding('no-such-code'), null);
  assert.equal(finding('toString'), null);
});
