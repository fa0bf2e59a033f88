import type { Assessment } from '../verdict/assess.ts';
import { isUnwatched } from '../verdict/watching.ts';
import { t, wordsOf } from '../words/words.ts';

/** The verdict in one line. */
export function headlineOf({ verdict, watching }: Pick<Assessment, 'verdict' | 'watching'>): string {
  const { kind, finding, gaps } = verdict;
  if (finding) return wordsOf(finding).title;
  if (kind === 'ok') return t(isUnwatched(watching) ? 'verdict.ok.element' : 'verdict.ok');
  return t(gaps.length > 0 ? 'verdict.unknown' : 'verdict.looking');
}
