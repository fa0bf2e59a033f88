import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { NOTHING, READ_PANEL, READ_POPUP, watch } from './bench.ts';
import type { Bench, BenchOptions, BenchPage, PanelSeen } from './bench.ts';
import { PICTURE } from './firefox-picture.ts';
import { INSECURE_DOMAINS } from './insecure-hosts.ts';
import { startFirefox } from './marionette.ts';
import { FIND_TAB, withPanel } from './panels.ts';
import { Turns } from './turns.ts';

const BUILT = 'dist/extension/firefox';
const ID = 'call-doctor@metered-call.example';
const UUID = '6e7f2f1c-4f4e-4d21-9a43-5a1f6cf0c001';
const OPTIONS = `moz-extension://${UUID}/options.html`;
const PATIENCE_MS = 45_000;

const EXTENSION = `const extension = WebExtensionPolicy.getByID(${JSON.stringify(ID)}).extension;`;
/** As a language pack would. */
const SPEAK = `Services.locale.availableLocales = ['en-US', args[0]]; Services.locale.requestedLocales = [args[0]];`;
/** In the newest tab. A page of the extension never counts as loaded for Marionette: the browser itself opens it. */
const OPEN_OPTIONS = `
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  window.gBrowser.tabs.at(-1).linkedBrowser.fixupAndLoadURIString(args[0], { triggeringPrincipal });`;
const OPEN_POPUP = `${EXTENSION}
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  await ExtensionParent.apiManager.global.browserActionFor(extension).openPopup(window, false);`;
/** Until it is gone: none opens beside one that is still closing. */
const CLOSE_POPUP = `
  const end = Date.now() + 10000;
  for (;;) {
    const open = [...window.document.querySelectorAll('panel')].filter(({ state }) => state !== 'closed');
    if (open.length === 0) return;
    if (Date.now() > end) throw new Error('the popup does not close');
    for (const panel of open) panel.hidePopup();
    await new Promise((done) => window.setTimeout(done, 20));
  }`;
const TOOLBOX = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');`;
const OPEN_DEVTOOLS = `${EXTENSION} ${TOOLBOX}
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  await ExtensionPermissions.add(extension.id, { permissions: ['devtools'], origins: [] }, extension);
  void gDevTools.showToolboxForTab(window.gBrowser.selectedTab);`;
/** Looks whether the tools are open, and goes to the panel in them. */
const SELECT_PANEL = `${TOOLBOX}
  const toolbox = await gDevTools.getToolboxForTab(window.gBrowser.selectedTab);
  const tools = toolbox?.getAdditionalTools() ?? [];
  const panel = tools.find(({ label }) => label === 'Call Doctor');
  if (panel && toolbox.currentToolId !== panel.id) void toolbox.selectTool(panel.id);
  const seen = { tools: toolbox ? tools.map(({ label }) => label) : null, selected: toolbox?.currentToolId };
  return { seen, good: panel !== undefined && toolbox.currentToolId === panel.id };`;
/**
 * No other page of the extension sees the panel in the tools: runs a function's body in it, with its `document`. Null where
 * there is no panel yet; what is said to one that is just being loaded is lost, and never answered.
 */
const inTools = (body: string): string =>
  `${TOOLBOX}
  const toolbox = await gDevTools.getToolboxForTab(window.gBrowser.selectedTab);
  const frames = [...toolbox.doc.querySelectorAll('iframe')];
  const panel = frames.map((frame) => frame.contentDocument?.querySelector('browser')).find(Boolean);
  const code = 'sendAsyncMessage("call-doctor:seen", (({ document }, args) => {' + args[0] + '})(content, ' + JSON.stringify(args) + '))';
  return panel && new Promise((done) => {
    const take = ({ data = null }) => {
      panel.messageManager?.removeMessageListener('call-doctor:seen', take);
      done(data);
    };
    window.setTimeout(take, 2000, {});
    panel.messageManager.addMessageListener('call-doctor:seen', take);
    panel.messageManager.loadFrameScript('data:application/javascript,' + encodeURIComponent(code), false);
  });`.replace('args[0]', JSON.stringify(body));
