import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { sourceZip } from './extension-source.js';
import { noticesOf } from './notices.js';
import { zipOf } from './zip.js';

const TARGETS = ['chrome', 'firefox'];

/** Files of the extension, by what they are run as. */
const SCRIPTS = {
  background: 'extension/background/main.ts',
  devtools: 'extension/devtools/devtools.ts',
  hook: 'extension/page/hook.ts',
  'late-hook': 'extension/page/late-hook.ts',
  relay: 'extension/content/relay.ts',
};
const PAGES = {
  options: 'extension/options/main.ts',
  panel: 'extension/panel/main.ts',
  popup: 'extension/popup/main.ts',
};
/** Scripts whose last value is the answer to whoever injected them. */
const ANSWERS = {
  'clear-tokens': 'extension/content/clear-tokens.ts',
  inspect: 'extension/page/inspect.ts',
  'read-tokens': 'extension/content/read-tokens.ts',
};

async function bundle(entryPoints, options) {
  const { outputFiles, metafile } = await build({
    entryPoints,
    bundle: true,
    write: false,
    metafile: true,
    outdir: '.',
    target: 'es2022',
    platform: 'browser',
    charset: 'utf8',
    legalComments: 'none',
    // Reviewers read what is shipped: spaces and names stay.
    minifySyntax: true,
    logLevel: 'error',
    ...options,
  });
  const files = outputFiles.map(({ path, contents }) => [path.split(/[\\/]/).pop(), contents]);
  return { files, modules: Object.keys(metafile.inputs) };
}

async function load(entry) {
  const { files } = await bundle({ loaded: entry }, { format: 'esm', platform: 'neutral' });
  return import(`data:text/javascript;base64,${Buffer.from(files[0][1]).toString('base64')}`);
}

/** A file for each language but English, which is in the pages themselves: the extension's own words and the findings'. */
function languageFiles() {
  const languages = readdirSync('extension/words')
    .map((file) => /^([a-z]{2}(?:-[A-Z]{2})?)\.ts$/.exec(file)?.[1])
    .filter((lang) => lang !== undefined && lang !== 'en');
  return Promise.all(
    languages.map(async (lang) => {
      const [own, core] = await Promise.all([
        load(`extension/words/${lang}.ts`),
        load(`core/locales/${lang}.ts`),
      ]);
      const name = lang.replaceAll('-', '');
      const file = { lang, words: own[name], findings: core[name].findings };
      return [`locales/${lang}.json`, Buffer.from(`${JSON.stringify(file)}\n`)];
    }),
  );
}

/** Everything that both builds have alike, by its name in the extension. */
async function sharedFiles() {
  const [languages, ...bundles] = await Promise.all([
    languageFiles(),
    bundle(SCRIPTS, { format: 'iife' }),
    bundle(PAGES, { format: 'esm' }),
    bundle(ANSWERS, {
      format: 'cjs',
      banner: { js: '(() => {\nconst module = { exports: {} };' },
      footer: { js: 'return module.exports.result;\n})();' },
    }),
  ]);
  const text = (file) => readFileSync(file);
  return new Map([
    ...bundles.flatMap(({ files }) => files),
    ...languages,
    ...['popup', 'panel', 'options', 'devtools'].map((page) => [
      `${page}.html`,
      text(`extension/${page}/${page}.html`),
    ]),
    ['style.css', text('extension/ui/style.css')],
    ['uplot.css', text('node_modules/uplot/dist/uPlot.min.css')],
    ...readdirSync('extension/icons')
      .filter((file) => file.endsWith('.png'))
      .map((file) => [`icons/${file}`, text(join('extension/icons', file))]),
    ['licences.txt', Buffer.from(noticesOf(bundles.flatMap(({ modules }) => modules)))],
  ]);
}

/** `dist/extension/<browser>/`, a zip of each beside it, and one of the source; all are the same from every build. */
export async function buildExtension(to, version) {
  const [{ manifestFor }, files] = await Promise.all([load('extension/manifest.ts'), sharedFiles()]);
  for (const target of TARGETS) {
    const manifest = Buffer.from(`${JSON.stringify(manifestFor(target, version), null, 2)}\n`);
    const all = [...files, ['manifest.json', manifest]];
    for (const [name, content] of all) {
      const path = join(to, target, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, content);
    }
    writeFileSync(join(to, `call-doctor-${target}.zip`), zipOf(all));
  }
  writeFileSync(join(to, 'call-doctor-source.zip'), sourceZip());
}
