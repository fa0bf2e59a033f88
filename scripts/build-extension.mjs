// `npm run build:extension`: the extension alone, which is all that the source package of a store needs.
import { readFileSync } from 'node:fs';
import { buildExtension } from './build/extension.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
await buildExtension('dist/extension', version);
