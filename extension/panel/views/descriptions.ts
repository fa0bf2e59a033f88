import type { VNode } from 'snabbdom';
import type { ConnectionEvent } from '../../../core/recorder/trace.ts';
import { el } from '../../ui/dom.ts';
import { clock } from '../../ui/time.ts';
import { t, tell } from '../../words/words.ts';

type Description = Extract<ConnectionEvent, { type: 'description' }>;

/** Every description, with what its end had not said the time before marked. */
export function descriptions(log: readonly ConnectionEvent[]): VNode {
  const all = log.filter((event): event is Description => event.type === 'description');
  const before: Record<Description['end'], ReadonlySet<string> | null> = { local: null, remote: null };
  const items = all.map((event, i) => {
    const lines = event.sdp.split(/\r?\n/).filter((line) => line !== '');
    const known = before[event.end];
    if (lines.length > 0) before[event.end] = new Set(lines);
    return el(
      'details',
      { key: `${event.at} ${i}` },
      el('summary', null, `${clock(event.at)} ${tell('end', event.end)} ${event.kind}`),
      el(
        'pre',
        null,
        ...lines.map((line) =>
          known && !known.has(line) ? el('mark', null, `${line}\n`) : el('span', null, `${line}\n`),
        ),
      ),
    );
  });
  return el(
    'section',
    null,
    el('h3', null, t('panel.descriptions')),
    el('p.quiet', null, t('panel.changes')),
    ...items,
  );
}
