import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { blocks, placeOf } from './pages.ts';
import type { Block } from './pages.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  allowImportingTsExtensions: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  // A reader's own sources, against ours.
  paths: { 'metered-call': ['./core/index.ts'], 'metered-call/widget': ['./widget/index.ts'] },
};

/** What is wrong with each block, as a reader's compiler would say it; blocks are files beside their page. */
function problems(found: readonly Block[], options: ts.CompilerOptions): string[] {
  const sources = new Map(
    found.map((block) => [
      resolve(`${join('docs', block.file.replaceAll(/\W/g, '-'))}-${block.line}.${block.language}`),
      block,
    ]),
  );
  const disk = ts.createCompilerHost(options);
  const host = { ...disk };
  host.fileExists = (path) => sources.has(resolve(path)) || disk.fileExists(path);
  host.readFile = (path) => sources.get(resolve(path))?.code ?? disk.readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const block = sources.get(resolve(path));
    return block
      ? ts.createSourceFile(path, block.code, languageVersion)
      : disk.getSourceFile(path, languageVersion, ...rest);
  };
  // The element's tag and events are known to whoever imports it anywhere.
  const program = ts.createProgram([...sources.keys(), resolve('widget/index.ts')], options, host);
  return program.getSourceFiles().flatMap((source) => {
    const block = sources.get(resolve(source.fileName));
    if (!block) return [];
    const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return said.map(({ messageText, start = 0 }) => {
      const line = block.line + source.getLineAndCharacterOfPosition(start).line;
      return `${placeOf({ file: block.file, line })} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

test('every TypeScript block compiles, strictly, against our types', () => {
  const found = blocks('ts');
  assert.ok(found.length >= 5);
  assert.deepEqual(problems(found, { ...OPTIONS, strict: true }), []);
});

test('every JavaScript block compiles against our types', () => {
  const found = blocks('js');
  assert.ok(found.length >= 8);
  assert.deepEqual(problems(found, { ...OPTIONS, strict: false }), []);
});
