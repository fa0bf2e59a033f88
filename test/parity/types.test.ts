import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import ts from 'typescript';

const CHECK = resolve('test/parity/types.ts');
const OURS = resolve('core/index.ts');
const CASES = ['client', 'peer', 'other', 'server'].map((name) => resolve(`test/parity/${name}-cases.ts`));

const configFile = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8'));
const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, process.cwd());

const cache = new Map<string, ts.SourceFile | undefined>();

/** The program of `roots`, with other text in the place of some files. */
function compile(
  roots: readonly string[],
  replaced: ReadonlyMap<string, string> = new Map(),
  more: ts.CompilerOptions = {},
): ts.Program {
  const all = { ...options, ...more };
  const host = ts.createCompilerHost(all);
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language) => {
    const text = replaced.get(resolve(file));
    if (text !== undefined) return ts.createSourceFile(file, text, language);
    if (!cache.has(file)) cache.set(file, original(file, language));
    return cache.get(file);
  };
  return ts.createProgram([...roots], all, host);
}

function complaints(program: ts.Program, file: string): string[] {
  const source = program.getSourceFile(file);
  assert.ok(source);
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function exportsOf(program: ts.Program, source: ts.SourceFile | undefined): string[] {
  const symbol = source && program.getTypeChecker().getSymbolAtLocation(source);
  assert.ok(symbol, 'it is no module');
  return program
    .getTypeChecker()
    .getExportsOfModule(symbol)
    .map(({ name }) => name);
}

let program: ts.Program;
before(() => {
  program = compile([CHECK]);
});

test('the published types and ours fit together', () => {
  assert.deepEqual(complaints(program, CHECK), []);
});

test('every export of theirs is one of ours, and is held by the check', () => {
  const theirs = program.getSourceFiles().find(({ fileName }) => fileName.includes('@metered-ca/realtime'));
  assert.ok(theirs);
  const names = exportsOf(program, theirs);
  const ours = new Set(exportsOf(program, program.getSourceFile(OURS)));
  const text = readFileSync(CHECK, 'utf8');
  assert.ok(names.length > 40);
  assert.deepEqual(
    names.filter((name) => !ours.has(name)),
    [],
  );
  assert.deepEqual(
    names.filter((name) => !text.includes(`Theirs.${name}`)),
    [],
  );
});

/** One member of each kind, broken. */
const BREAKS: readonly (readonly [string, string, string, RegExp])[] = [
  ['core/peer/metered-peer.ts', 'async replaceTrack(', 'async exchangeTrack(', /replaceTrack/],
  ['core/peer/metered-peer.ts', 'close(reason?: string)', 'close(reason: number)', /close/],
  ['core/peer/metered-peer.ts', 'get channel(): string | null', 'get channel(): unknown', /channel/],
  [
    'core/peer/metered-peer-types.ts',
    "'peer-left': { peer: RemotePeer }",
    "'peer-left': { id: string }",
    /peer-left/,
  ],
  ['core/peer/metered-peer-types.ts', "'leaving' | 'closed'", "'leaving' | 'ended'", /ended|closed/],
  [
    'core/peer/metered-peer-types.ts',
    'rtcPeerConnectionFactory?: ',
    'connectionFactory?: ',
    /rtcPeerConnectionFactory/,
  ],
  ['core/peer/remote-peer.ts', 'get polite(): boolean', 'get polite(): string', /polite/],
  [
    'core/peer/remote-peer.ts',
    "'connection-reset': Record",
    "'connection-renewed': Record",
    /connection-reset/,
  ],
  ['core/peer/data-channel.ts', 'maxQueuedSends?: number', 'maxQueued?: number', /maxQueuedSends/],
  ['core/peer/data-channel.ts', 'data: string | ArrayBuffer }', 'data: string | Blob }', /message/],
  ['core/peer/errors.ts', 'readonly currentState?: string', 'readonly state?: string', /currentState/],
  ['core/signalling/errors.ts', 'readonly closeReason: string', 'readonly reason: string', /closeReason/],
  [
    'core/signalling/types.ts',
    'inactivityTimeoutMs?: number',
    'inactivityTimeout?: number',
    /inactivityTimeoutMs/,
  ],
  ['core/signalling/types.ts', "'going-away': GoingAwayEvent", "'going-away': Date", /going-away/],
  ['core/signalling/signalling-client.ts', 'async unsubscribe(', 'async leave(', /unsubscribe/],
  ['core/protocol/close-codes.ts', 'AdminDisconnect: 4020', 'AdminDisconnect: 4021', /4020/],
  [
    'core/util/log.ts',
    "'debug' | 'info' | 'warn' | 'error'",
    "'debug' | 'info' | 'warning' | 'error'",
    /warn/,
  ],
];

for (const [file, from, to, named] of BREAKS) {
  test(`it does not compile without: ${from.trim()}`, () => {
    const path = resolve(file);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.includes(from), `${file} no longer says ${from}`);
    const found = complaints(compile([CHECK], new Map([[path, text.replace(from, to)]])), CHECK);
    assert.ok(found.length > 0);
    assert.match(found.join('\n'), named);
  });
}

test('programs written for theirs compile with only the import changed', () => {
  const moved = new Map(
    CASES.map((file) => {
      const text = readFileSync(file, 'utf8');
      assert.ok(text.includes("from '@metered-ca/realtime'"));
      return [file, text.replaceAll("'@metered-ca/realtime'", "'../../core/index.ts'")];
    }),
  );
  const fakes = resolve('test/parity/fakes.ts');
  moved.set(fakes, readFileSync(fakes, 'utf8').replaceAll("'@metered-ca/realtime'", "'../../core/index.ts'"));
  const changed = compile(CASES, moved);
  for (const file of CASES) assert.deepEqual(complaints(changed, file), [], file);
});
