// Writes docs/benchmarks.md from the results that `npm run bench` has left.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { RESULTS_DIR, type Kept, type Row, type Table } from './report.ts';

const SECTIONS: readonly (readonly [name: string, heading: string])[] = [
  ['engine', 'The engine'],
  ['widget', 'The element'],
  ['server', 'The server'],
  ['recorder', 'The recorder'],
];

const PAGE = 'docs/benchmarks.md';
const LAST = 'What happens in bad networks is [a page of its own](network.md).';

const cell = (value: string | number | undefined): string => String(value ?? '').replaceAll('|', '\\|');

function markdown({ title, rows }: Table): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row: Row) => line(columns.map((column) => cell(row[column]))));
  return [title, '', line(columns), line(columns.map(() => '---')), ...body].join('\n');
}

/** What the page says of something now. */
function standing(page: string, heading: string): string | undefined {
  const [, after] = page.split(`## ${heading}\n`);
  const text = after?.split('\n## ')[0]?.split(LAST)[0]?.trim();
  return text && `## ${heading}\n\n${text}`;
}

/** From what was measured on this machine; where nothing was, as it stands. */
function section(name: string, heading: string, page: string): string {
  const file = `${RESULTS_DIR}/${name}.json`;
  if (!existsSync(file))
    return (
      standing(page, heading) ??
      `## ${heading}\n\n\`npm run bench -- ${name}\` measures it; no figures are kept here yet.`
    );
  const { machine, at, tables } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  const made = `By \`npm run bench -- ${name}\` on ${machine}, ${at.slice(0, 10)}.`;
  return [`## ${heading}`, made, ...tables.map(markdown)].join('\n\n');
}

export async function writeDocs(): Promise<void> {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const page = [
    '# Benchmarks',
    'Ours beside others in the same run, taking turns, so that whatever else the machine does meets all alike. A ratio says more ' +
      'than the figures it is made of. `npm run bench` measures everything, `npm run bench -- engine server` some of it; single ' +
      'measurements stay in `.cache/bench/` as JSON, and `--write` renews this page from them.',
    ...SECTIONS.map(([name, heading]) => section(name, heading, before)),
    LAST,
  ].join('\n\n');
  writeFileSync(PAGE, await format(page, { parser: 'markdown', printWidth: 110 }));
}
