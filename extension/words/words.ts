import { format } from '../../core/locales/translate.ts';
import { en as english } from '../../core/locales/en.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { FindingWords, Params } from '../../core/locales/catalogue.ts';
import type { LanguageFile, Word } from './catalogue.ts';
import { en } from './en.ts';

export type { Word } from './catalogue.ts';

/** English until another language was loaded; a page of the extension has one language for as long as it is open. */
let words: Readonly<Record<string, string>> = en;
let findings: Readonly<Record<string, FindingWords>> = english.findings;

/** From now on everything is said in this language. What its file lacks stays English. */
export function speak(file: LanguageFile): void {
  words = { ...en, ...file.words };
  findings = { ...english.findings, ...file.findings };
}

export const t = (key: Word, params?: Params): string => format(words[key] ?? en[key], params);

/** For keys that are made of what was found: the text itself where it is no key. */
export const tell = (prefix: string, name: string): string => {
  const key = `${prefix}.${name}`;
  return Object.hasOwn(en, key) ? t(key as Word) : name;
};

/** Title, cause and steps of a finding, in our own words. */
export function wordsOf({ code, params, cause, fix }: Finding): FindingWords {
  const variant = params['variant'];
  const own = (key: string): FindingWords | undefined =>
    Object.hasOwn(findings, key) ? findings[key] : undefined;
  const found = (typeof variant === 'string' ? own(`${code}.${variant}`) : undefined) ?? own(code);
  if (!found) return { title: code, cause, fix };
  return {
    title: format(found.title, params),
    cause: format(found.cause, params),
    fix: found.fix.map((step) => format(step, params)),
  };
}