const PRESS = `const button = [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === args[0]);
  if (!button) throw new Error('no button ' + args[0]);
  button.click();`;
/** The popup draws itself as it learns; whoever presses waits for what there is to press, as Chromium's locator does. */
const WAIT_FOR_BUTTON = `for (const end = Date.now() + ${PATIENCE_MS}; Date.now() < end; await new Promise((done) => setTimeout(done, 50)))
    if ([...document.querySelectorAll('button')].some((b) => b.textContent.trim() === args[0])) break;`;
const POPUP = `const [popup] = browser.extension.getViews({ type: 'popup' });`;

export async function firefoxBench({ watched = [], language }: BenchOptions): Promise<Bench> {
  const firefox = await startFirefox({
    'extensions.webextensions.uuids': JSON.stringify({ [ID]: UUID }),
    // A request is granted without a question; it still needs a real click.
    'extensions.webextOptionalPermissionPrompts': false,
    'network.dns.localDomains': INSECURE_DOMAINS,
  });
  if (language !== undefined) await firefox.run('chrome', SPEAK, language);
  const install = (): Promise<unknown> =>
    firefox.command('Addon:Install', { path: resolve(BUILT), temporary: true, allowPrivateBrowsing: true });
  await install();
  /** A popup goes when another window comes. */
  const screen = new Turns();
  /** One window at a time can be spoken to. */
  const session = new Turns();
  const newWindow = async (type: 'tab' | 'window', focus: boolean, hidden = false): Promise<string> => {
    const { handle } = (await firefox.command('WebDriver:NewWindow', { type, focus, private: hidden })) as {
      handle: string;
    };
    return handle;
  };
  const go = (handle: string, focus: boolean): Promise<unknown> =>
    firefox.command('WebDriver:SwitchToWindow', { handle, focus });

  const [base = ''] = (await firefox.command('WebDriver:GetWindowHandles')) as readonly string[];
  let own = base;
  const openOwn = async (): Promise<void> => {
    await go(base, false);
    own = await newWindow('tab', false);
    await go(own, false);
    await firefox.run('chrome', OPEN_OPTIONS, OPTIONS);
    const ready = async (): Promise<{ seen: boolean; good: boolean }> => {
      await go(own, false);
      const good = await firefox
        .run<boolean>('content', `return typeof browser === 'object' && document.readyState === 'complete';`)
        .catch(() => false);
      return { seen: good, good };
    };
    if (!(await watch(ready, PATIENCE_MS))) throw new Error('the options did not load');
  };
  await openOwn();

  const inExtension = <T>(body: string, ...args: unknown[]): Promise<T> =>
    session.take(async () => {
      await go(own, false);
      return firefox.run<T>('content', body, ...args);
    });
  const grant = async (pattern: string): Promise<void> => {
    await session.take(async () => {
      await go(own, false);
      await firefox.run(
        'chrome',
        `${EXTENSION}
         const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
         await ExtensionPermissions.add(extension.id, { permissions: [], origins: [args[0]] }, extension);`,
        pattern,
      );
    });
    await inExtension(
      `const end = Date.now() + 10000;
       const isRegistered = ({ matches }) => matches.includes(args[0]);
       while ((await browser.scripting.getRegisteredContentScripts()).filter(isRegistered).length !== 2) {
         if (Date.now() > end) throw new Error('nothing was registered');
         await new Promise((done) => setTimeout(done, 50));
       }`,
      pattern,
    );
  };
  for (const pattern of watched) await grant(pattern);

  const pageOf = (handle: string, address: string): BenchPage => {
    let url = address;
    const inPage = <T>(focus: boolean, use: () => Promise<T>): Promise<T> =>
      session.take(async () => {
        await go(handle, focus);
        return use();
      });
    return {
      async reload() {
        await inPage(true, async () => {
          await firefox.command('Marionette:SetContext', { value: 'content' });
          return firefox.command('WebDriver:Refresh');
        });
      },
      async go(to) {
        url = to;
        await inPage(true, async () => {
          await firefox.command('Marionette:SetContext', { value: 'content' });
          return firefox.command('WebDriver:Navigate', { url });
        });
      },
      async back() {
        url = await inPage(true, async () => {
          await firefox.command('Marionette:SetContext', { value: 'content' });
          await firefox.command('WebDriver:Back');
          return firefox.run<string>('content', 'return location.href;');
        });
      },
      tab: () => inExtension<number>(FIND_TAB, url),
      run: (body) => inPage(false, () => firefox.run('content', body)),
      withPopup: (use) =>
        screen.take(async () => {
          await inPage(true, () => firefox.run('chrome', OPEN_POPUP));
          try {
            return await use({
              until: (wanted, ms = PATIENCE_MS) =>
                watch(
                  () =>
                    inExtension(
                      `${POPUP}
                       const seen = (popup && (${READ_POPUP})(popup.document)) || ${JSON.stringify(NOTHING)};
                       return { seen, good: (({ verdict, watching, findings, gaps, text }) => Boolean(${wanted}))(seen) };`,
                    ),
                  ms,
                ),
              press: (label) =>
                inExtension(`${POPUP} const { document } = popup; ${WAIT_FOR_BUTTON} ${PRESS}`, label),
            });
          } finally {
            await inPage(false, () => firefox.run('chrome', CLOSE_POPUP));
          }
        }),
      popup(wanted = `verdict !== ''`, ms) {
        return this.withPopup((popup) => popup.until(wanted, ms));
      },
      withPanel: (use) => withPanel(inExtension, screen, url, use),
      panel(wanted, ms) {
        return this.withPanel((panel) => panel.until(wanted, ms));
      },
      async devtools() {
        await screen.take(async () => {
          await inPage(true, () => firefox.run('chrome', OPEN_DEVTOOLS));
          type Look = { seen: { tools: string[] | null; selected?: string }; good: boolean };
          let good = false;
          const look = async (): Promise<Look> => {
            const looked = await inPage(false, () => firefox.run<Look>('chrome', SELECT_PANEL));
            good = looked.good;
            return looked;
          };
          const seen = await watch(look, PATIENCE_MS);
          if (!good) throw new Error(`no panel in the tools: ${JSON.stringify(seen)}`);
        });
        const inPanel = <T>(body: string, ...args: unknown[]): Promise<T> =>
          inPage(false, () => firefox.run<T>('chrome', inTools(body), ...args));
        return {
          until: (wanted, ms = PATIENCE_MS) =>
            watch(
              async () =>
                (await inPanel<{ seen: PanelSeen; good: boolean } | null>(
                  `const seen = (${READ_PANEL})(document) || ${JSON.stringify(NOTHING)};
                   return { seen, good: (({ source, findings, severities, text }) => Boolean(${wanted}))(seen) };`,
                )) ?? { seen: NOTHING, good: false },
              ms,
            ),
          async press(label) {
            const pressed = await inPanel<true | null>(`${PRESS} return true;`, label);
            assert.ok(pressed, `no button ${label} in the tools`);
          },
        };
      },
      close: () =>
        screen.take(async () => {
          await inPage(false, () => firefox.command('WebDriver:CloseWindow'));
        }),
    };
  };

  return {
    open: (url, hidden) =>
      screen.take(() =>
        session.take(async () => {
          await go(own, false);
          const handle = await newWindow('window', true, hidden);
          await go(handle, true);
          await firefox.command('Marionette:SetContext', { value: 'content' });
          await firefox.command('WebDriver:Navigate', { url });
          return pageOf(handle, url);
        }),
      ),
    inExtension,
    sleep: () =>
      session.take(() =>
        firefox.run(
          'chrome',
          `${EXTENSION} await extension.terminateBackground({ ignoreDevToolsAttached: true });`,
        ),
      ),
    update: () =>
      screen.take(() =>
        session.take(async () => {
          await go(base, false);
          await install();
          await openOwn();
        }),
      ),
    grant,
    async picture(page) {
      const address = page.includes(':') ? page : `moz-extension://${UUID}/${page}`;
      return Buffer.from(await session.take(() => firefox.run<string>('chrome', PICTURE, address)), 'base64');
    },
    stop: () => firefox.stop(),
  };
}
