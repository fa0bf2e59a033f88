// `npx tsx scripts/screenshots.mts [folder]`: photographs the built element in its states, in both browsers.
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { closeBrowser, launchBrowser } from '../test/helpers/browsers.ts';
import { startStatic } from '../test/helpers/static.ts';
import type { Scene } from './screenshots-page.ts';

const NAMES = ['Chidi', 'María José', 'Yuki', 'Noor', 'Łukasz', 'Priya', 'Oluwaseun', 'Kim'];
const SIZES = { desktop: { width: 1280, height: 720 }, phone: { width: 360, height: 740 } };
const people = (count: number): readonly string[] => NAMES.slice(0, count);
const messages = ['Good morning!', 'The figures are in the file I sent.', 'Thank you, looking now.'];

/** `press`: a control pressed at the end. */
const SCENES: Readonly<Record<string, Scene & { readonly press?: string }>> = {
  lobby: { people: [], lobby: true },
  one: { people: [] },
  two: { people: people(1) },
  five: { people: people(4) },
  nine: { people: people(8) },
  share: { people: people(3), share: true },
  chat: { people: people(3), messages, press: 'chat' },
  people: { people: people(4), press: 'people' },
  devices: { people: people(1), press: 'devices' },
  view: { people: people(1), press: 'layout' },
  more: { people: people(1), press: 'more' },
  away: { people: people(1), away: true },
  failed: { people: [], failure: { closeCode: 4003 } },
};

const folder = process.argv[2] ?? join(tmpdir(), 'metered-call-screenshots');
await mkdir(folder, { recursive: true });
const source = await readFile(new URL('./screenshots-page.ts', import.meta.url), 'utf8');
const { code } = await transform(source, { loader: 'ts', format: 'iife', target: 'es2022' });
const site = await startStatic({ '/': 'dist' });
const url = site.page(
  '/screenshots.html',
  `<!doctype html><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } metered-call { height: 100vh; border-radius: 0 }</style><script src="/metered-call.js"></script>`,
);

for (const browserName of ['chromium', 'firefox'] as const) {
  const browser = await launchBrowser(browserName, { autoplay: true });
  for (const [name, { press, ...scene }] of Object.entries(SCENES)) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const look of ['light', 'dark', 'arabic'] as const) {
        const page = await browser.newPage();
        await page.setViewport(viewport);
        await page.goto(url);
        await page.evaluate(code);
        const shown = { ...scene, dark: look === 'dark', ...(look === 'arabic' ? { lang: 'ar' } : {}) };
        await page.evaluate(
          (one: Scene) => (window as unknown as { show(s: Scene): Promise<void> }).show(one),
          shown,
        );
        if (press !== undefined)
          await page.evaluate(
            (one: string) => (window as unknown as { press(c: string): void }).press(one),
            press,
          );
        // Fonts, pictures and the last transition.
        await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
        const path = join(folder, `${browserName}-${name}-${size}-${look}.png`) as `${string}.png`;
        await page.screenshot({ path });
        await page.close();
      }
    }
  }
  await closeBrowser(browser);
}
await site.stop();
console.log(folder);
