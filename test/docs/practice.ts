import assert from 'node:assert/strict';
import type { Browser } from 'puppeteer-core';

/** Set, on a slow machine, and proven: the slowest takes some eight seconds. */
const PROOF_MS = 60_000;
const NAMED = 'the fault is named';

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
  const named = new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${code} was not named in ${PROOF_MS} ms`)), PROOF_MS);
    page.on('console', (message) => {
      if (message.text() !== NAMED) return;
      clearTimeout(timer);
      done();
    });
  });
  try {
    // By a script of the page's: whatever the driver runs in it counts as a click, and lets it play sound.
    await page.evaluateOnNewDocument(
      (wanted: string, word: string) => {
        const ask = setInterval(() => {
          document.querySelector<HTMLButtonElement>('#ask:enabled')?.click();
          if (!document.querySelector(`#findings [data-finding="${wanted}"] ol`)) return;
          clearInterval(ask);
          console.debug(word);
        }, 200);
      },
      code,
      NAMED,
    );
    await page.goto(`${origin}/demo/broken/?fault=${code}`);
    await named;
    assert.equal(await page.$eval('#notice', ({ textContent }) => textContent), '');
    assert.deepEqual(wrong, []);
  } finally {
    await page.close();
  }
}
