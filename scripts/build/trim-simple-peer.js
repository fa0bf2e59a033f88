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
 * Methods that are not reached behind `core/peer/connection-facade.ts`, whose channel never opens and which tells of no
 * candidate and no track: both are carried natively.
 */
const UNREACHED = new Set([
  'bufferSize',
  'connected',
  'address',
  '_addIceCandidate',
  'send',
  'addTransceiver',
  'addStream',
  'addTrack',
  'replaceTrack',
  'removeTrack',
  'removeStream',
  '_read',
  '_write',
  '_onFinish',
  '_startIceCompleteTimeout',
  '_requestMissingTransceivers',
  'getStats',
  '_onInterval',
  '_onIceCandidate',
  '_onChannelMessage',
  '_onChannelBufferedAmountLow',
  '_onChannelOpen',
  '_onChannelClose',
  '_onTrack',
  '_debug',
]);

/** It is called at each change of state and returns at once, since the channel is not open. */
const EMPTIED = new Set(['_maybeReady']);

const isTrace = ({ type, expression }) =>
  type === 'ExpressionStatement' &&
  expression.type === 'CallExpression' &&
  expression.callee.property?.name === '_debug';

/** What to write in place of what, in the order of the file and never one inside of another. */
function* editsOf(node) {
  if (Array.isArray(node)) {
    for (const item of node) yield* editsOf(item);
    return;
  }
  if (typeof node?.type !== 'string') return;
  const method = node.type === 'MethodDefinition' ? node.key.name : '';
  if (UNREACHED.has(method)) yield { ...node, text: '', method };
  else if (EMPTIED.has(method)) yield { ...node.value.body, text: '{}', method };
  else if (isTrace(node)) yield { ...node, text: ';' };
  else for (const value of Object.values(node)) if (typeof value === 'object') yield* editsOf(value);
}

/** Leaves out what is not reached, and the calls of its own trace. Throws where a method is not there. */
function withoutUnreached(code, tree) {
  const edits = [...editsOf(tree)];
  const found = edits.map(({ method }) => method);
  const missing = [...UNREACHED, ...EMPTIED].filter((name) => !found.includes(name));
  if (missing.length > 0) throw new Error(`simple-peer has no method ${missing.join(', ')}`);
  let out = code;
  for (const { start, end, text } of edits.reverse()) out = out.slice(0, start) + text + out.slice(end);
  return out;
}

/**
 * simple-peer is CommonJS over Node's streams: 28 KB gzipped as shipped, most of it streams and Buffer. Its own file is
 * taken as published, less what the engine never reaches, and turned into an ES module by its requires alone; what
 * it requires comes from shims of a few lines. A require or a method that is not as it is known here fails the build.
 */
export function trimSimplePeer() {
  return {
    name: 'trim-simple-peer',
    transform(code, id) {
      if (!/[\\/]simple-peer[\\/]index\.js$/.test(id)) return null;
      const imports = [];
      const body = withoutUnreached(code, this.parse(code))
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
