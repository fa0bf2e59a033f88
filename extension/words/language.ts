/** The languages that there is a file for, English aside. */
export const LANGUAGES = ['es', 'fr', 'de', 'pt-BR', 'ja', 'zh-CN', 'hi', 'ar', 'ko'] as const;

/** The language of ours for a BCP 47 tag: `es` for `es-MX`, `pt-BR` for `pt`; English where there is none. */
export function languageFor(tag: string): string {
  const wanted = tag.toLowerCase();
  const primary = wanted.split('-')[0];
  return (
    LANGUAGES.find((language) => language.toLowerCase() === wanted) ??
    LANGUAGES.find((language) => language.split('-')[0] === primary) ??
    'en'
  );
}

export const directionOf = (language: string): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
