import { callFindings } from '../locales/english/call-findings.ts';
import { doctorFindings } from '../locales/english/doctor-findings.ts';
import { findingWords } from '../locales/translate.ts';
import type { Environment } from '../recorder/environment.ts';
import type { Trace } from '../recorder/trace.ts';
import { CATALOGUE, CODES, type Code } from './catalogue.ts';
import { unexplained } from './explains.ts';
import type { Finding, Severity } from './finding.ts';
import type { Proof } from './rule.ts';
import { RULES } from './rules/index.ts';
import { sceneOf } from './scene.ts';

const ENGLISH = { ...callFindings, ...doctorFindings };
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * What is wrong at the end of the trace, the gravest first and the reason before what it leads to. Pure: it looks at
 * no clock, and the same trace gives the same findings on any machine.
 */
export function diagnose(trace: Trace, environment: Environment): readonly Finding[] {
  const scene = sceneOf(trace, environment);
  const proofs = unexplained(RULES.flatMap((rule) => [...rule(scene)]));
  const found = new Map<string, Finding>();
  for (const finding of proofs.map(findingOf)) {
    const same = found.get(finding.id);
    if (!same || RANK[finding.severity] < RANK[same.severity]) found.set(finding.id, finding);
  }
  return Object.freeze(
    [...found.values()].sort(
      (a, b) =>
        RANK[a.severity] - RANK[b.severity] ||
        milder(a) - milder(b) ||
        orderOf(a.code) - orderOf(b.code) ||
        (a.id < b.id ? -1 : 1),
    ),
  );
}

const orderOf = (code: string): number => CODES.findIndex((known) => known === code);

/** How much milder than usual it is told: what would be worse elsewhere explains little where it is not. */
const milder = ({ code, severity }: Finding): number => RANK[severity] - RANK[CATALOGUE[code as Code][0]];

const given = <T>(record: Readonly<Record<string, T | undefined>>): [string, T][] =>
  Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined);

function findingOf(proof: Proof): Finding {
  const { code, variant, evidence } = proof;
  const [severity, side, kind] = CATALOGUE[code];
  const id = proof.subject?.id ?? kind;
  const label = proof.subject?.label;
  const params = Object.fromEntries(given({ ...proof.params, variant }));
  const words = findingWords(ENGLISH, code, variant, params);
  return Object.freeze({
    id: `${code}:${id}`,
    code,
    subject: Object.freeze({ kind, id, ...(label === undefined ? {} : { label }) }),
    severity: proof.severity ?? severity,
    cause: words?.cause ?? code,
    evidence: Object.freeze(
      given(evidence).map(([name, value]) => Object.freeze({ label: name, value: String(value) })),
    ),
    fix: Object.freeze([...(words?.fix ?? [])]),
    params: Object.freeze(params),
    side: proof.side ?? side,
  });
}
