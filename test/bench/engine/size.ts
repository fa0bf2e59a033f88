import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What is loaded at first; what an import() brings later is not counted. */
async function gzipped(from: string): Promise<number> {
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
  const first = new Set(Object.keys(metafile.outputs).filter((path) => metafile.outputs[path]?.entryPoint));
  for (const path of first) {
    for (const { kind, path: imported, external } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) first.add(imported);
  }
  return outputFiles
    .filter(({ path }) => [...first].some((output) => path.replaceAll('\\', '/').endsWith(output)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).byteLength, 0);
}

/** Bytes, gzipped, of MeteredPeer and SignallingClient alone, without simple-peer. */
export async function sizes(): Promise<{ ours: number; theirs: number }> {
  return { ours: await gzipped('./core/index.ts'), theirs: await gzipped('@metered-ca/realtime') };
}
