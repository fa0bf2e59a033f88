import type { Catalogue, FindingKey, FindingWords, Params, ParamsOf, WordKey } from './catalogue.ts';

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

export function translator(catalogue: Catalogue): Translator {
  const { words } = catalogue;
  const findings: Readonly<Record<string, FindingWords>> = catalogue.findings;
  return {
    lang: catalogue.lang,
    t: (key, ...params) => format(words[key], params[0]),
    finding(code, variant, params) {
      const key =
        variant !== undefined && isKey(findings, `${code}.${variant}`) ? `${code}.${variant}` : code;
      const found = isKey(findings, key) ? findings[key] : undefined;
      if (!found) return null;
      return {
        title: format(found.title, params),
        cause: format(found.cause, params),
        fix: found.fix.map((step) => format(step, params)),
      };
    },
  };
}

function isKey(findings: Readonly<Record<string, FindingWords>>, key: string): key is FindingKey {
  return Object.hasOwn(findings, key);
}
