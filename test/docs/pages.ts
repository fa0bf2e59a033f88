import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import MarkdownIt from 'markdown-it';
import { filesUnder } from '../helpers/files.ts';

/** Every page a reader may be sent to. */
export const PAGES: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'examples/README.md',
  ...filesUnder('docs', '.md'),
];

export interface Block {
  readonly file: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  /** First word after the fence; empty where there is none. */
  readonly language: string;
  readonly code: string;
}

type Token = ReturnType<MarkdownIt['parse']>[number];

const markdown = new MarkdownIt({ html: true });
const parsed = new Map<string, readonly Token[]>();

function tokensOf(file: string): readonly Token[] {
  const known = parsed.get(file) ?? markdown.parse(readFileSync(file, 'utf8'), {});
  parsed.set(file, known);
  return known;
}

export function blocksOf(file: string): readonly Block[] {
  return tokensOf(file)
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ info, content, map }) => ({
      file,
      line: (map?.[0] ?? 0) + 2,
      language: info.trim().split(/\s/)[0] ?? '',
      code: content,
    }));
}

export const blocks = (...languages: readonly string[]): readonly Block[] =>
  PAGES.flatMap(blocksOf).filter(({ language }) => languages.includes(language));

export const placeOf = ({ file, line }: Pick<Block, 'file' | 'line'>): string => `${file}:${line}`;

/** Anchors of a page as GitHub makes them from headings, and those set by hand. */
export function anchorsOf(file: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const tokens = tokensOf(file);
  tokens.forEach((token, at) => {
    if (token.type !== 'heading_open') return;
    const slug = slugOf(textOf(tokens[at + 1]));
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  });
  for (const [, id] of readFileSync(file, 'utf8').matchAll(/<a id="([^"]+)"/g)) anchors.add(id ?? '');
  return anchors;
}

const textOf = (inline: Token | undefined): string =>
  (inline?.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

export interface Link {
  readonly file: string;
  readonly target: string;
}

/** Links and images of a page, as written. */
export function linksOf(file: string): readonly Link[] {
  const inline = tokensOf(file).flatMap(({ children }) => children ?? []);
  const targets = inline.flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? []);
  return targets.map((target) => ({ file, target }));
}

export interface Picture extends Link {
  /** What it says to who cannot see it. */
  readonly alt: string;
}

export const picturesOf = (file: string): readonly Picture[] =>
  tokensOf(file)
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'image')
    .map((token) => ({ file, target: token.attrGet('src') ?? '', alt: token.content }));

/** Where a relative link leads: a path from the root of the repository, and an anchor or ''. */
export function resolveLink({ file, target }: Link): { readonly path: string; readonly anchor: string } {
  const [path = '', anchor = ''] = decodeURIComponent(target).split('#');
  return { path: path === '' ? file : normalize(join(dirname(file), path)), anchor };
}
