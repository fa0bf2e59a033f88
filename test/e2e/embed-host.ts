import assert from 'node:assert/strict';
import type { Browser, Frame, Page } from 'puppeteer-core';

const ALLOW =
  'camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection';
export const PATIENCE = 45_000;

interface Told {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a page that frames the call keeps and does. */
interface Host {
  readonly told: Told[];
  tell(message: unknown): void;
}
type HostWindow = Window & { readonly host: Host };

/** A page that frames `src`; `told` is all that the frame has said to it. */
export function hostHtml(src: string, { allow = ALLOW, init = true } = {}): string {
  const { origin } = new URL(src);
  return `<!doctype html><html lang="en"><title>Host</title>
<iframe id="call" title="Call" allow="${allow}" width="800" height="600"></iframe>
<script>
  const frame = document.querySelector('#call');
  const told = [];
  addEventListener('message', ({ source, origin, data }) => {
    if (source === frame.contentWindow && origin === '${origin}') told.push(data);
  });
  const tell = (message) => frame.contentWindow.postMessage(message, '${origin}');
  window.host = { told, tell };
  frame.addEventListener('load', () => {
    document.documentElement.dataset.loaded = 'yes';
    if (${init}) tell({ type: 'metered-call:init' });
  });
  frame.src = ${JSON.stringify(src)};
</script>`;
}

export async function openHost(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.bringToFront();
  await page.waitForSelector('html[data-loaded]', { timeout: PATIENCE });
  return page;
}

export const tell = (page: Page, message: unknown): Promise<void> =>
  page.evaluate((m) => (window as unknown as HostWindow).host.tell(m), message);

export const told = (page: Page): Promise<Told[]> =>
  page.evaluate(() => (window as unknown as HostWindow).host.told);

/** Waits until the frame has said that, with all of `detail` in it. */
export async function hears(
  page: Page,
  type: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<Told> {
  const handle = await page
    .waitForFunction(
      (t: string, wanted: string) =>
        (window as unknown as HostWindow).host.told.find(
          (message) =>
            message.type === `metered-call:${t}` &&
            Object.entries(JSON.parse(wanted) as object).every(
              ([key, value]) => JSON.stringify(message.detail[key]) === JSON.stringify(value),
            ),
        ),
      { polling: 50, timeout: PATIENCE },
      type,
      JSON.stringify(detail),
    )
    .catch(async (cause: unknown) => {
      const heard = JSON.stringify(await told(page));
      throw new Error(`no ${type} ${JSON.stringify(detail)}; heard ${heard}`, { cause });
    });
  return (await handle.jsonValue()) as Told;
}

/** Sends a command, and gives the frame's answer to it. */
export async function command(page: Page, message: Readonly<Record<string, unknown>>): Promise<unknown> {
  const id = `${Math.random()}`;
  await tell(page, { ...message, type: `metered-call:${String(message['type'])}`, id });
  const { detail } = await hears(page, 'result', { id });
  return detail['ok'] === true ? 'ok' : detail['code'];
}

export async function callFrame(page: Page): Promise<Frame> {
  const handle = await page.waitForSelector('#call', { timeout: PATIENCE });
  const frame = await handle?.contentFrame();
  assert.ok(frame);
  return frame;
}

export const stateIn = (frame: Frame): Promise<string | undefined> =>
  frame.evaluate(() => document.querySelector('metered-call')?.state);

/** Once the frame has its call; what a command would have done is done by then. */
export async function settled(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.querySelector('metered-call')?.state === 'lobby', {
    polling: 50,
    timeout: PATIENCE,
  });
}
