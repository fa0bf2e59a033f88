import browser from 'webextension-polyfill';
import type { LanguageFile } from '../words/catalogue.ts';
import { directionOf, languageFor } from '../words/language.ts';
import { speak } from '../words/words.ts';

/** Takes the language of the browser's own menus for this page; English where there is no other, or it cannot be read. */
export async function useLanguage(): Promise<void> {
  const language = languageFor(browser.i18n.getUILanguage());
  if (language === 'en') return;
  try {
    const file = await fetch(browser.runtime.getURL(`locales/${language}.json`));
    speak((await file.json()) as LanguageFile);
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  } catch {
    // A damaged installation still says what is wrong, in English.
  }
}
