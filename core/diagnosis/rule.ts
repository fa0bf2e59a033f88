import type { Code } from './catalogue.ts';
import type { Severity, Side } from './finding.ts';
import type { Scene } from './scene.ts';

/** What a rule has proven: a finding without its words. */
export interface Proof {
  readonly code: Code;
  /** Default: the kind of the subject, where there is only one. */
  readonly subject?: { readonly id: string; readonly label?: string | undefined };
  readonly evidence: Readonly<Record<string, string | number | undefined>>;
  /** Ids of the trace that it is about: what explains it must share one, or be about the whole page. */
  readonly about?: readonly string[];
  readonly variant?: string | undefined;
  readonly params?: Readonly<Record<string, string | number | undefined>>;
  /** Where the catalogue's is not right. */
  readonly severity?: Severity | undefined;
  readonly side?: Side | undefined;
}

/** Pure: the same scene, the same proofs. */
export type Rule = (scene: Scene) => Iterable<Proof>;
