import { resolve } from 'node:path';
import { READ_POPUP, type Bench, type BenchOptions, type PopupSeen } from './bench.ts';
import { startFirefox } from './marionette.ts';

const BUILT = 'dist/extension/firefox';
const ID = 'call-doctor@metered-call.example';
const UUID = '6e7f2f1c-4f4e-4d21-9a43-5a1f6cf0c001';
/** A page of the extension never counts as loaded for Marionette. */
const GIVE_UP_MS = 3_000;

const EXTENSION = `const extension = WebExtensionPolicy.getByID(${JSON.stringify(ID)}).extension;`;

export async function firefoxBench({ watched = [] }: BenchOptions): Promise<Bench> {
  const firefox = await startFirefox({
    'extensions.webextensions.uuids': JSON.stringify({ [ID]: UUID }),
    // A request is granted without a question; it still needs a real click.
    'extensions.webextOptionalPermissionPrompts': false,
  });
  await firefox.command('Addon:Install', { path: resolve(BUILT), temporary: true });
  const newTab = async (focus: boolean): Promise<string> => {
    const { handle } = (await firefox.command('WebDriver:NewWindow', { type: 'tab', focus })) as {
      handle: string;
    };
    return handle;
  };
  const go = (handle: string, focus: boolean): Promise<unknown> =>
    firefox.command('WebDriver:SwitchToWindow', { handle, focus });

  const own = await newTab(false);
  await go(own, false);
  const loaded = firefox.command('WebDriver:Navigate', { url: `moz-extension://${UUID}/options.html` });
  await Promise.race([loaded.catch(() => undefined), new Promise((done) => setTimeout(done, GIVE_UP_MS))]);
  let front: string | undefined;

  const inOwn = async <T>(body: string, ...args: unknown[]): Promise<T> => {
    await go(own, false);
    return firefox.run<T>('content', body, ...args);
  };
  const grant = async (pattern: string): Promise<void> => {
    await firefox.run(
      'chrome',
      `${EXTENSION}
       const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
       await ExtensionPermissions.add(extension.id, { permissions: [], origins: [args[0]] }, extension);`,
      pattern,
    );
    await inOwn(
      `const end = Date.now() + 10000;
       while ((await browser.scripting.getRegisteredContentScripts()).length !== 2) {
         if (Date.now() > end) throw new Error('nothing was registered');
         await new Promise((done) => setTimeout(done, 50));
       }`,
    );
  };
  const closePopup = (): Promise<unknown> =>
    firefox.run(
      'chrome',
      `const window = Services.wm.getMostRecentWindow('navigator:browser');
       for (const panel of window.document.querySelectorAll('panel')) if (panel.state === 'open') panel.hidePopup();`,
    );
  const popupCode = (body: string): string =>
    `const popup = browser.extension.getViews({ type: 'popup' })[0]; ${body}`;
  for (const pattern of watched) await grant(pattern);

  return {
    async open(url) {
      await closePopup();
      const before = front;
      front = await newTab(true);
      if (before !== undefined) {
        await go(before, false);
        await firefox.command('WebDriver:CloseWindow');
      }
      await go(front, true);
      await firefox.command('Marionette:SetContext', { value: 'content' });
      await firefox.command('WebDriver:Navigate', { url });
    },
    async reload() {
      await go(front ?? '', true);
      await firefox.command('Marionette:SetContext', { value: 'content' });
      await firefox.command('WebDriver:Refresh');
    },
    async inPage<T>(body: string) {
      await go(front ?? '', false);
      return firefox.run<T>('content', body);
    },
    async popup(wanted = 'true', ms = 20_000) {
      const isOpen = await inOwn<boolean>(popupCode('return Boolean(popup);'));
      if (!isOpen)
        await firefox.run(
          'chrome',
          `${EXTENSION}
           const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
           const window = Services.wm.getMostRecentWindow('navigator:browser');
           await ExtensionParent.apiManager.global.browserActionFor(extension).openPopup(window, false);`,
        );
      return inOwn<PopupSeen>(
        `const end = Date.now() + args[0];
         for (;;) {
           const [popup] = browser.extension.getViews({ type: 'popup' });
           const seen = popup && (${READ_POPUP})(popup.document);
           const good = seen && (({ verdict, watching, findings, gaps, text }) => ${wanted})(seen);
           if (good || Date.now() > end) return seen ?? { verdict: '', watching: '', findings: [], gaps: [], text: popup ? popup.document.body.innerText : 'no popup' };
           await new Promise((done) => setTimeout(done, 200));
         }`,
        ms,
      );
    },
    async press(label) {
      await inOwn(
        popupCode(
          `const button = [...popup.document.querySelectorAll('button')].find((b) => b.textContent.trim() === args[0]);
           if (!button) throw new Error('no button ' + args[0]);
           button.click();`,
        ),
        label,
      );
    },
    inExtension: inOwn,
    grant,
    stop: () => firefox.stop(),
  };
}
