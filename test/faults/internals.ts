import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'puppeteer-core';

/** Chromium's buttons for its two formats. */
const BUTTONS = { internals: '#dump-click-target', rtcstats: '#dump-click-target-rtcstats' } as const;
export type ChromeFormat = keyof typeof BUTTONS;

/** chrome://webrtc-internals, which knows of the connections that are made while it is open. */
export class Internals {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #dir: string;

  private constructor(page: Page, session: CDPSession, dir: string) {
    this.#page = page;
    this.#session = session;
    this.#dir = dir;
  }

  static async open(browser: Browser): Promise<Internals> {
    const page = await browser.newPage({ type: 'window' });
    const session = await browser.target().createCDPSession();
    return new Internals(page, session, await mkdtemp(join(tmpdir(), `metered-call-${randomUUID()}-`)));
  }

  /** Without what was before. */
  async begin(): Promise<void> {
    await this.#page.goto('chrome://webrtc-internals');
    await this.#page.waitForSelector(BUTTONS.rtcstats);
  }

  /** What Chromium writes when somebody presses the button, packed as it packs it. */
  async save(format: ChromeFormat): Promise<Buffer> {
    await this.#session.send('Browser.setDownloadBehavior', {
      behavior: 'allowAndName',
      downloadPath: this.#dir,
      eventsEnabled: true,
    });
    const done = new Promise<string>((resolve, reject) => {
      const onProgress = ({ guid, state }: { guid: string; state: string }): void => {
        if (state === 'inProgress') return;
        this.#session.off('Browser.downloadProgress', onProgress);
        if (state === 'completed') resolve(guid);
        else reject(new Error(`the download was ${state}`));
      };
      this.#session.on('Browser.downloadProgress', onProgress);
    });
    await this.#page.evaluate(
      (button) => document.querySelector<HTMLElement>(button)?.click(),
      BUTTONS[format],
    );
    return readFile(join(this.#dir, await done));
  }

  async close(): Promise<void> {
    await this.#page.close();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

export const unpacked = (file: Buffer): string => gunzipSync(file).toString();
