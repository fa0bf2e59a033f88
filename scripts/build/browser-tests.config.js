// The browser's unit tests, bundled by what bundles the product: what they import is what ships.
import { readdirSync } from 'node:fs';
import { browserPlugins, onLog } from './plugins.js';

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.browser.test.ts'),
);

export default {
  input: Object.fromEntries(tests.map((file) => [file.replace(/\.ts$/, ''), `test/${file}`])),
  output: {
    dir: '.cache/browser-tests',
    format: 'es',
    sourcemap: 'inline',
    chunkFileNames: 'shared/[name].js',
  },
  plugins: browserPlugins(),
  onLog,
};
