import type { VNode } from 'snabbdom';
import { el } from '../ui/dom.ts';
import type { Child } from '../ui/dom.ts';
import { t } from '../words/words.ts';
import type { Word } from '../words/words.ts';

export interface Row {
  readonly key: string;
  readonly cells: readonly Child[];
  readonly attrs?: Readonly<Record<string, string>>;
}

const MAX_ROWS = 400;

/** Text of a row that is searched; elements in it are not. */
const textOf = (cells: readonly Child[]): string =>
  cells
    .map((cell) => (typeof cell === 'string' ? cell : ''))
    .join(' ')
    .toLowerCase();

/** The newest rows that hold the filter's text. */
export function table(caption: string, columns: readonly Word[], rows: readonly Row[], filter = ''): VNode {
  const wanted = filter.toLowerCase();
  const shown = rows.filter(({ cells }) => wanted === '' || textOf(cells).includes(wanted)).slice(-MAX_ROWS);
  if (shown.length === 0) return el('p.quiet', null, `${caption}: ${t('value.none')}`);
  return el(
    'table',
    null,
    el('caption', null, caption),
    el(
      'thead',
      null,
      el('tr', null, ...columns.map((name) => el('th', { attrs: { scope: 'col' } }, t(name)))),
    ),
    el(
      'tbody',
      null,
      ...shown.map(({ key, cells, attrs }) =>
        el('tr', { key, attrs: attrs ?? {} }, ...cells.map((cell) => el('td', null, cell))),
      ),
    ),
  );
}
