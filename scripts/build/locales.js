import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const LANGUAGE = /^([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.ts$/;

async function load(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** One JSON file a language, from `core/locales/<lang>.ts`, whose export is named by the language. */
export async function writeLocales(from, to) {
  await mkdir(to, { recursive: true });
  const files = (await readdir(from)).filter((file) => LANGUAGE.test(file));
  if (files.length === 0) throw new Error(`${from} holds no catalogue`);
  for (const file of files) {
    const lang = file.replace(/\.ts$/, '');
    const name = lang.replaceAll('-', '');
    const words = (await load(`${from}/${file}`))[name];
    if (typeof words !== 'object') throw new Error(`${from}/${file} does not export "${name}"`);
    await writeFile(`${to}/${lang}.json`, `${JSON.stringify(words)}\n`);
  }
}
