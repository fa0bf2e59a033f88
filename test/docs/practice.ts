import assert from 'node:assert/strict';
import type { Browser } from 'puppeteer-core';

/** Set, on a slow machine, and proven: the slowest takes some eight seconds. */
const PROOF_MS = 60_000;

/** The codes that the cards of the practice page name. */
export async function practised(browser: Browser, origin: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/demo/broken/`);
    return await page.$$eval('[data-fault]', (cards) =>
      cards.map((card) => {
        const { fault = '' } = (card as HTMLElement).dataset;
        const link = card.querySelector('a')?.getAttribute('href');
        const named = [...card.querySelectorAll('code')].some(({ textContent }) => textContent === fault);
        return link === `?fault=${fault}` && named ? fault : `${fault}: its card leads or names elsewhere`;
      }),
    );
  } finally {
    await page.close();
  }
}

/** Breaks a call as a visitor does, and asks the page's own recorder until it names the fault. */
export async function breaks(browser: Browser, origin: string, code: string): Promise<void> {
  // A window each: a tab behind another plays nothing, and is held back.
  const page = await browser.newPage({ type: 'window' });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  try {
    await page.goto(`${origin}/demo/broken/?fault=${code}`);
    // By script: a click of the driver's would let the page play sound.
    await page.waitForFunction(
      (wanted) => {
        document.querySelector<HTMLButtonElement>('#ask:enabled')?.click();
        return document.querySelector(`#findings [data-finding="${wanted}"] ol`);
      },
      { polling: 200, timeout: PROOF_MS },
      code,
    );
    assert.equal(await page.$eval('#notice', ({ textContent }) => textContent), '');
    assert.deepEqual(wrong, []);
  } finally {
    await page.close();
  }
}
