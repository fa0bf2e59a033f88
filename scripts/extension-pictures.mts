// `npx tsx scripts/extension-pictures.mts [folder]`: goes a person's way from a black tile to its reason with the built extension, in
// both browsers, and photographs it; then what the stores show, 1280 by 800.
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeBrowser, launchChromium } from '../test/helpers/browsers.ts';
import { startStatic } from '../test/helpers/static.ts';
import type { Bench, OpenPanel } from '../test/extension/helpers/bench.ts';
import { startBench } from '../test/extension/helpers/start-bench.ts';
import { callScript } from '../test/extension/pages.ts';

const folder = process.argv[2] ?? join(tmpdir(), 'metered-call-extension-pictures');
await mkdir(folder, { recursive: true });

const LOOK = `body { margin: 0; font: 16px system-ui, sans-serif; background: #eef0f4; color: #191c23; padding: 32px; }
  h1 { font-size: 24px; } video { background: #000; border-radius: 12px; width: 440px; height: 330px; margin: 0 16px 16px 0; }`;
const site = await startStatic({});
const url = site.page(
  '/consultation.html',
  `<!doctype html><html lang="en"><title>Consultation</title><style>${LOOK}</style><h1>Your consultation</h1>
   <script>${callScript('')} call();</script></html>`,
);

const SIZE = { width: 1280, height: 800 };
const save = async (name: string, picture: Buffer): Promise<void> =>
  writeFile(join(folder, `${name}.png`), picture);
const open = (panel: OpenPanel, view: string): Promise<void> =>
  panel.run(`panel.document.getElementById('tab-' + args[0]).click();`, view);

/** In the panel: what “Save recording” would write. */
const EXPORT = `
  const saved = new Promise((done) => {
    const make = panel.URL.createObjectURL;
    panel.URL.createObjectURL = (blob) => { done(blob); return make.call(panel.URL, blob); };
  });
  panel.HTMLAnchorElement.prototype.click = () => {};
  [...panel.document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Save recording').click();
  return (await saved).text();`;
/** In a panel elsewhere: as if somebody had chosen the file. */
const IMPORT = `
  const files = new panel.DataTransfer();
  files.items.add(new panel.File([args[0]], 'call-recording.json', { type: 'application/json' }));
  const input = panel.document.querySelector('input[type=file]');
  input.files = files.files;
  input.dispatchEvent(new panel.Event('change', { bubbles: true }));`;

/** From the page to the file; gives the file. */
async function walk(name: string, bench: Bench): Promise<string> {
  const page = await bench.open(url);
  await page.withPopup(async (popup) => {
    await popup.until(`findings.includes('renderer-paused')`);
    await save(`${name}-page`, await bench.picture(url, SIZE));
    await save(`${name}-popup`, await bench.picture('popup.html'));
  });
  const file = await page.withPanel(async (panel) => {
    await panel.until(`findings.includes('renderer-paused')`);
    await save(`${name}-panel`, await bench.picture('panel.html', SIZE));
    await open(panel, 'connections');
    await panel.until(`text.includes('Numbers over time') || text.includes('Bitrate')`);
    // A plot of one number is none.
    await panel.run(
      `const end = Date.now() + 20000;
       const { feed } = panel;
       const samples = async () => (await chrome.runtime.sendMessage({ type: 'tab', tab: Number(new URLSearchParams(panel.location.search).get('tab')), have: {} }))
         .pages.flatMap(({ dump }) => dump === '' ? [] : JSON.parse(dump).trace.connections.map(({ samples }) => samples.at.length));
       while (Math.max(...(await samples())) < 20 && Date.now() < end) await new Promise((done) => setTimeout(done, 500));`,
    );
    await save(`${name}-plots`, await bench.picture('panel.html', SIZE));
    for (const view of ['media', 'signalling', 'tests', 'transcript']) {
      await open(panel, view);
      await save(`${name}-${view}`, await bench.picture('panel.html', SIZE));
    }
    return panel.run<string>(EXPORT);
  });
  await save(`${name}-options`, await bench.picture('options.html', SIZE));
  await page.close();
  return file;
}

/** A recording from elsewhere, in a browser that never saw its page. */
async function readThere(name: string, bench: Bench, file: string): Promise<void> {
  const page = await bench.open(site.page('/elsewhere.html', '<!doctype html><title>elsewhere</title>'));
  await page.withPanel(async (panel) => {
    await panel.until(`text.includes('Open a recording')`);
    await panel.run(IMPORT, file);
    const { findings } = await panel.until(`source === 'file' && findings.length > 0`);
    if (!findings.includes('renderer-paused')) throw new Error(`${name} finds ${findings.join(', ')}`);
    await save(`${name}-imported`, await bench.picture('panel.html', SIZE));
  });
  await page.close();
}

const watched = ['http://127.0.0.1/*'];
const [chromium, firefox] = [
  await startBench('chromium', { watched }),
  await startBench('firefox', { watched }),
];
try {
  const [ours, theirs] = [await walk('chromium', chromium), await walk('firefox', firefox)];
  await readThere('chromium', chromium, theirs);
  await readThere('firefox', firefox, ours);
} finally {
  await Promise.all([chromium.stop(), firefox.stop()]);
}

/** The popup as it hangs over a page, and the panel: what a store shows. */
const STORE: Readonly<Record<string, (picture: (name: string) => string) => string>> = {
  'store-popup': (picture) =>
    `<img src="${picture('chromium-page')}" style="width: 1280px; filter: saturate(.9)">
     <div style="position: absolute; right: 36px; top: 12px; width: 400px; height: 500px; overflow: hidden; border-radius: 12px; box-shadow: 0 12px 48px #0006">
       <img src="${picture('chromium-popup')}">
     </div>`,
  'store-panel': (picture) => `<img src="${picture('chromium-panel')}" style="width: 1280px">`,
  'store-plots': (picture) => `<img src="${picture('chromium-plots')}" style="width: 1280px">`,
};
const browser = await launchChromium();
const sheet = await browser.newPage();
await sheet.setViewport({ width: 1280, height: 800 });
const pictures = await startStatic({ '/pictures/': folder });
for (const [name, body] of Object.entries(STORE)) {
  const html = body((picture) => `/pictures/${picture}.png`);
  await sheet.goto(
    pictures.page(
      `/${name}.html`,
      `<!doctype html><body style="margin: 0; overflow: hidden; background: #f3f5f8">${html}`,
    ),
    { waitUntil: 'networkidle0' },
  );
  await save(name, Buffer.from(await sheet.screenshot()));
}
await closeBrowser(browser);
await Promise.all([site.stop(), pictures.stop()]);
console.log(folder);
