// `npm run sbom`: what is installed with the package, as CycloneDX, to stdout.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  readonly dev?: boolean;
  readonly devDependencies?: unknown;
}

/**
 * npm's own bill of materials. Its `--omit=dev` leaves out what a development dependency needs as well
 * (npm 11), so it is given a lock file that never knew any.
 */
export function writeSbom(): string {
  const dir = mkdtempSync(join(tmpdir(), 'metered-call-sbom-'));
  try {
    const { devDependencies: _, ...manifest } = readJson<Record<string, unknown>>('package.json');
    const lock = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json');
    const packages = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
    const kept = packages.map(([path, { devDependencies: _dev, ...rest }]) => [path, rest] as const);
    writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
    writeFileSync(
      join(dir, 'package-lock.json'),
      JSON.stringify({ ...lock, packages: Object.fromEntries(kept) }),
    );
    const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
    return execFileSync('npm', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(writeSbom());
