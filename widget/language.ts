import type { FindingWords } from '../core/locales/catalogue.ts';
import { callFindings } from '../core/locales/english/call-findings.ts';
import { words as englishWords } from '../core/locales/english/words.ts';
import { translator } from '../core/locales/translate.ts';
import type { Translator } from '../core/locales/translate.ts';
import { isRecord } from '../core/util/is-record.ts';
import { warnOnce } from './attributes.ts';

/** The languages that there is a file for, English aside. */
const LANGUAGES = ['es', 'fr', 'de', 'pt-BR', 'ja', 'zh-CN', 'hi', 'ar', 'ko'] as const;

const findings: Record<string, FindingWords> = { ...callFindings };
const english = translator({ lang: 'en', words: englishWords, findings });
const loaded = new Map<string, Promise<Translator>>();
let base = '';

/** More findings that English has words for: whoever makes them brings them along. */
export function learnFindings(more: Readonly<Record<string, FindingWords>>): void {
  Object.assign(findings, more);
}

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
  return complete(await response.json());
}

/** What the file lacks, or has in another shape, stays English. */
function complete(raw: unknown): Translator {
  if (!isRecord(raw) || typeof raw.lang !== 'string') throw new TypeError('not a catalogue');
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isWords = (value: unknown): value is FindingWords =>
    isRecord(value) &&
    isText(value.title) &&
    isText(value.cause) &&
    Array.isArray(value.fix) &&
    value.fix.every(isText);
  const own = translator({
    lang: raw.lang,
    words: { ...englishWords, ...filter(raw.words, isText) },
    findings: filter(raw.findings, isWords),
  });
  return { ...own, finding: (...asked) => own.finding(...asked) ?? english.finding(...asked) };
}

function filter<T>(record: unknown, test: (value: unknown) => value is T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(isRecord(record) ? record : {}).filter((entry): entry is [string, T] => test(entry[1])),
  );
}
