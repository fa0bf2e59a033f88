import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The package a bundled module came from: the nearest package.json that has a name and a version. */
function packageOf(moduleId) {
  for (let dir = dirname(moduleId); dir !== dirname(dir); dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (name && version) return { dir, name, version, license };
  }
  return null;
}

/** The licences of every package that one of the modules came from. */
export function noticesOf(moduleIds) {
  const found = new Map();
  for (const id of moduleIds) {
    if (!id.includes('node_modules') || id.startsWith('\0')) continue;
    const origin = packageOf(id);
    if (origin) found.set(origin.name, origin);
  }
  const sections = [...found.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ dir, name, version, license }) => {
      const file = readdirSync(dir).find((f) => /^licen[cs]e/i.test(f));
      return `${name} ${version} (${license})\n\n${file ? readFileSync(join(dir, file), 'utf8').trim() : ''}\n`;
    });
  return sections.join(`\n${'-'.repeat(72)}\n\n`);
}

/** Writes the licence of every package that went into the bundle into one file beside it. */
export function notices(fileName) {
  return {
    name: 'notices',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      this.emitFile({ type: 'asset', fileName, source: noticesOf(modules) });
    },
  };
}
