const SHIM = '\0lit-dom-shim';
const IS_SERVER = '\0lit-is-server';

/**
 * Lit's `node` builds differ from its browser builds by a few guards, and only they can be imported
 * where there is no DOM. Bundled into a file that both load, they must not pull in a DOM shim, define
 * a global, or take a browser for a server.
 */
export function litAnywhere() {
  return {
    name: 'lit-anywhere',
    resolveId(source, importer) {
      if (source === '@lit-labs/ssr-dom-shim') return SHIM;
      if (source.endsWith('/is-server.js') && importer?.includes('lit')) return IS_SERVER;
      return null;
    },
    load(id) {
      if (id === SHIM) return 'export const customElements = undefined; export class HTMLElement {}';
      if (id === IS_SERVER) return 'export const isServer = typeof document === "undefined";';
      return null;
    },
    transform(code, id) {
      if (!/[\\/]reactive-element[\\/]node[\\/]reactive-element\.js$/.test(id)) return null;
      return { code: code.replace(/\b\w+\.customElements\?\?=\w+;/, ''), map: null };
    },
  };
}
