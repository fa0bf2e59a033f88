import type { VNode } from 'snabbdom';
import type { ElementObservation, ElementTrace } from '../../core/recorder/trace.ts';
import type { Part } from '../verdict/assess.ts';
import { t } from '../words/words.ts';
import { el } from './dom.ts';

const MAX_ROWS = 20;

/** How an element looked the last time. */
export const lookOf = ({ log }: ElementTrace): ElementObservation | undefined =>
  log.filter((event) => event.type === 'observed').at(-1);

/** Every element that has a stream, with what is wrong with it. */
export function tileRows(parts: readonly Part[]): VNode {
  const rows = parts.flatMap((part) =>
    part.dump.trace.elements
      .filter((element) => (lookOf(element)?.stream ?? null) !== null)
      .map((element) => row(part, element)),
  );
  return rows.length === 0
    ? el('p.quiet', null, t('none.tiles'))
    : el('ul.rows', null, ...rows.slice(-MAX_ROWS));
}

function row({ findings, dump }: Part, element: ElementTrace): VNode {
  const look = lookOf(element);
  const about = findings.filter(
    ({ subject }) => subject.id === element.id || look?.tracks.includes(subject.id) === true,
  );
  const peer = dump.trace.peers.find(({ id }) => id === element.peer);
  const size =
    look && look.videoWidth > 0
      ? t('tile.size', { width: look.videoWidth, height: look.videoHeight })
      : t('tile.none');
  return el(
    'li',
    null,
    el('strong', null, peer?.label ?? `<${element.tag}> ${element.id}`),
    ` ${size}, ${t(look?.paused ? 'tile.paused' : 'tile.playing')}`,
    ...about.map(({ code }) => el('span.code', { attrs: { 'data-finding': code } }, code)),
  );
}
