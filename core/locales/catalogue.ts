import type { en } from './en.ts';

export type WordKey = keyof (typeof en)['words'];
export type FindingKey = keyof (typeof en)['findings'];

export interface FindingWords {
  readonly title: string;
  readonly cause: string;
  readonly fix: readonly string[];
}

/** What a language says of every finding; the same number of steps and the same placeholders as English. */
export type Findings = Readonly<Record<FindingKey, FindingWords>>;

/** The shape of a language file. */
export interface Catalogue {
  readonly lang: string;
  readonly words: Readonly<Record<WordKey, string>>;
  readonly findings: Findings;
}

export type Params = Readonly<Record<string, string | number>>;

type Placeholder<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type Needed<K extends WordKey> = Placeholder<(typeof en)['words'][K]>;

/** What follows the key: nothing, or exactly the placeholders of the English text. */
export type ParamsOf<K extends WordKey> = [Needed<K>] extends [never]
  ? []
  : [params: Readonly<Record<Needed<K>, string | number>>];
