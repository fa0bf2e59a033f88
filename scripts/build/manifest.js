import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'custom-elements.json';
const PUBLISHED = 'dist/widget/index.js';

const isPublic = (member) =>
  member.privacy !== 'private' && member.privacy !== 'protected' && !/^[#_]/.test(member.name);

/** Leaves of the analyser's manifest what a user of the package can reach, under the path they import. */
export function publishManifest(tagName) {
  const manifest = JSON.parse(readFileSync(FILE, 'utf8'));
  const element = manifest.modules.flatMap((m) => m.declarations).find((d) => d.tagName === tagName);
  if (!element) throw new Error(`${FILE} does not describe <${tagName}>`);
  const declaration = { name: element.name, module: PUBLISHED };
  const published = {
    kind: 'javascript-module',
    path: PUBLISHED,
    declarations: [{ ...element, members: element.members?.filter(isPublic) }],
    exports: [
      { kind: 'js', name: element.name, declaration },
      { kind: 'custom-element-definition', name: tagName, declaration },
    ],
  };
  writeFileSync(FILE, `${JSON.stringify({ ...manifest, modules: [published] }, null, 2)}\n`);
}
