import type { Browser, Page } from 'puppeteer-core';

/** Those that stand empty: to open and close a window takes a browser more than most scenarios do in it. */
const empty = new WeakMap<Browser, Page[]>();
const NOTHING = '/blank.html';

/** A window of its own for a page of `origin`: a tab behind another one is hidden. */
export async function openWindow(browser: Browser, origin: string): Promise<Page> {
  const own = empty.get(browser) ?? [];
  // For another origin Firefox changes the process behind a window, and Puppeteer loses it.
  const at = own.findIndex((page) => new URL(page.url()).origin === origin);
  const [page] = at < 0 ? [] : own.splice(at, 1);
  return page ?? browser.newPage({ type: 'window' });
}

/** Ends what runs in it; whoever listened to it hears nothing more. */
export async function leaveWindow(browser: Browser, page: Page): Promise<void> {
  page.off('console');
  page.off('pageerror');
  try {
    await page.goto(new URL(NOTHING, page.url()).href);
    empty.set(browser, [...(empty.get(browser) ?? []), page]);
  } catch {
    await page.close().catch(() => undefined);
  }
}
