/** What somebody writes who uses engine and element, with types. */
export const APP = `import 'metered-call/widget';
import { MeteredPeer, TokenCache, WsCloseCode, diagnose, readDump, startRecorder } from 'metered-call';
import type { Finding, MeteredPeerState } from 'metered-call';
import { CallError } from 'metered-call/widget';
import type { CallState, Participant } from 'metered-call/widget';

const peer = new MeteredPeer({ tokenProvider: new TokenCache({ provider: async () => 'token' }).provider });
const state: MeteredPeerState = peer.state;
peer.on('peer-joined', ({ peer: remote }) => remote.on('stream-added', ({ stream }) => stream.getTracks()));

const call = document.createElement('metered-call');
call.room = 'demo';
call.addEventListener('call-joined', ({ detail }) => {
  const people: readonly Participant[] = detail.participants;
  document.title = String(people.length);
});
const before: CallState = call.state;
export async function explain(file: Blob): Promise<readonly Finding[]> {
  const { trace, environment } = await readDump(file);
  return diagnose(trace, environment);
}
export const all = [state, before, CallError, WsCloseCode.InvalidToken, startRecorder];
document.body.append(call);
`;

export const COMMONJS = `import engine = require('metered-call');
const peer = new engine.MeteredPeer({ apiKey: 'pk_live_demo' });
export const id: string | null = peer.peerId;
`;

const COMPILER = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable', 'ESNext.Disposable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  // Ours are checked like a reader's own.
  skipLibCheck: false,
  noEmit: true,
};

export const tsconfig = (module: string, moduleResolution: string, ...files: readonly string[]): string =>
  JSON.stringify({ compilerOptions: { ...COMPILER, module, moduleResolution }, files });

export const PAGE = `<!doctype html>
<title>A call</title>
<script type="module" src="./main.ts"></script>
`;

/** The shortest there is: a bundler must not take the import for one without effect. */
export const BARE = `import 'metered-call/widget';
document.body.append(document.createElement('metered-call'));
`;

/** A component as Next has it: one module, loaded by what renders on the server and by what wakes it in the page. */
export const COMPONENT = `import 'metered-call/widget';
export const render = (room) => '<metered-call room="' + room + '"></metered-call>';
`;

export const SERVER_SIDE = `import { writeFileSync } from 'node:fs';
import { render } from './component.js';
const script = '<script src="dist/client.js"></' + 'script>';
writeFileSync('index.html', '<!doctype html><body>' + render('rendered') + script);
`;

/** What is in the page has to be what would be rendered, before and after the element is defined. */
export const CLIENT_SIDE = `import { render } from './component.js';
const call = document.querySelector('metered-call');
if (call.outerHTML !== render('rendered') || call.room !== 'rendered') throw new Error(call.outerHTML);
call.displayName = 'Ada';
`;

export const WEBPACK = `const both = {
  mode: 'production',
  // What is dropped is decided before; making it small takes longest of all.
  optimization: { minimize: false },
};
const path = import.meta.dirname + '/dist';
export default [
  { ...both, entry: './client.js', output: { path, filename: 'client.js' } },
  { ...both, target: 'node', entry: './server.js', output: { path, filename: 'server.cjs' } },
];
`;
