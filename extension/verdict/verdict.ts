import type { Finding } from '../../core/diagnosis/finding.ts';

export type VerdictKind = 'ok' | 'info' | 'warning' | 'error' | 'unknown';

/** What could not be looked at, each with its own next step. */
export type Gap =
  /** The browser lets no extension look at this page. */
  | 'out-of-bounds'
  /** The site is not watched. */
  | 'not-granted'
  /** It is, but this page was there before. */
  | 'reload-needed'
  /** A document of the page is watched, and does not answer now: it is busy, or stands still. */
  | 'unanswered'
  /** A document of the page is watched, and nothing sound has come from it. */
  | 'silent'
  /** Recording began after the page did. */
  | 'late'
  /** Some frames are of origins that are not watched. */
  | 'frames'
  /** Some frames are not watched, and there is no origin to ask for, or they are too many. */
  | 'frames-unknown';

export interface Verdict {
  readonly kind: VerdictKind;
  /** The gravest finding, where that is the verdict. */
  readonly finding?: Finding;
  readonly gaps: readonly Gap[];
}

/** Information that is the reason why something is not seen; other information leaves a healthy call healthy. */
const EXPLAINS: ReadonlySet<string> = new Set(['peer-paused', 'peer-sends-no-video']);

/**
 * A proven problem is one whatever else was not seen; that nothing is wrong is said only where everything was.
 * @param waiting A document has not said anything yet.
 */
export function verdictOf(findings: readonly Finding[], gaps: readonly Gap[], waiting = false): Verdict {
  const gravest = (severity: Finding['severity']): Finding | undefined =>
    findings.find((finding) => finding.severity === severity);
  for (const kind of ['error', 'warning'] as const) {
    const finding = gravest(kind);
    if (finding) return { kind, finding, gaps };
  }
  if (gaps.length > 0 || waiting) return { kind: 'unknown', gaps };
  const info = findings.find(({ code }) => EXPLAINS.has(code));
  return info ? { kind: 'info', finding: info, gaps } : { kind: 'ok', gaps };
}
