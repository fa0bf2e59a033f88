import type { VNode } from 'snabbdom';
import uPlot from 'uplot';
import { el } from '../ui/dom.ts';
import { clock } from '../ui/time.ts';
import { t } from '../words/words.ts';
import type { Plot } from './series.ts';

const COLOURS = ['#4c66e8', '#d6336c', '#138a5c', '#b35900', '#7048e8', '#0b7285'];
const HEIGHT = 150;
const MIN_WIDTH = 260;

const drawn = new WeakMap<Node, uPlot>();

const dataOf = ({ times, lines }: Plot): uPlot.AlignedData =>
  [[...times], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;

/** Seconds since 1970 as `14:03:22`: the day is not what anybody looks for. */
const timeOfDay = (seconds: number): string => clock(seconds * 1_000).slice(0, 8);

function draw(element: HTMLElement, plot: Plot): void {
  // A canvas takes colours as they are computed only.
  const { color: text, borderTopColor: line } = getComputedStyle(element);
  const axis: uPlot.Axis = {
    stroke: text,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  const options: uPlot.Options = {
    width: Math.max(element.clientWidth, MIN_WIDTH),
    height: HEIGHT,
    series: [
      {
        label: t('column.time'),
        value: (_, seconds: number | null) => (seconds === null ? '–' : timeOfDay(seconds)),
      },
      ...plot.lines.map(({ label }, i) => ({
        label,
        stroke: COLOURS[i % COLOURS.length] ?? text,
        width: 1.5,
        spanGaps: true,
        value: (_: uPlot, shown: number | null) => (shown === null ? '–' : shown.toFixed(1)),
      })),
    ],
    axes: [
      { ...axis, size: 32, values: (_, seconds) => seconds.map(timeOfDay) },
      { ...axis, size: 60 },
    ],
  };
  drawn.set(element, new uPlot(options, dataOf(plot), element));
}

function end(element: Node): void {
  drawn.get(element)?.destroy();
  drawn.delete(element);
}

/** One plot; what it shows is said in words as well, by its newest values. */
export function plotView(plot: Plot): VNode {
  const newest = plot.lines
    .map(({ label, values }) => `${label} ${values.findLast((point) => point !== null)?.toFixed(1) ?? '–'}`)
    .join(', ');
  // Other lines make another plot.
  const key = `${plot.name} ${plot.lines.map(({ label }) => label).join()}`;
  return el(
    'figure.plot',
    { key, attrs: { 'data-plot': plot.name } },
    el('figcaption', null, t(`plot.${plot.name}`)),
    el('div.canvas', {
      attrs: { role: 'img', 'aria-label': `${t(`plot.${plot.name}`)}: ${newest}` },
      hook: {
        insert: ({ elm }) => draw(elm as HTMLElement, plot),
        postpatch: (_, { elm }) => elm && drawn.get(elm)?.setData(dataOf(plot)),
        destroy: ({ elm }) => elm && end(elm),
      },
    }),
  );
}
