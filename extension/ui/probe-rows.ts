import type { VNode } from 'snabbdom';
import { probeOffers, resultText } from '../faces/probe-offers.ts';
import type { ProbeOffer } from '../faces/probe-offers.ts';
import type { ProbeRuns } from '../faces/probe-runs.ts';
import type { Part } from '../verdict/assess.ts';
import { t, tell } from '../words/words.ts';
import { button, el } from './dom.ts';

/** The tests of each recorded document that something happens in, with a button that says what it reaches. */
export function probeRows(parts: readonly Part[], runs: ProbeRuns): VNode {
  const tested = parts.filter(({ page, top, dump }) => page !== undefined && (top || isBusy(dump.trace)));
  if (tested.length === 0) return el('p.quiet', null, t('tests.none'));
  return el(
    'div',
    null,
    el('p.quiet', null, t('tests.note')),
    ...tested.map(({ page = '', origin, top, dump }) =>
      el(
        'ul.rows.tests',
        { key: page, attrs: top ? {} : { 'aria-label': origin } },
        ...probeOffers(dump.trace).map((offer) => row(page, offer, runs)),
      ),
    ),
  );
}

const isBusy = ({ connections, captures }: Part['dump']['trace']): boolean =>
  connections.length + captures.length > 0;

function row(page: string, offer: ProbeOffer, runs: ProbeRuns): VNode {
  const { request, label, result } = offer;
  const running = runs.isRunning(page, offer);
  const state = result === undefined || running ? 'open' : result.ok ? 'ok' : 'bad';
  const named = request.probe === 'turn' || request.probe === 'signalling' ? ` ${request.target}` : '';
  return el(
    'li',
    {
      key: `${request.probe} ${request.target}`,
      attrs: { 'data-state': state, 'data-probe': request.target },
    },
    el('span.mark', { attrs: { role: 'img', 'aria-label': tell('state', state) } }),
    el('span.what', null, t(label), named),
    el('span.result', { attrs: { role: 'status' } }, running ? t('tests.running') : resultText(offer)),
    button(t('tests.run'), () => runs.run(page, offer), {
      'aria-label': `${t('tests.run')}: ${t(label)}${named}`,
      // It keeps the focus while it runs.
      ...(running ? { 'aria-disabled': 'true' } : {}),
    }),
  );
}
