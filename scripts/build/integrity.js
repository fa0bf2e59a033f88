import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const integrity = (file) => `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;

/** `dist/sri.json`: the integrity of everything that a page may load from a host that is not its own. */
export function writeIntegrity(dist) {
  const chunks = join(dist, 'chunks');
  const names = [
    'metered-call.js',
    'core/index.js',
    'widget/index.js',
    ...(existsSync(chunks) ? readdirSync(chunks) : [])
      .filter((f) => f.endsWith('.js'))
      .map((f) => `chunks/${f}`),
  ];
  const hashes = Object.fromEntries(names.map((name) => [name, integrity(join(dist, name))]));
  writeFileSync(join(dist, 'sri.json'), `${JSON.stringify(hashes, null, 2)}\n`);
}
