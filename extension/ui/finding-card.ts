import type { VNode } from 'snabbdom';
import type { Finding } from '../../core/diagnosis/finding.ts';
import { t, tell, wordsOf } from '../words/words.ts';
import { button, el } from './dom.ts';

export interface CardOptions {
  /** Where it is, if not in the top document. */
  readonly where?: string | undefined;
  readonly open?: boolean;
  /** Shows the element that it is about. */
  readonly show?: (() => void) | undefined;
}

/** A finding with its proof and the way out. */
export function findingCard(finding: Finding, { where, open = false, show }: CardOptions = {}): VNode {
  const { code, severity, side, subject, evidence } = finding;
  const { title, cause, fix } = wordsOf(finding);
  return el(
    'article.finding',
    { attrs: { 'data-finding': code, 'data-severity': severity }, key: `${where ?? ''} ${finding.id}` },
    el(
      'h3',
      null,
      el('span.severity', null, tell('severity', severity)),
      ' ',
      title,
      subject.label === undefined ? null : el('span.subject', null, ` ${subject.label}`),
    ),
    el('p', null, cause),
    where === undefined ? null : el('p.quiet', null, t('finding.frame', { origin: where })),
    fix.length > 0 ? el('h4', null, t('finding.fix')) : null,
    fix.length > 0 ? el('ol', null, ...fix.map((step) => el('li', null, step))) : null,
    el('p.quiet', null, t('finding.side', { side: tell('side', side) })),
    evidence.length > 0
      ? el(
          'details',
          { attrs: open ? { open: true } : {} },
          el('summary', null, t('finding.evidence')),
          el(
            'dl',
            null,
            ...evidence.flatMap(({ label, value }) => [el('dt', null, label), el('dd', null, value)]),
          ),
        )
      : null,
    show ? el('p', null, button(t('action.show'), show)) : null,
  );
}
