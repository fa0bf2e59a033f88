import { rm } from 'node:fs/promises';
import { launch, type Browser, type LaunchOptions } from 'puppeteer-core';
import { CHROMIUM_ARGS, FIREFOX_PREFS } from './browser-flags.ts';
import { browserPath, type BrowserName } from './find-browser.ts';
import { newFirefoxProfile } from './firefox-profile.ts';

export interface BrowserOptions {
  /** Lets media play without a user's gesture. The browser's own policy unless asked. */
  readonly autoplay?: boolean;
  /** False leaves the permission prompt in place: capture then waits for an answer that never comes. */
  readonly grantCapture?: boolean;
  readonly args?: readonly string[];
  readonly prefs?: Readonly<Record<string, unknown>>;
}

const alive = new Set<Browser>();
const profiles = new WeakMap<Browser, string>();

function kill(browser: Browser): void {
  alive.delete(browser);
  const pid = browser.process()?.pid;
  if (pid === undefined) return;
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already, or not the leader of a group.
    }
  }
}

process.once('exit', () => {
  for (const browser of alive) kill(browser);
});

async function start(options: LaunchOptions): Promise<Browser> {
  const browser = await launch({ headless: true, protocolTimeout: 120_000, ...options });
  alive.add(browser);
  return browser;
}

/** Debian's Chromium, or whichever is found, with fake devices. Close it with `closeBrowser`. */
export function launchChromium(options: BrowserOptions = {}): Promise<Browser> {
  const args = [...CHROMIUM_ARGS, ...(options.args ?? [])];
  if (options.grantCapture !== false) args.push('--use-fake-ui-for-media-stream');
  if (options.autoplay) args.push('--autoplay-policy=no-user-gesture-required');
  return start({ executablePath: browserPath('chromium'), args });
}

/** Stock Firefox with fake devices. Close it with `closeBrowser`. */
export async function launchFirefox(options: BrowserOptions = {}): Promise<Browser> {
  const userDataDir = await newFirefoxProfile();
  const browser = await start({
    browser: 'firefox',
    executablePath: browserPath('firefox'),
    userDataDir,
    args: [...(options.args ?? [])],
    extraPrefsFirefox: {
      ...FIREFOX_PREFS,
      'media.navigator.permission.disabled': options.grantCapture !== false,
      'media.autoplay.default': options.autoplay ? 0 : 1,
      ...options.prefs,
    },
  });
  profiles.set(browser, userDataDir);
  return browser;
}

export function launchBrowser(name: BrowserName, options?: BrowserOptions): Promise<Browser> {
  return name === 'chromium' ? launchChromium(options) : launchFirefox(options);
}

/** Ends a browser: politely for ten seconds, then by its process id. */
export async function closeBrowser(browser: Browser | undefined): Promise<void> {
  if (!browser) return;
  const timer = setTimeout(() => kill(browser), 10_000);
  try {
    await browser.close();
  } catch {
    // Its connection is gone: what is left of it dies below.
  } finally {
    clearTimeout(timer);
    kill(browser);
    const profile = profiles.get(browser);
    if (profile !== undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
