import { format, translator } from '../../core/locales/translate.ts';
import { en as findings } from '../../core/locales/en.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { FindingWords, Params } from '../../core/locales/catalogue.ts';
import { en } from './en.ts';

export type Word = keyof typeof en;

const english = translator(findings);

export const t = (key: Word, params?: Params): string => format(en[key], params);

/** For keys that are made of what was found: the text itself where it is no key. */
export const tell = (prefix: string, name: string): string => {
  const key = `${prefix}.${name}`;
  return Object.hasOwn(en, key) ? en[key as Word] : name;
};

/** Title, cause and steps of a finding, in our own words. */
export function wordsOf({ code, params, cause, fix }: Finding): FindingWords {
  const variant = params['variant'];
  return (
    english.finding(code, typeof variant === 'string' ? variant : undefined, params) ?? {
      title: code,
      cause,
      fix,
    }
  );
}
