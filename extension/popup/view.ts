import type { VNode } from 'snabbdom';
import { checksOf } from '../faces/checks.ts';
import type { ProbeRuns } from '../faces/probe-runs.ts';
import type { CachedTokens } from '../faces/cached-tokens.ts';
import { connectionRows } from '../ui/connection-rows.ts';
import { button, el } from '../ui/dom.ts';
import type { Child } from '../ui/dom.ts';
import { findingCard } from '../ui/finding-card.ts';
import { probeRows } from '../ui/probe-rows.ts';
import { tileRows } from '../ui/tile-rows.ts';
import { tokensSection } from '../ui/tokens-section.ts';
import type { Assessment } from '../verdict/assess.ts';
import type { Gap } from '../verdict/verdict.ts';
import { isUnwatched } from '../verdict/watching.ts';
import { t, tell } from '../words/words.ts';
import type { Word } from '../words/words.ts';
import { headlineOf } from './headline.ts';

export interface PopupState {
  /** Null until the page was looked at. */
  readonly assessment: Assessment | null;
  readonly granted: boolean;
  /** Frames of other sites in the page are granted as well. */
  readonly frames: boolean;
  readonly copied: boolean;
  readonly tokens: CachedTokens;
  readonly probes: ProbeRuns;
}

export interface PopupActions {
  watch(): void;
  watchFrames(): void;
  unwatch(): void;
  reload(): void;
  watchNow(): void;
  copy(): void;
  save(): void;
  fullView(): void;
  options(): void;
}

export function popupView(state: PopupState, actions: PopupActions): VNode {
  const { assessment, tokens, probes } = state;
  if (!assessment)
    return el(
      'main',
      { attrs: { 'aria-busy': 'true' } },
      el('p.verdict', { attrs: { role: 'status' } }, t('verdict.looking')),
    );
  return el(
    'main',
    { attrs: { 'data-watching': assessment.watching } },
    verdictSection(assessment),
    watchButtons(state, assessment, actions),
    ...findings(assessment),
    ...details(assessment, probes),
    tokensSection(tokens),
    footer(state, actions),
  );
}

function verdictSection(assessment: Assessment): VNode {
  const { verdict, unseen, watching, findings } = assessment;
  const { kind, gaps } = verdict;
  const others = findings.filter(({ finding }) => finding.severity !== 'info').length - 1;
  const detail: Child[] = [
    kind === 'ok' ? el('p', null, t(fineOf(assessment))) : null,
    verdict.finding ? el('p', null, wordsLine(others)) : null,
    ...gaps.flatMap((gap) => gapLines(gap, unseen)),
  ];
  return el(
    'section.verdict',
    { attrs: { 'data-verdict': kind, role: 'status', 'aria-live': 'polite' } },
    el('h1', null, headlineOf(assessment)),
    ...detail,
    el('p.quiet', null, tell('watching', watching)),
  );
}

/** On what it rests that nothing is wrong. */
function fineOf({ watching, parts }: Assessment): Word {
  if (isUnwatched(watching)) return 'verdict.ok.element.detail';
  const idle = parts.every(({ dump }) => dump.trace.connections.length === 0);
  return idle ? 'verdict.ok.idle' : 'verdict.ok.detail';
}

const wordsLine = (others: number): string =>
  others > 0 ? t(others === 1 ? 'verdict.more.one' : 'verdict.more.other', { count: others }) : '';

function gapLines(gap: Gap, unseen: readonly string[]): Child[] {
  const origins = unseen.slice(0, 5).join(', ');
  return [
    el(
      'p',
      { attrs: { 'data-gap': gap } },
      t(`gap.${gap}`, { origins }),
      ' ',
      el('strong', null, t(`gap.${gap}.next` as Word)),
    ),
  ];
}

function watchButtons(
  { granted, frames }: PopupState,
  { watching, unseen }: Assessment,
  actions: PopupActions,
): VNode {
  const buttons: Child[] = [];
  if (watching === 'not-granted')
    buttons.push(button(t('action.watch'), () => actions.watch(), { class: 'main' }));
  if (watching === 'reload-needed')
    buttons.push(
      button(t('action.reload'), () => actions.reload(), { class: 'main' }),
      button(t('action.new-only'), () => actions.watchNow()),
    );
  if (unseen.length > 0) buttons.push(button(t('action.watch-frames'), () => actions.watchFrames()));
  if (granted)
    buttons.push(button(t(frames ? 'action.unwatch-all' : 'action.unwatch'), () => actions.unwatch()));
  return el('p.buttons', null, ...buttons);
}

/** The same about several subjects is said once. */
function findings({ findings: found }: Assessment): Child[] {
  if (found.length === 0) return [];
  const distinct = new Map(found.map((entry) => [`${entry.finding.code} ${entry.finding.cause}`, entry]));
  return [
    el('h2', null, t('section.findings')),
    ...[...distinct.values()].map(({ finding, part }, i) =>
      findingCard(finding, { where: part.top ? undefined : part.origin, open: i === 0 }),
    ),
  ];
}

function details({ parts, watching }: Assessment, probes: ProbeRuns): Child[] {
  const top = parts.find((part) => part.top);
  if (!top || watching === 'out-of-bounds') return [];
  return [
    el('h2', null, t('section.checks')),
    el(
      'ul.checks',
      null,
      ...checksOf(top.dump).map(({ label, state, value }) =>
        el(
          'li',
          { attrs: { 'data-state': state } },
          el('span.mark', { attrs: { role: 'img', 'aria-label': tell('state', state) } }),
          t(label),
          el('span.value', null, value),
        ),
      ),
    ),
    el('h2', null, t('panel.tests')),
    probeRows(parts, probes),
    el('h2', null, t('section.connections')),
    connectionRows(parts),
    el('h2', null, t('section.tiles')),
    tileRows(parts),
  ];
}

function footer({ copied, assessment }: PopupState, actions: PopupActions): VNode {
  const something = (assessment?.parts.length ?? 0) > 0;
  return el(
    'footer',
    null,
    el(
      'p.buttons',
      null,
      something ? button(t(copied ? 'action.copied' : 'action.copy'), () => actions.copy()) : null,
      something ? button(t('action.save'), () => actions.save()) : null,
      button(t('action.full'), () => actions.fullView()),
      button(t('action.options'), () => actions.options()),
    ),
    el('p.quiet', null, t('hint.devtools')),
  );
}
