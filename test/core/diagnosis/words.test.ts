import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CODES } from '../../../core/diagnosis/catalogue.ts';
import { en } from '../../../core/locales/en.ts';

const RULES = 'core/diagnosis/rules';
/** The element finds some by itself. */
const rules = [...readdirSync(RULES).map((file) => `${RULES}/${file}`), 'widget/call-findings.ts']
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const keys = Object.keys(en.findings);
const words = (key: string): string => JSON.stringify(en.findings[key as keyof typeof en.findings]);

describe('the words of the findings', () => {
  for (const code of CODES) {
    it(`has some for ${code}, each in a sentence of its own`, () => {
      const found = en.findings[code as keyof typeof en.findings];
      assert.ok(found, `no words for ${code}`);
      assert.ok(found.title.length > 0 && found.title.length <= 60, found.title);
      assert.match(found.cause, /\.$/);
      for (const step of found.fix) assert.match(step, /\.$|”\.?$|\{.*\}$/);
    });
  }

  it('asks for nothing that no rule gives', () => {
    const given = new Set(
      [...rules.matchAll(/params: \{([^}]*)\}/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/\w+/g)].map(String),
      ),
    );
    for (const key of keys.filter((name) =>
      CODES.some((code) => name === code || name.startsWith(`${code}.`)),
    )) {
      for (const [, name = ''] of words(key).matchAll(/\{(\w+)\}/g))
        assert.ok(given.has(name), `{${name}} of ${key}`);
    }
  });

  it('has every variant that it names in a rule', () => {
    for (const key of keys.filter((name) => name.includes('.'))) {
      const [code = '', variant = ''] = key.split('.');
      if (!CODES.some((known) => known === code)) continue;
      assert.ok(rules.includes(`'${variant}'`), `no rule gives ${key}`);
    }
  });

  it('says to the owner of the site what is theirs to do, one by one', () => {
    for (const key of keys) {
      const { fix } = en.findings[key as keyof typeof en.findings];
      for (const step of fix) assert.ok(!/.Site owner/.test(step), `${key}: ${step}`);
    }
  });
});
