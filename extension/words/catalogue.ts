import type { Findings } from '../../core/locales/catalogue.ts';
import type { en } from './en.ts';

export type Word = keyof typeof en;

/** The extension's own words in one language; the same placeholders as English. */
export type Words = Readonly<Record<Word, string>>;

/** One file a language in the extension's package: its own words, and those of every finding. */
export interface LanguageFile {
  readonly lang: string;
  readonly words: Words;
  readonly findings: Findings;
}
