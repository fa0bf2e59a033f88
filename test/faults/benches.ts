import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser } from 'puppeteer-core';
import { CHROMIUM_ARGS } from '../helpers/browser-flags.ts';
import { closeBrowser, launchBrowser, type BrowserOptions } from '../helpers/browsers.ts';
import { browserPath, type BrowserName } from '../helpers/find-browser.ts';
import type { Bench } from './scenario.ts';

/** Names for this machine that browsers do not take for it. */
export const INSECURE_HOST = 'insecure.test';
const RESOLVE = `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`;

const TWO_CAMERAS = ['--use-fake-device-for-media-stream=device-count=2'];

const FIREFOX: Readonly<Record<Bench, BrowserOptions>> = {
  usual: {},
  denied: {
    grantCapture: false,
    prefs: { 'permissions.default.camera': 2, 'permissions.default.microphone': 2 },
  },
  bare: { prefs: { 'media.navigator.streams.fake': false } },
  // Its own devices cannot be dark: see drivers.ts.
  dark: { autoplay: true },
  'no-webrtc': { prefs: { 'media.peerconnection.enabled': false } },
  // While a socket waits because attempts before it failed, Firefox opens no other to the same address (seen in 153).
  trying: {},
  'trying-too': {},
};

/** Browsers with the devices that the scenarios ask for, each started when it is first needed. */
export class Benches {
  readonly #running = new Map<string, Promise<Browser>>();
  readonly #files = mkdtemp(join(tmpdir(), 'metered-call-faults-'));

  get(name: BrowserName, bench: Bench): Promise<Browser> {
    const own = name === 'chromium' && bench.startsWith('trying') ? 'usual' : bench;
    const key = `${name} ${own}`;
    let browser = this.#running.get(key);
    if (!browser) this.#running.set(key, (browser = this.#launch(name, own)));
    return browser;
  }

  async stop(): Promise<void> {
    const browsers = await Promise.allSettled(this.#running.values());
    await Promise.all(browsers.map((b) => closeBrowser(b.status === 'fulfilled' ? b.value : undefined)));
    await rm(await this.#files, { recursive: true, force: true });
  }

  async #launch(name: BrowserName, bench: Bench): Promise<Browser> {
    if (name === 'firefox') {
      const { prefs, ...options } = FIREFOX[bench];
      return launchBrowser(name, {
        ...options,
        prefs: {
          ...prefs,
          'network.dns.localDomains': INSECURE_HOST,
          'media.peerconnection.ice.obfuscate_host_addresses': false,
        },
      });
    }
    if (bench === 'bare') {
      const args = CHROMIUM_ARGS.filter((arg) => !arg.includes('fake-device'));
      return launch({
        executablePath: browserPath(name),
        headless: true,
        args: [...args, '--use-fake-ui-for-media-stream'],
      });
    }
    return launchBrowser(name, {
      grantCapture: bench !== 'denied',
      autoplay: bench === 'dark',
      args: [RESOLVE, ...(await this.#devices(bench))],
    });
  }

  async #devices(bench: Bench): Promise<readonly string[]> {
    const dir = await this.#files;
    const files = { video: join(dir, `${bench}.y4m`), audio: join(dir, `${bench}.wav`) };
    if (bench === 'dark') {
      await writeFile(files.video, blackVideo());
      await writeFile(files.audio, silentSound());
    } else return TWO_CAMERAS;
    return [
      `--use-file-for-fake-video-capture=${files.video}`,
      `--use-file-for-fake-audio-capture=${files.audio}`,
    ];
  }
}

/** A second of nothing, as YUV4MPEG2. */
function blackVideo(): Buffer {
  const [width, height] = [320, 240];
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.alloc(width * height, 16),
    Buffer.alloc((width * height) / 2, 128),
  ]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420\n`);
  return Buffer.concat([head, ...Array.from({ length: 15 }, () => frame)]);
}

/** A second of nothing, as 16-bit mono WAVE. */
function silentSound(): Buffer {
  const rate = 48_000;
  const bytes = 2 * rate;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(bytes, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes)]);
}
