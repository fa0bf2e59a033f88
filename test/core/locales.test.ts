import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { FindingWords, Catalogue } from '../../core/locales/catalogue.ts';
import { en } from '../../core/locales/en.ts';

const folder = new URL('../../core/locales/', import.meta.url);
const LANGUAGES = readdirSync(folder)
  .map((file) => /^([a-z]{2}(?:-[A-Z]{2})?)\.ts$/.exec(file)?.[1] ?? 'en')
  .filter((language) => language !== 'en');

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

/** Calls, names in camelCase, snake_case or with dashes, attributes with their value, and JSON. */
const TYPED =
  /\w+\(\)|\b[a-z]+[A-Z]\w*|\b\w+_live_|\b(?:api-key|token-url|connect-src)\b|[a-z]+="[^"]*"|\{"[^}]*\}/g;
const typed = (text: string): string[] => (text.match(TYPED) ?? []).sort();

const textsOf = (words?: FindingWords): string[] => (words ? [words.title, words.cause, ...words.fix] : []);

async function findingsOf(language: string): Promise<Readonly<Record<string, FindingWords>>> {
  return (await load(language)).findings;
}

async function load(language: string): Promise<Catalogue> {
  const module = (await import(new URL(`${language}.ts`, folder).href)) as Record<string, Catalogue>;
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

    test('has every finding, with its steps and placeholders, and not in English', async () => {
      const findings = await findingsOf(language);
      assert.deepEqual(Object.keys(findings).sort(), Object.keys(en.findings).sort());
      for (const [code, english] of Object.entries(en.findings)) {
        const texts = textsOf(findings[code]);
        assert.equal(texts.length, textsOf(english).length, `${code}: steps`);
        for (const [i, text] of textsOf(english).entries()) {
          assert.deepEqual(placeholders(texts[i] ?? ''), placeholders(text), code);
          assert.ok(texts[i]?.trim(), code);
          assert.notEqual(texts[i], text, code);
        }
      }
    });

    test('leaves alone in its findings what a page’s author has to type', async () => {
      const findings = await findingsOf(language);
      for (const [code, translated] of Object.entries(findings)) {
        const english = textsOf(en.findings[code as keyof typeof en.findings]);
        const texts = textsOf(translated);
        for (const [i, text] of english.entries()) assert.deepEqual(typed(texts[i] ?? ''), typed(text), code);
      }
    });

    test('names the button for playback in the finding as on the button', async () => {
      const { words } = await load(language);
      const findings = await findingsOf(language);
      const steps = ['', '.sound'].map((variant) => findings[`autoplay-blocked${variant}`]?.fix[0] ?? '');
      assert.ok(steps[0]?.includes(words['call.playback.action']), steps[0]);
      assert.ok(steps[1]?.includes(words['call.playback.sound.action']), steps[1]);
    });
  });
}
