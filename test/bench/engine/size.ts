import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Sizes {
  /** What a page loads before it asks for anything. */
  readonly first: number;
  /** That, and what an import() brings on joining. */
  readonly whole: number;
}

async function gzipped(from: string): Promise<Sizes> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { MeteredPeer, SignallingClient } from ${JSON.stringify(from)};`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    splitting: true,
    outdir: 'out',
    external: ['simple-peer'],
  });
  const entry = Object.keys(metafile.outputs).filter(
    (path) => metafile.outputs[path]?.entryPoint === '<stdin>',
  );
  const first = new Set(entry);
  for (const path of first) {
    for (const { kind, path: imported, external } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) first.add(imported);
  }
  const bytes = outputFiles.map(({ path, contents }) => ({
    isFirst: [...first].some((output) => path.replaceAll('\\', '/').endsWith(output)),
    size: gzipSync(contents, { level: 9 }).byteLength,
  }));
  const sum = (of: typeof bytes): number => of.reduce((total, { size }) => total + size, 0);
  return { first: sum(bytes.filter(({ isFirst }) => isFirst)), whole: sum(bytes) };
}

/** Bytes, gzipped, of MeteredPeer and SignallingClient alone, without simple-peer. */
export async function sizes(): Promise<{ ours: Sizes; theirs: Sizes }> {
  return { ours: await gzipped('./core/index.ts'), theirs: await gzipped('@metered-ca/realtime') };
}
