import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Language } from '../../core/locales/catalogue.ts';
import { en } from '../../core/locales/en.ts';

const folder = new URL('../../core/locales/', import.meta.url);
const LANGUAGES = readdirSync(folder)
  .map((file) => /^([a-z]{2}(?:-[A-Z]{2})?)\.ts$/.exec(file)?.[1] ?? 'en')
  .filter((language) => language !== 'en');

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

async function load(language: string): Promise<Language> {
  const module = (await import(new URL(`${language}.ts`, folder).href)) as Record<string, Language>;
  const words = module[language.replaceAll('-', '')];
  assert.ok(words, `${language}.ts does not export its words`);
  return words;
}

test('the languages that were promised are there', () => {
  assert.deepEqual([...LANGUAGES].sort(), ['ar', 'de', 'es', 'fr', 'hi', 'ja', 'ko', 'pt-BR', 'zh-CN']);
});

for (const language of LANGUAGES) {
  describe(language, () => {
    test('has every word, with its placeholders, and not in English', async () => {
      const { lang, words } = await load(language);
      assert.equal(lang, language);
      assert.deepEqual(Object.keys(words).sort(), Object.keys(en.words).sort());
      for (const [key, english] of Object.entries(en.words)) {
        const text = words[key as keyof typeof en.words];
        assert.deepEqual(placeholders(text), placeholders(english), key);
        assert.ok(text.trim() !== '', key);
        assert.notEqual(text, english, key);
      }
    });

    test('has findings of the same shape, or none', async () => {
      const { findings } = await load(language);
      for (const [code, words] of Object.entries(findings)) {
        const english = en.findings[code as keyof typeof en.findings];
        assert.equal(words.fix.length, english.fix.length, code);
        assert.deepEqual(placeholders(JSON.stringify(words)), placeholders(JSON.stringify(english)), code);
        assert.notEqual(words.cause, english.cause, code);
        assert.notEqual(words.title, english.title, code);
      }
    });
  });
}
