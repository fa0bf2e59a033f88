import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Words } from '../../extension/words/catalogue.ts';
import { en } from '../../extension/words/en.ts';
import { LANGUAGES, directionOf, languageFor } from '../../extension/words/language.ts';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

/** Names and signs, the same everywhere. */
const NAMES: readonly string[] = ['app.name', 'check.webrtc', 'tile.size'];

/** Texts that name a button, and the button. */
const NAMED: readonly (readonly [keyof Words, keyof Words])[] = [
  ['gap.not-granted.next', 'action.watch'],
  ['gap.frames.next', 'action.watch-frames'],
  ['panel.empty', 'action.watch'],
  ['panel.empty.reload', 'panel.reload'],
];

async function load(language: string): Promise<Words> {
  const module = (await import(`../../extension/words/${language}.ts`)) as Record<string, Words>;
  const words = module[language.replaceAll('-', '')];
  assert.ok(words, `${language}.ts does not export its words`);
  return words;
}

describe('the words of the extension', () => {
  for (const language of LANGUAGES) {
    it(`are all there in ${language}, with their placeholders, and not in English`, async () => {
      const words = await load(language);
      assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort());
      for (const [key, english] of Object.entries(en)) {
        const text = words[key as keyof Words];
        assert.deepEqual(placeholders(text), placeholders(english), key);
        assert.ok(text.trim() !== '', key);
        assert.equal(text === english, NAMES.includes(key), key);
      }
    });
  }

  it('name each button as it is named', async () => {
    for (const language of LANGUAGES) {
      const words = await load(language);
      for (const [text, name] of NAMED) assert.ok(words[text].includes(words[name]), `${language}: ${text}`);
    }
    for (const [text, name] of NAMED) assert.ok(en[text].includes(en[name]), text);
  });

  it('are chosen by the tag of the browser', () => {
    const chosen = ['es-MX', 'pt', 'zh-TW', 'de', 'nl', 'en-GB'].map(languageFor);
    assert.deepEqual(chosen, ['es', 'pt-BR', 'zh-CN', 'de', 'en', 'en']);
    assert.deepEqual([directionOf('ar'), directionOf('de')], ['rtl', 'ltr']);
  });
});
