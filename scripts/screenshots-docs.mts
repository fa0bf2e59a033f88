// Makes the pictures of the documentation from those of scripts/screenshots.mts.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeBrowser, launchChromium } from '../test/helpers/browsers.ts';

/** What each picture shows, side by side. */
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  nine: ['nine-desktop-light'],
  sharing: ['share-desktop-dark'],
  chat: ['chat-desktop-light'],
  finding: ['finding-desktop-light'],
  phones: ['lobby-phone-light', 'nine-phone-arabic', 'chat-phone-dark', 'refused-phone-light'],
};
const WIDTH = 1280;

/** Writes docs/images from the pictures of Chromium in `folder`. */
export async function writePictures(folder: string): Promise<void> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.setViewport({ width: WIDTH, height: 720 });
  for (const [name, shots] of Object.entries(PICTURES)) {
    const images = await Promise.all(
      shots.map(async (shot) => {
        const data = await readFile(join(folder, `chromium-${shot}.png`), 'base64');
        return `<img src="data:image/png;base64,${data}">`;
      }),
    );
    await page.setContent(
      `<style>body { margin: 0; display: flex; gap: 8px; background: #8b93a3 } img { flex: 1; min-width: 0; width: 100% }</style>${images.join('')}`,
    );
    const path = `docs/images/${name}.webp` as const;
    await page.screenshot({ path, type: 'webp', quality: 82, fullPage: true });
  }
  await closeBrowser(browser);
}
