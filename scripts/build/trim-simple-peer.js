import { fileURLToPath } from 'node:url';

const shim = (file) => fileURLToPath(new URL(`./shims/${file}`, import.meta.url));

/** What each package that simple-peer requires is replaced by: [file, export that `require` returns]. */
const REPLACED = {
  'readable-stream': ['duplex.js', null],
  buffer: ['small.js', null],
  debug: ['small.js', 'debug'],
  'get-browser-rtc': ['small.js', 'getBrowserRTC'],
  randombytes: ['small.js', 'randombytes'],
  'err-code': ['small.js', 'errCode'],
  'queue-microtask': ['small.js', 'microtask'],
};

/**
 * simple-peer is CommonJS over Node's streams: 28 KB gzipped as shipped, most of it streams and Buffer.
 * Its own file is taken as published and turned into an ES module by its requires alone; what it
 * requires comes from shims of a few lines. A require this list does not know fails the build.
 */
export function trimSimplePeer() {
  return {
    name: 'trim-simple-peer',
    transform(code, id) {
      if (!/[\\/]simple-peer[\\/]index\.js$/.test(id)) return null;
      const imports = [];
      const body = code
        .replace(/require\('([^']+)'\)(\('[^']*'\))?/g, (_whole, name, call = '') => {
          const entry = REPLACED[name];
          if (!entry) this.error(`simple-peer requires "${name}", for which there is no shim`);
          const [file, member] = entry;
          const local = `shim${imports.length}`;
          const source = JSON.stringify(shim(file));
          imports.push(
            member
              ? `import { ${member} as ${local} } from ${source};`
              : `import * as ${local} from ${source};`,
          );
          return local + call;
        })
        .replace('module.exports = Peer', 'export default Peer');
      return { code: `${imports.join('\n')}\n${body}`, map: null };
    },
  };
}
