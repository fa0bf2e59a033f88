// `npm run build -- …`: what follows the dashes goes to rollup.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { writeDocs } from './build/docs.js';
import { buildExtension } from './build/extension.js';
import { writeIntegrity } from './build/integrity.js';
import { writeLocales } from './build/locales.js';
import { publishManifest } from './build/manifest.js';
import { copySite } from './build/site.js';
import { report } from './size.mjs';

const args = process.argv.slice(2);
const silent = args.includes('--silent');

function run(bin, ...rest) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`node_modules/${bin}`, ...rest], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        if (!silent && output.trim()) process.stdout.write(output);
        resolve();
      } else reject(new Error(`${bin} ${rest.join(' ')} failed\n${output}`));
    });
  });
}

const rollup = (config) => run('rollup/dist/bin/rollup', '-c', config, ...new Set(['--silent', ...args]));

try {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all([
    rollup('rollup.config.js'),
    rollup('scripts/build/types.config.js'),
    run(
      '@custom-elements-manifest/analyzer/cem.js',
      'analyze',
      '--litelement',
      '--quiet',
      '--globs',
      'widget/**/*.ts',
    ),
    writeLocales('core/locales', 'dist/locales'),
    buildExtension('dist/extension', JSON.parse(readFileSync('package.json', 'utf8')).version),
  ]);
  copySite('server/site', 'dist/server/site');
  writeDocs('dist/server/site');
  publishManifest('metered-call');
  writeIntegrity('dist');
  if (!report(silent)) process.exitCode = 1;
} catch (err) {
  console.error(err.message);
  process.exitCode = 1;
}
