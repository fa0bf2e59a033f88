import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, TargetType, type Browser, type Page, type Target } from 'puppeteer-core';
import { CHROMIUM_ARGS } from '../../helpers/browser-flags.ts';
import { closeBrowser } from '../../helpers/browsers.ts';
import { browserPath } from '../../helpers/find-browser.ts';
import { NOTHING, READ_PANEL, READ_POPUP, watch } from './bench.ts';
import type { Bench, BenchOptions, BenchPage, Devtools, PanelSeen } from './bench.ts';
import { RESOLVE_INSECURE } from './insecure-hosts.ts';
import { FIND_TAB, withPanel } from './panels.ts';
import { Turns } from './turns.ts';

const BUILT = 'dist/extension/chrome';
const PATIENCE_MS = 45_000;

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

/** In the developer tools: shows the extension's panel. */
const SHOW_PANEL = `(async () => {
  const UI = await import('./ui/legacy/legacy.js');
  // Before that they would be made a second time.
  while (!document.querySelector('.root-view')) await new Promise((done) => setTimeout(done, 50));
  const { tabbedPane } = UI.InspectorView.InspectorView.instance();
  let id;
  while (!(id = tabbedPane.tabIds().find((name) => name.endsWith('CallDoctor'))))
    await new Promise((done) => setTimeout(done, 50));
  await UI.ViewManager.ViewManager.instance().showView(id);
})()`;

async function devtoolsOf(page: Page): Promise<Devtools> {
  const tools = await page.openDevTools();
  await tools.evaluate(SHOW_PANEL);
  const panel = await tools.waitForFrame((frame) => frame.url().endsWith('/panel.html'));
  return {
    until: (wanted, ms = PATIENCE_MS) =>
      watch<PanelSeen>(
        async () =>
          (await panel.evaluate(
            `(() => { const seen = (${READ_PANEL})(document) || ${JSON.stringify(NOTHING)}; return { seen, good: (({ source, findings, severities, text }) => Boolean(${wanted}))(seen) }; })()`,
          )) as { seen: PanelSeen; good: boolean },
        ms,
      ),
    press: (label) =>
      panel.locator(`::-p-xpath(//button[normalize-space()=${JSON.stringify(label)}])`).click(),
  };
}

type ClickIn = (page: Page) => Promise<Page>;

/** Clicks the toolbar button of a page's window; gives the popup. */
async function toolbarOf(browser: Browser, id: string): Promise<ClickIn> {
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error('the extension is not there');
  return async (page) => {
    const opened = browser.waitForTarget((target) => target.url().endsWith('/popup.html'));
    await page.triggerExtensionAction(extension);
    return (await opened).asPage();
  };
}

