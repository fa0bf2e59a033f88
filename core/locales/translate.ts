import type { Catalogue, FindingWords, Params, ParamsOf, WordKey } from './catalogue.ts';

/** `template` with each {name} replaced; a name without a value stays as it is, so that it is seen. */
export function format(template: string, params: Params = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

export interface Translator {
  readonly lang: string;
  readonly t: <K extends WordKey>(key: K, ...params: ParamsOf<K>) => string;
  /** The words of a finding, or null where this catalogue does not know the code. */
  readonly finding: (code: string, variant?: string, params?: Params) => FindingWords | null;
}

/** The words of a finding: those of its variant if there are any, else those of its code, else null. */
export function findingWords(
  findings: Readonly<Record<string, FindingWords>>,
  code: string,
  variant?: string,
  params?: Params,
): FindingWords | null {
  const key = [`${code}.${variant}`, code].find((known) => Object.hasOwn(findings, known));
  const found = key === undefined ? undefined : findings[key];
  if (!found) return null;
  return {
    title: format(found.title, params),
    cause: format(found.cause, params),
    fix: found.fix.map((step) => format(step, params)),
  };
}

export function translator({
  lang,
  words,
  findings,
}: Pick<Catalogue, 'lang' | 'words'> & {
  readonly findings: Readonly<Record<string, FindingWords>>;
}): Translator {
  return {
    lang,
    t: (key, ...params) => format(words[key], params[0]),
    finding: (code, variant, params) => findingWords(findings, code, variant, params),
  };
}
