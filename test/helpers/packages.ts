import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a command is: on the PATH, or where Debian puts what only root runs; null if nowhere. */
export function findCommand(name: string): string | null {
  const dirs = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/bin'];
  return dirs.map((dir) => join(dir, name)).find(executable) ?? null;
}

/**
 * The path of a command that tests start themselves. Where it is missing, Debian as root installs its
 * package after a line that says so, unless SKIP_INSTALL=1 forbids it.
 * @throws Error that says what to install
 */
export function ensureCommand(name: string, debianPackage: string): string {
  const found = findCommand(name);
  if (found) return found;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian && process.env['SKIP_INSTALL'] !== '1') {
    console.log(
      `Installing what the tests need: apt-get install ${debianPackage} (SKIP_INSTALL=1 forbids it)`,
    );
    // Debian starts a service it installs, on its usual port; the tests want none but their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const lock = ['-o', 'DPkg::Lock::Timeout=120'];
    spawnSync('apt-get', ['-qq', ...lock, 'update'], { env, stdio: 'ignore' });
    const install = ['-qq', ...lock, 'install', '-y', '--no-install-recommends', debianPackage];
    spawnSync('apt-get', install, { env, stdio: 'ignore' });
  }
  const installed = findCommand(name);
  if (!installed) throw new Error(`Not found: ${name}. Install ${debianPackage} and run this again.`);
  return installed;
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
