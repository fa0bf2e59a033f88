// `npm run licences`: what is installed with the package, and what is bundled into it, with the licence of each.
// Fails at a licence that asks for more than its text to be kept.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeSbom } from './sbom.ts';

export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly how: 'installed' | 'bundled';
}

const PERMISSIVE: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
];

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
}

/** Packages that npm installs with ours, as its own bill of materials lists them. */
export function installed(sbom: { readonly components?: readonly Component[] }): Licensed[] {
  return (sbom.components ?? []).map(({ group, name, version, licenses }) => ({
    name: group === undefined ? name : `${group}/${name}`,
    version,
    licence: licenses?.map(({ license, expression }) => license?.id ?? expression).join(' ') || 'unknown',
    how: 'installed',
  }));
}

/** Packages whose code is in our files: the heads in dist/licences.txt. */
export const bundled = (notices: string): Licensed[] =>
  [...notices.matchAll(/^(\S+) (\d+\.\d+\.\d\S*) \(([^)]+)\)$/gm)].map(([, name, version, licence]) => ({
    name: name ?? '',
    version: version ?? '',
    licence: licence ?? '',
    how: 'bundled',
  }));

export const isPermissive = ({ licence }: Licensed): boolean => PERMISSIVE.includes(licence);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = [
    ...bundled(readFileSync('dist/licences.txt', 'utf8')),
    ...installed(JSON.parse(writeSbom()) as Parameters<typeof installed>[0]),
  ];
  for (const { name, version, licence, how } of all) console.log(`${how}\t${name}\t${version}\t${licence}`);
  const odd = all.filter((one) => !isPermissive(one));
  for (const { name, licence } of odd) console.error(`${name}: look at ${licence} before it is shipped`);
  if (odd.length > 0) process.exitCode = 1;
}
