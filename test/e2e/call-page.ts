import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import type { Browser, ElementHandle, EvaluateFunc, Page } from 'puppeteer-core';
import type { Prepared } from './page/prepare.ts';

const PATIENCE = 45_000;

async function preparation(): Promise<string> {
  const source = await readFile(new URL('./page/prepare.ts', import.meta.url), 'utf8');
  return (await transform(source, { loader: 'ts', format: 'iife', target: 'es2022' })).code;
}

/** A page with one call in it, used as a person would: by what the buttons are called. */
export interface CallPage {
  readonly page: Page;
  press(name: string): Promise<void>;
  /** `aria-pressed` of a toggle. */
  pressed(name: string): Promise<boolean>;
  until<Args extends unknown[]>(what: string, condition: EvaluateFunc<Args>, ...args: Args): Promise<void>;
  joined(others: number): Promise<void>;
  /** Waits until frames are decoded and audio packets arrive from the first other participant. */
  seesAndHears(): Promise<void>;
  capturesNothing(): Promise<void>;
}

/**
 * The button of that name, in whichever part of the element it is. Chromium answers from its accessibility
 * tree; Firefox's locator stops at a shadow root, so there the name is worked out as for any plain button.
 */
async function button(page: Page, name: string): Promise<ElementHandle> {
  const firefox = /firefox/i.test(await page.browser().version());
  const handle = firefox
    ? await page.waitForFunction(
        (wanted: string) =>
          window.prepared
            .deep('button')
            .find(
              (b) => (b.getAttribute('aria-label') ?? b.textContent).trim() === wanted && b.checkVisibility(),
            ),
        { polling: 50, timeout: PATIENCE },
        name,
      )
    : await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, { timeout: PATIENCE });
  const element = handle?.asElement();
  if (!element) throw new Error(`there is no button "${name}"`);
  return element as ElementHandle;
}

export async function openCall(browser: Browser, url: string): Promise<CallPage> {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(await preparation());
  await page.goto(url);

  const call: CallPage = {
    page,
    async press(name) {
      // A page behind another is not painted, and nobody could press anything there.
      await page.bringToFront();
      const handle = await button(page, name);
      await handle.click();
      await handle.dispose();
    },
    async pressed(name) {
      const handle = await button(page, name);
      return handle.evaluate((element) => element.getAttribute('aria-pressed') === 'true');
    },
    async until(what, condition, ...args) {
      try {
        await page.waitForFunction(condition, { polling: 50, timeout: PATIENCE }, ...args);
      } catch (cause) {
        const seen = await page.evaluate(() => {
          const { state, participants, findings } = window.prepared.call() ?? {};
          return JSON.stringify({ state, participants, findings });
        });
        throw new Error(`${what}: not within ${PATIENCE / 1000} s; ${seen}`, { cause });
      }
    },
    joined: (others) =>
      call.until(
        `joined with ${others} others`,
        (count: number) => {
          const element = window.prepared.call();
          return element?.state === 'joined' && element.participants.length === count + 1;
        },
        others,
      ),
    async seesAndHears() {
      const before: Awaited<ReturnType<Prepared['received']>> = await page.evaluate(() =>
        window.prepared.received(),
      );
      await call.until(
        'pictures and sound',
        async (frames: number, packets: number) => {
          const now = await window.prepared.received();
          return now.frames >= frames + 10 && now.packets >= packets + 10;
        },
        before.frames,
        before.packets,
      );
    },
    capturesNothing: () =>
      call.until('every captured track has ended', () => {
        const { captured } = window.prepared;
        return captured.length > 0 && captured.every((track) => track.readyState === 'ended');
      }),
  };
  return call;
}
