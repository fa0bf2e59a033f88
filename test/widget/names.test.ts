import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanName, hueOf, initials, knownName } from '../../widget/names.ts';

test('the name in the token goes before what a peer says of itself', () => {
  const remote = { metadata: { displayName: 'Ana' }, hello: { displayName: 'Mallory' } };
  assert.deepEqual(knownName(remote), { name: 'Ana', verified: true });
  assert.deepEqual(knownName({ hello: { displayName: 'Bo' } }), { name: 'Bo', verified: false });
  assert.equal(knownName({ metadata: { displayName: 7 }, hello: null }), null);
  assert.equal(knownName({ metadata: { displayName: '  ' } }), null);
});

test('a name is one short line that cannot turn the text around it', () => {
  assert.equal(cleanName('  Ana \n Sousa '), 'Ana Sousa');
  assert.equal(cleanName('evil\u202etxt'), 'evil txt');
  assert.equal(cleanName('👩‍🚀 Zoë'), '👩‍🚀 Zoë');
  assert.equal(cleanName('x'.repeat(500)).length, 64);
  assert.equal(cleanName(undefined), '');
});

test('an avatar shows the first letters of the first and the last word', () => {
  for (const [name, letters] of [
    ['Ana Maria Sousa', 'AS'],
    ['ana', 'A'],
    ['Guest 12', 'G1'],
    ['Élodie', 'É'],
    ['(you) — דנה לוי', 'Yל'],
    ['🙂', ''],
  ] as const) {
    assert.equal(initials(name), letters, name);
  }
});

test('white letters stand out on the avatar of every id', () => {
  const channel = (hue: number, n: number): number => {
    const k = (n + hue / 30) % 12;
    return 0.33 - 0.42 * Math.min(0.33, 1 - 0.33) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  for (let hue = 0; hue < 360; hue++) {
    const [r = 0, g = 0, b = 0] = [0, 8, 4].map((n) => linear(channel(hue, n)));
    const contrast = 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
    assert.ok(contrast >= 4.5, `hue ${hue}: ${contrast.toFixed(2)}`);
  }
  assert.equal(hueOf('a-peer'), hueOf('a-peer'));
  assert.ok(hueOf('x'.repeat(128)) < 360);
});
