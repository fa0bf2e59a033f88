import { readFileSync } from 'node:fs';
import { elementSection } from './element-tables.ts';
import type { ElementManifest } from './element-tables.ts';
import { replaceSection } from './section.ts';
import { findingsSection } from './troubleshooting.ts';

/** The element as the build describes it. @throws Error before the first build */
function element(): ElementManifest {
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
    modules: { declarations: (ElementManifest & { tagName?: string })[] }[];
  };
  const found = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'metered-call');
  if (!found) throw new Error('custom-elements.json does not describe <metered-call>');
  return found;
}

const SECTIONS: readonly (readonly [file: string, name: string, content: () => string])[] = [
  ['docs/embed.md', 'element', () => elementSection(element())],
  ['docs/troubleshooting.md', 'findings', findingsSection],
];

export interface Page {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The pages with a generated section: as they are, and as they should be. */
export const generatedPages = (): readonly Page[] =>
  SECTIONS.map(([file, name, content]) => {
    const before = readFileSync(file, 'utf8');
    return { file, before, after: replaceSection(before, name, content()) };
  });
