import { readFileSync } from 'node:fs';
import terser from '@rollup/plugin-terser';
import { minify } from 'rollup-plugin-esbuild';
import { TARGET, browserPlugins, nodePlugins, onLog, universalPlugins } from './scripts/build/plugins.js';
import { minifyTemplates } from './scripts/build/minify-templates.js';
import { notices } from './scripts/build/notices.js';

const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const banner = `/*! metered-call ${version} | MIT | what it includes: licences.txt beside it */`;
const packages = Object.keys(dependencies);
const isPackage = (id) =>
  id.startsWith('node:') || packages.some((name) => id === name || id.startsWith(`${name}/`));

/** Two of them: each finds what the other leaves, some 700 bytes gzipped. */
const minifiers = () => [
  minify({ target: TARGET, legalComments: 'inline' }),
  terser({
    ecma: 2022,
    compress: { passes: 4, keep_fargs: false },
    format: { comments: /^! metered-call/ },
  }),
];

/** One classic script, everything in it. */
const scriptTag = {
  input: 'widget/script.ts',
  output: {
    file: 'dist/metered-call.js',
    format: 'iife',
    inlineDynamicImports: true,
    freeze: false,
    generatedCode: { arrowFunctions: true },
    banner,
  },
  plugins: [...browserPlugins(), minifyTemplates(), ...minifiers(), notices('licences.txt')],
  onLog,
};

/** ES modules that a browser loads as they are; engine and element share their chunks. */
const modules = {
  input: { 'core/index': 'core/index.ts', 'widget/index': 'widget/index.ts' },
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    banner,
  },
  plugins: [...universalPlugins(), minifyTemplates(), ...minifiers()],
  onLog,
};

const commonjs = {
  input: 'core/index.ts',
  output: { file: 'dist/core/index.cjs', format: 'cjs', inlineDynamicImports: true, banner },
  plugins: universalPlugins(),
  onLog,
};

const server = {
  input: 'server/cli.ts',
  output: { dir: 'dist/server', format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'chunks/[name].js' },
  external: isPackage,
  plugins: nodePlugins(),
  onLog,
};

export default [scriptTag, modules, commonjs, server];