export async function chromiumBench({ watched = [], language }: BenchOptions): Promise<Bench> {
  const dir = await unpacked(watched);
  const browser = await launch({
    executablePath: browserPath('chromium'),
    headless: true,
    pipe: true,
    protocolTimeout: 120_000,
    enableExtensions: [dir],
    args: [...CHROMIUM_ARGS, '--use-fake-ui-for-media-stream', RESOLVE_INSECURE],
  });
  const worker = await browser.waitForTarget((target) => target.type() === TargetType.SERVICE_WORKER);
  const id = new URL(worker.url()).host;
  let click = await toolbarOf(browser, id);
  const openOwn = async (): Promise<Page> => {
    // In front of nobody.
    const page = await browser.newPage({ type: 'window' });
    // Debian's Chromium has English menus only: the options are told otherwise, and nobody else.
    if (language !== undefined)
      await page.evaluateOnNewDocument(
        `for (const api of [globalThis.browser, chrome]) if (api) api.i18n.getUILanguage = () => ${JSON.stringify(language)};`,
      );
    await page.goto(`chrome-extension://${id}/options.html`);
    if (watched.length > 0)
      await page.waitForFunction(
        `chrome.scripting.getRegisteredContentScripts().then((scripts) => scripts.length === 2)`,
      );
    return page;
  };
  let own = await openOwn();
  const isWorker = (target: Target): boolean =>
    target.type() === TargetType.SERVICE_WORKER && target.url().startsWith(`chrome-extension://${id}/`);
  const workers = (): Target[] => browser.targets().filter(isWorker);
  /** A popup goes when another window comes. */
  const screen = new Turns();
  const inExtension = <T>(body: string, ...args: unknown[]): Promise<T> =>
    own.evaluate(`(async (...args) => { ${body} })(...${JSON.stringify(args)})`) as Promise<T>;

  const openPage = async (address: string): Promise<Page> => {
    const target = browser.targets().find((one) => one.url().startsWith(address));
    if (!target) throw new Error(`nothing shows ${address}`);
    return target.asPage();
  };

  const pageOf = (page: Page): BenchPage => ({
    async reload() {
      await page.reload({ waitUntil: 'domcontentloaded' });
    },
    async go(url) {
      await page.goto(url, { waitUntil: 'domcontentloaded' });
    },
    async back() {
      await page.goBack({ waitUntil: 'domcontentloaded' });
    },
    tab: () => inExtension<number>(FIND_TAB, page.url()),
    run: <T>(body: string) => page.evaluate(`(async () => { ${body} })()`) as Promise<T>,
    withPopup: (use) =>
      screen.take(async () => {
        const popup = await click(page);
        try {
          return await use({
            until: (wanted, ms = PATIENCE_MS) =>
              watch(
                async () =>
                  (await popup.evaluate(
                    `(() => { const seen = (${READ_POPUP})(document) || ${JSON.stringify(NOTHING)}; return { seen, good: (({ verdict, watching, findings, gaps, text }) => Boolean(${wanted}))(seen) }; })()`,
                  )) as { seen: typeof NOTHING; good: boolean },
                ms,
              ),
            press: (label) =>
              popup.locator(`::-p-xpath(//button[normalize-space()=${JSON.stringify(label)}])`).click(),
          });
        } finally {
          await popup.close().catch(() => undefined);
        }
      }),
    popup(wanted = `verdict !== ''`, ms) {
      return this.withPopup((popup) => popup.until(wanted, ms));
    },
    withPanel: (use) => withPanel(inExtension, screen, page.url(), use),
    panel(wanted, ms) {
      return this.withPanel((panel) => panel.until(wanted, ms));
    },
    devtools: () => screen.take(() => devtoolsOf(page)),
    close: () => screen.take(() => page.close()),
  });

  return {
    open: (url, hidden = false) =>
      screen.take(async () => {
        if (hidden) throw new Error('Chromium lets no extension from outside into private windows');
        const page = await browser.newPage({ type: 'window' });
        await page.goto(url, { waitUntil: 'domcontentloaded' });
        return pageOf(page);
      }),
    inExtension,
    async sleep() {
      const target = workers().at(0);
      const ended = new Promise<void>((done) => {
        browser.on('targetdestroyed', (gone) => {
          if (gone === target) done();
        });
      });
      await (await target?.worker())?.close();
      await ended;
    },
    update: () =>
      screen.take(async () => {
        const [before] = workers();
        // Without its developer mode, Chromium ends an unpacked extension that reloads itself.
        await browser.installExtension(dir);
        await own.close().catch(() => undefined);
        await browser.waitForTarget((target) => isWorker(target) && target !== before);
        click = await toolbarOf(browser, id);
        own = await openOwn();
      }),
    extensionPage: (file) => openPage(`chrome-extension://${id}/${file}`),
    async picture(page, size) {
      const shown = await openPage(page.includes(':') ? page : `chrome-extension://${id}/${page}`);
      if (size) await shown.setViewport(size);
      // What is drawn on a canvas follows the size.
      await shown.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      return Buffer.from(await shown.screenshot());
    },
    grant: () => Promise.reject(new Error('Chromium grants what it was started with')),
    async stop() {
      await closeBrowser(browser);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
