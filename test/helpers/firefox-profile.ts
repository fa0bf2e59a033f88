import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { FIREFOX_PREFS } from './browser-flags.ts';
import { browserPath } from './find-browser.ts';

/**
 * What a Firefox that starts for the first time compiles and keeps: 2 of the 4 seconds of processor time that its
 * start takes. Nothing else of a profile is passed on, so that every browser begins as a new one.
 */
const COMPILED = ['startupCache', 'compatibility.ini'];

/** Of this Firefox: another version's would be thrown away at every start. */
const keptIn = (): string => {
  const { mtimeMs, size } = statSync(browserPath('firefox'));
  return `.cache/firefox/${Math.round(mtimeMs)}-${size}`;
};

/** Keeps what Firefox compiles at its start, unless that was done before. */
export async function compileFirefox(): Promise<string> {
  const kept = keptIn();
  if (existsSync(kept)) return kept;
  await mkdir('.cache/firefox', { recursive: true });
  const profile = await mkdtemp('.cache/firefox/first-');
  try {
    const browser = await launch({
      browser: 'firefox',
      executablePath: browserPath('firefox'),
      headless: true,
      userDataDir: profile,
      extraPrefsFirefox: { ...FIREFOX_PREFS },
    });
    await (await browser.newPage()).goto('about:blank');
    await browser.close();
    const compiled = join(profile, 'compiled');
    for (const name of COMPILED) await cp(join(profile, name), join(compiled, name), { recursive: true });
    // Another process may have been sooner: then its own stays.
    await rename(compiled, kept).catch((err: unknown) => {
      if (!existsSync(kept)) throw err;
    });
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return kept;
}

/** The folder of a new profile; whoever asks for it removes it. */
export async function newFirefoxProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'metered-call-firefox-'));
  await cp(await compileFirefox(), profile, { recursive: true });
  return profile;
}
