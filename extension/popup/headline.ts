import type { Verdict } from '../verdict/verdict.ts';
import { t, wordsOf } from '../words/words.ts';

/** The verdict in one line. */
export function headlineOf({ kind, finding }: Verdict): string {
  if (finding) return wordsOf(finding).title;
  return t(kind === 'ok' ? 'verdict.ok' : 'verdict.unknown');
}
