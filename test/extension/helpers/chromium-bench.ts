import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, TargetType, type Page } from 'puppeteer-core';
import { CHROMIUM_ARGS } from '../../helpers/browser-flags.ts';
import { closeBrowser } from '../../helpers/browsers.ts';
import { browserPath } from '../../helpers/find-browser.ts';
import { READ_POPUP, type Bench, type BenchOptions, type PopupSeen } from './bench.ts';

const BUILT = 'dist/extension/chrome';

/**
 * Nobody can answer Chromium's permission prompt from outside. A copy of the build whose manifest asks for the watched sites in
 * advance stands for the answer; nothing else differs.
 */
async function unpacked(watched: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-extension-'));
  await cp(BUILT, dir, { recursive: true });
  const path = join(dir, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  if (watched.length > 0) await writeFile(path, JSON.stringify({ ...manifest, host_permissions: watched }));
  return dir;
}

export async function chromiumBench({ watched = [] }: BenchOptions): Promise<Bench> {
  const dir = await unpacked(watched);
  const browser = await launch({
    executablePath: browserPath('chromium'),
    headless: true,
    pipe: true,
    protocolTimeout: 120_000,
    enableExtensions: [dir],
    args: [...CHROMIUM_ARGS, '--use-fake-ui-for-media-stream'],
  });
  const worker = await browser.waitForTarget((target) => target.type() === TargetType.SERVICE_WORKER);
  const id = new URL(worker.url()).host;
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error('the extension is not there');
  const own = await browser.newPage();
  await own.goto(`chrome-extension://${id}/options.html`);
  if (watched.length > 0)
    await own.waitForFunction(
      `chrome.scripting.getRegisteredContentScripts().then((scripts) => scripts.length === 2)`,
    );
  let front: Page | undefined;
  let popup: Page | undefined;
  const page = (): Page => {
    if (!front) throw new Error('no page is open');
    return front;
  };
  return {
    async open(url) {
      await popup?.close().catch(() => undefined);
      popup = undefined;
      const before = front;
      front = await browser.newPage();
      await before?.close();
      await front.goto(url, { waitUntil: 'domcontentloaded' });
      await front.bringToFront();
    },
    async reload() {
      await page().reload({ waitUntil: 'domcontentloaded' });
    },
    inPage: <T>(body: string) => page().evaluate(`(async () => { ${body} })()`) as Promise<T>,
    async popup(wanted = 'true', ms = 20_000) {
      if (!popup || popup.isClosed()) {
        const opened = browser.waitForTarget((target) => target.url().endsWith('/popup.html'));
        await page().triggerExtensionAction(extension);
        popup = await (await opened).asPage();
      }
      const seen = await popup
        .waitForFunction(
          `(() => { const seen = (${READ_POPUP})(document); return seen && (({ verdict, watching, findings, gaps, text }) => ${wanted})(seen) && seen; })()`,
          { timeout: ms, polling: 200 },
        )
        .catch(() => undefined);
      const value = seen ? ((await seen.jsonValue()) as PopupSeen) : undefined;
      return value ?? ((await popup.evaluate(`(${READ_POPUP})(document)`)) as PopupSeen);
    },
    async press(label) {
      await popup?.locator(`::-p-xpath(//button[normalize-space()=${JSON.stringify(label)}])`).click();
    },
    inExtension: <T>(body: string, ...args: unknown[]) =>
      own.evaluate(`(async (...args) => { ${body} })(...${JSON.stringify(args)})`) as Promise<T>,
    grant: () => Promise.reject(new Error('Chromium grants what it was started with')),
    async stop() {
      await closeBrowser(browser);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
