import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceSection, table } from '../../scripts/docs/section.ts';
import { machine, median } from '../bench/report.ts';
import type { Measured } from './lab-run.ts';
import type { EngineName, Told } from './page/participant.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const KEPT = '.cache/network-lab.json';
const PAGE = 'docs/network.md';

export interface Kept {
  readonly machine: string;
  readonly runs: readonly Measured[];
}

export const kept = (): Kept =>
  existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, 'utf8')) as Kept) : { machine: machine(), runs: [] };

const kindOf = ({ scenario, browsers, engine }: Measured): string => [scenario, ...browsers, engine].join();

/** Adds runs to those of earlier times; those of the same kind are replaced. */
export function keep(runs: readonly Measured[]): void {
  const fresh = new Set(runs.map(kindOf));
  const earlier = kept().runs.filter((run) => !fresh.has(kindOf(run)));
  mkdirSync(dirname(KEPT), { recursive: true });
  const all: Kept = { machine: machine(), runs: [...earlier, ...runs] };
  writeFileSync(KEPT, JSON.stringify(all, null, 1));
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** The median in seconds, and of how many it was none. */
function typical(values: readonly (number | null)[]): string {
  const numbers = values.filter((value) => value !== null);
  if (values.length === 0) return '–';
  if (numbers.length === 0) return 'never';
  const missing = values.length - numbers.length;
  return seconds(median(numbers)) + (missing > 0 ? `, never in ${missing} of ${values.length}` : '');
}

/** The gravest of what was said, once for all who said it. */
function topOf(told: readonly Told[] | null): string {
  if (told === null) return '–';
  for (const severity of ['error', 'warning', 'info'] as const) {
    const found = told.find((finding) => finding.severity === severity);
    if (found) return severity === 'info' ? `(${found.code})` : found.code;
  }
  return 'nothing';
}

/** What the doctor said first, in each run; each answer once. */
const said = (runs: readonly Measured[], when: 'broken' | 'after'): string =>
  [...new Set(runs.map((run) => topOf(run[when])))].join(', ');

type Rows = readonly (readonly string[])[];

const PAIRS = ['chromium,chromium', 'firefox,firefox', 'chromium,firefox'] as const;
const PAIR_TITLES: Readonly<Record<(typeof PAIRS)[number], string>> = {
  'chromium,chromium': 'Chromium',
  'firefox,firefox': 'Firefox',
  'chromium,firefox': 'Chromium with Firefox',
};

function rowsOf(
  scenarios: readonly Scenario[],
  runs: readonly Measured[],
  cells: (of: (engine: EngineName) => readonly Measured[]) => readonly string[],
): Rows {
  return scenarios.flatMap(({ name, title }) =>
    PAIRS.flatMap((pair) => {
      const here = runs.filter((run) => run.scenario === name && run.browsers.join() === pair);
      if (here.length === 0) return [];
      return [[title, PAIR_TITLES[pair], ...cells((engine) => here.filter((run) => run.engine === engine))]];
    }),
  );
}

/** How calls come about, one row for each network and pair of browsers. */
export function connecting(runs: readonly Measured[]): string {
  const rows = rowsOf(
    SCENARIOS.filter(({ trouble }) => !trouble),
    runs,
    (of) => [
      typical(of('ours').map(({ mediaMs }) => mediaMs)),
      typical(of('theirs').map(({ mediaMs }) => mediaMs)),
      said(of('ours'), 'after'),
    ],
  );
  return table(['network', 'browsers', 'ours', 'theirs', 'the doctor says'], rows);
}

/** How calls come through what happens in the middle of them. */
export function recovering(runs: readonly Measured[]): string {
  const rows = rowsOf(
    SCENARIOS.filter(({ trouble }) => trouble),
    runs,
    (of) => [
      ...(['gapMs', 'recoveryMs'] as const).flatMap((what) => [
        typical(of('ours').map((run) => run[what])),
        typical(of('theirs').map((run) => run[what])),
      ]),
      said(of('ours'), 'broken'),
      said(of('ours'), 'after'),
    ],
  );
  const head = ['gap, ours', 'theirs', 'recovery, ours', 'theirs', 'the doctor, meanwhile', 'at the end'];
  return table(['what happens', 'browsers', ...head], rows);
}

/** Puts the tables of all runs that are kept into the page. */
export function writePage(): void {
  const { runs, machine: where } = kept();
  let text = readFileSync(PAGE, 'utf8');
  for (const [name, content] of [
    ['machine', where],
    ['connecting', connecting(runs)],
    ['recovering', recovering(runs)],
  ] as const)
    text = replaceSection(text, name, content);
  writeFileSync(PAGE, text);
}
