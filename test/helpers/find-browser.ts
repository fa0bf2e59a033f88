import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserName = 'chromium' | 'firefox';

interface Candidate {
  readonly variable: string;
  readonly commands: readonly string[];
  readonly places: readonly string[];
  readonly debianPackage: string;
}

const CANDIDATES: Record<BrowserName, Candidate> = {
  chromium: {
    variable: 'CHROME_PATH',
    commands: ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome'],
    places: [
      '/usr/lib/chromium/chromium',
      '/opt/google/chrome/chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    debianPackage: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    commands: ['firefox', 'firefox-esr'],
    places: [
      '/usr/lib/firefox-esr/firefox-esr',
      '/opt/firefox/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    debianPackage: 'firefox-esr',
  },
};

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the stock browser of that name is, or null. A variable that is set but wrong is an error. */
export function findBrowser(name: BrowserName): string | null {
  const { variable, commands, places } = CANDIDATES[name];
  const named = process.env[variable];
  if (named) {
    if (executable(named)) return named;
    throw new Error(`${variable} is ${named}, which cannot be run`);
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => commands.map((command) => join(dir, command)));
  return [...onPath, ...places].find(executable) ?? null;
}

function installable(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && process.env['SKIP_INSTALL'] !== '1';
}

function apt(...args: string[]): void {
  const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${stderr}`);
}

/** Finds every browser of `names`; on Debian as root installs those that are missing, and says so. */
export function ensureBrowsers(names: readonly BrowserName[] = ['chromium', 'firefox']): void {
  const missing = names.filter((name) => findBrowser(name) === null);
  if (missing.length === 0) return;
  const packages = missing.map((name) => CANDIDATES[name].debianPackage);
  if (installable()) {
    console.log(
      `Installing what the tests need: apt-get install ${packages.join(' ')} (SKIP_INSTALL=1 forbids it)`,
    );
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  }
  const still = missing.filter((name) => findBrowser(name) === null);
  if (still.length === 0) return;
  const hints = still.map((name) => `${name} (or set ${CANDIDATES[name].variable})`);
  throw new Error(`Not found: ${hints.join(', ')}. Install it and run this again.`);
}

/** The path of a browser that must be there by now. */
export function browserPath(name: BrowserName): string {
  const path = findBrowser(name);
  if (path === null) throw new Error(`${name} is not installed: npm test installs it on Debian`);
  return path;
}
