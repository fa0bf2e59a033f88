import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from './zip.js';

const FOLDERS = ['core', 'extension'];
const FILES = [
  '.puppeteerrc.cjs',
  'LICENSE',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'scripts/build-extension.mjs',
  ...['extension', 'extension-source', 'notices', 'zip'].map((name) => `scripts/build/${name}.js`),
];
/** What the stores show is no part of the code. */
const NOT_SOURCE = /^extension\/store\/.*\.png$/;

/** Everything that the extension is built from, and how, for whoever reviews it. */
export function sourceZip() {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/')),
  );
  const files = [...found, ...FILES].filter((file) => !NOT_SOURCE.test(file));
  return zipOf([
    ['README.md', readFileSync('extension/store/build.md')],
    ...files.map((file) => [file, readFileSync(file)]),
  ]);
}
