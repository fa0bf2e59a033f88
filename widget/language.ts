import type { Catalogue } from '../core/locales/catalogue.ts';
import { en } from '../core/locales/en.ts';
import { translator } from '../core/locales/translate.ts';
import type { Translator } from '../core/locales/translate.ts';
import { isRecord } from '../core/util/is-record.ts';
import { warnOnce } from './attributes.ts';

/** The languages that there is a file for, English aside. */
const LANGUAGES = ['es', 'fr', 'de', 'pt-BR', 'ja', 'zh-CN', 'hi', 'ar', 'ko'] as const;

const english = translator(en);
const loaded = new Map<string, Promise<Translator>>();
let base = '';

/** Where the language files are; each entry file of the build knows it of itself. */
export function setLocaleBase(url: string): void {
  base = url;
}

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

/** The tag that holds for an element: its own, else that of the nearest ancestor, shadow roots crossed. */
export function tagOf(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const found: Element | null = at.closest('[lang]');
    if (found) return found.getAttribute('lang') ?? '';
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/** The words of a language. English is there at once; another one is fetched, and English serves if that fails. */
export function wordsFor(language: string, localeBase: string): Translator | Promise<Translator> {
  if (language === 'en') return english;
  const url = `${(localeBase || base).replace(/\/*$/, '/')}${language}.json`;
  let work = loaded.get(url);
  if (!work) {
    work = fetchWords(url).catch(() => {
      warnOnce(`the words for "${language}" could not be loaded; using English`);
      loaded.delete(url);
      return english;
    });
    loaded.set(url, work);
  }
  return work;
}

async function fetchWords(url: string): Promise<Translator> {
  const response = await fetch(new URL(url, document.baseURI));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return translator(complete(await response.json()));
}

/** What the file lacks, or has in another shape, stays English. */
function complete(raw: unknown): Catalogue {
  if (!isRecord(raw) || typeof raw.lang !== 'string') throw new TypeError('not a catalogue');
  const words = isRecord(raw.words) ? raw.words : {};
  const findings = isRecord(raw.findings) ? raw.findings : {};
  const isWords = (value: unknown): boolean =>
    isRecord(value) &&
    typeof value.title === 'string' &&
    typeof value.cause === 'string' &&
    Array.isArray(value.fix) &&
    value.fix.every((step) => typeof step === 'string');
  return {
    lang: raw.lang,
    words: { ...en.words, ...filter(words, (value) => typeof value === 'string') },
    findings: { ...en.findings, ...filter(findings, isWords) },
  };
}

function filter(record: Record<string, unknown>, test: (value: unknown) => boolean): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => test(value)));
}
