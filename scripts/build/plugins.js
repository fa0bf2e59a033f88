import resolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { litAnywhere } from './lit-anywhere.js';
import { trimSimplePeer } from './trim-simple-peer.js';

export const TARGET = 'es2022';

const transpile = () => esbuild({ target: TARGET, tsconfig: 'tsconfig.json', include: /\.ts$/ });

/** For code that only ever runs in a page. */
export const browserPlugins = () => [
  trimSimplePeer(),
  resolve({ browser: true, extensions: ['.ts', '.js'], exportConditions: ['production'] }),
  transpile(),
];

/** For code that runs in a page and can be imported anywhere. */
export const universalPlugins = () => [
  litAnywhere(),
  trimSimplePeer(),
  resolve({ browser: false, extensions: ['.ts', '.js'], exportConditions: ['node', 'production'] }),
  transpile(),
];

/** For code that runs in Node and finds its packages installed. */
export const nodePlugins = () => [resolve({ preferBuiltins: true, extensions: ['.ts', '.js'] }), transpile()];

/** A warning from rollup is a defect here, except for what packages do to themselves. */
export function onLog(level, log, handler) {
  const foreign = (log.ids ?? [log.id ?? log.loc?.file ?? '']).every((id) =>
    String(id).includes('node_modules'),
  );
  if (level === 'warn' && foreign && ['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED'].includes(log.code)) return;
  handler(level === 'warn' && log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
}
