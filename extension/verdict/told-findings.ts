import { CATALOGUE } from '../../core/diagnosis/catalogue.ts';
import type { Code } from '../../core/diagnosis/catalogue.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import { isRecord } from '../../core/util/is-record.ts';

const MAX_FINDINGS = 50;
const MAX_TEXT = 300;

const isCode = (code: unknown): code is Code => typeof code === 'string' && Object.hasOwn(CATALOGUE, code);
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');

/**
 * Findings that a page tells of itself. Only codes that are known here are taken, with the severity that is known here; the
 * words come from our own catalogue.
 */
export function readTold(json: string): readonly Finding[] {
  return (read(json) ?? []).slice(0, MAX_FINDINGS).flatMap(readOne);
}

/** Whether a page tells of trouble that has no name here: a newer element may, or one that was never set up. */
export function tellsOfUnknown(json: string): boolean {
  const told = read(json);
  return (
    !told ||
    told.length > MAX_FINDINGS ||
    told.some(({ code, severity }) => severity !== 'info' && !isCode(code))
  );
}

function read(json: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(json.slice(0, 1_000_000));
    return Array.isArray(value) ? value.filter(isRecord) : null;
  } catch {
    return null;
  }
}

function readOne({ code, subject, params, evidence }: Record<string, unknown>): Finding[] {
  if (!isCode(code)) return [];
  const [severity, side, kind] = CATALOGUE[code];
  const { id, label } = isRecord(subject) ? subject : {};
  const given = Object.entries(isRecord(params) ? params : {}).slice(0, 20);
  const list = (Array.isArray(evidence) ? (evidence as unknown[]) : []).slice(0, 20).filter(isRecord);
  return [
    {
      id: `${code}:${text(id) || kind}`,
      code,
      subject: { kind, id: text(id) || kind, ...(typeof label === 'string' ? { label: text(label) } : {}) },
      severity,
      cause: code,
      evidence: list.map(({ label: name, value }) => ({ label: text(name), value: text(value) })),
      fix: [],
      params: Object.fromEntries(
        given.map(([key, entry]) => [key.slice(0, 64), typeof entry === 'number' ? entry : text(entry)]),
      ),
      side,
    },
  ];
}
