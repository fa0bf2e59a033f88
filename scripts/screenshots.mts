// `npx tsx scripts/screenshots.mts [folder] [pattern]`: photographs the built element in its states, in both browsers;
// with a pattern only those whose file name matches it. Without one the pictures of the documentation are renewed.
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../test/helpers/browsers.ts';
import { startStatic } from '../test/helpers/static.ts';
import { writePictures } from './screenshots-docs.mts';
import type { Scene } from './screenshots-page.ts';
import { SCENES, stageCode } from './screenshots-scenes.ts';
import type { Stage } from './screenshots-scenes.ts';

const SIZES = {
  desktop: { width: 1280, height: 720 },
  phone: { width: 360, height: 740 },
  /** The smallest there is. */
  narrow: { width: 320, height: 568 },
  /** What the desktop is at 200 %. */
  zoomed: { width: 640, height: 360, deviceScaleFactor: 2 },
};
type Size = keyof typeof SIZES;
type Look = 'light' | 'dark' | 'arabic' | 'forced';

/** What each size is photographed in. */
const LOOKS: Readonly<Record<Size, readonly Look[]>> = {
  desktop: ['light', 'dark', 'arabic', 'forced'],
  phone: ['light', 'dark', 'arabic'],
  narrow: ['light'],
  zoomed: ['light'],
};

const folder = process.argv[2] ?? join(tmpdir(), 'metered-call-screenshots');
const pattern = new RegExp(process.argv[3] ?? '');
await mkdir(folder, { recursive: true });
const code = await stageCode();
const site = await startStatic({ '/': 'dist' });
const url = site.page(
  '/screenshots.html',
  `<!doctype html><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } metered-call { height: 100vh; border-radius: 0 }</style><script src="/metered-call.js"></script>`,
);

/** Firefox forces colours by a preference of the whole browser instead. */
async function forceColours(page: Page): Promise<void> {
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'forced-colors', value: 'active' }],
  });
}

async function photograph(browser: Browser, file: string, size: Size, look: Look): Promise<void> {
  const [browserName, name = ''] = file.split('-');
  const { press, ...scene } = SCENES[name] ?? { people: [] };
  const page = await browser.newPage();
  await page.setViewport(SIZES[size]);
  if (look === 'forced' && browserName === 'chromium') await forceColours(page);
  await page.goto(url);
  await page.evaluate(code);
  const shown = { ...scene, dark: look === 'dark', ...(look === 'arabic' ? { lang: 'ar' } : {}) };
  await page.evaluate((one: Scene) => (window as unknown as Stage).show(one), shown);
  if (press !== undefined)
    await page.evaluate((one: string) => (window as unknown as Stage).press(one), press);
  await page.evaluate(() => (window as unknown as Stage).settled());
  await page.screenshot({ path: join(folder, `${file}.png`) as `${string}.png` });
  await page.close();
}

/** A mouse, which headless browsers lack: without one the tools of a tile stay where they are. */
const MOUSE = {
  args: [
    '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
  ],
  prefs: { 'ui.primaryPointerCapabilities': 6, 'ui.allPointerCapabilities': 6 },
};
/** The sizes of devices that have one. */
const WITH_MOUSE: readonly Size[] = ['desktop', 'zoomed'];

interface Shot {
  readonly file: string;
  readonly size: Size;
  readonly look: Look;
}

function shotsOf(browserName: string): Shot[] {
  const all = Object.keys(SCENES).flatMap((name) =>
    (Object.keys(SIZES) as Size[]).flatMap((size) =>
      LOOKS[size].map((look) => ({ file: `${browserName}-${name}-${size}-${look}`, size, look })),
    ),
  );
  return all.filter(({ file }) => pattern.test(file));
}

for (const browserName of ['chromium', 'firefox'] as const) {
  const shots = shotsOf(browserName);
  for (const mouse of [true, false]) {
    for (const forced of [false, true]) {
      const wanted = shots.filter(
        ({ size, look }) => WITH_MOUSE.includes(size) === mouse && (look === 'forced') === forced,
      );
      if (wanted.length === 0) continue;
      const prefs = {
        ...(mouse ? MOUSE.prefs : {}),
        ...(forced ? { 'browser.display.document_color_use': 2 } : {}),
      };
      const args = mouse && browserName === 'chromium' ? MOUSE.args : [];
      const browser = await launchBrowser(browserName, { autoplay: true, args, prefs });
      for (const { file, size, look } of wanted) await photograph(browser, file, size, look);
      await closeBrowser(browser);
    }
  }
}
await site.stop();
if (process.argv[3] === undefined) await writePictures(folder);
console.log(folder);
