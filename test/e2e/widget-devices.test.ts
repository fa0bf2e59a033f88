import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY } from '../helpers/tokens.ts';
import type { CameraId } from './page/cameras.ts';
import { openPerson, type Person } from './widget-person.ts';

let server: SignallingServer;
let site: StaticServer;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/page/': 'test/e2e/page', '/': 'dist' });
});

after(async () => {
  await site.stop();
  await server.stop();
});

const embed = (room: string, name: string, scripts = ''): string =>
  site.page(
    `/${room}-${name}.html`,
    `<!doctype html><html lang="en"><title>Call</title><style>metered-call { height: 100vh }</style>${scripts}
<script defer src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" display-name="${name}" autojoin></metered-call>`,
  );

/** A page that says by itself what it sees: whoever asked it from outside would lift the browser's block. */
const WATCH = `<script>
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
function deep(root, selector) {
  return [...root.querySelectorAll(selector), ...[...root.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? deep(e.shadowRoot, selector) : []))];
}
const frames = new Map();
const was = new Map();
function count(video) {
  frames.set(video, (frames.get(video) ?? -1) + 1);
  video.requestVideoFrameCallback(() => count(video));
}
setInterval(() => {
  const others = deep(document, 'video').filter((v) => v.srcObject?.getAudioTracks().length === 1);
  for (const v of others) if (!frames.has(v)) count(v);
  const buttons = deep(document, '[data-finding=autoplay-blocked]').flatMap((b) => [...b.shadowRoot.querySelectorAll('button.primary')]);
  const goOn = others.filter((v) => !v.paused && frames.get(v) > (was.get(v) ?? 0));
  for (const v of others) was.set(v, frames.get(v));
  const at = buttons[0]?.getBoundingClientRect();
  console.log('seen ' + JSON.stringify({
    silent: goOn.filter((v) => v.muted).length,
    aloud: goOn.filter((v) => !v.muted && v.volume === 1).length,
    buttons: buttons.length,
    label: buttons[0]?.textContent.trim() ?? '',
    x: at ? at.x + at.width / 2 : 0,
    y: at ? at.y + at.height / 2 : 0,
  }));
}, 200);
</script>`;

interface Seen {
  /** Of the others' pictures, those that run without their sound, and with it. */
  readonly silent: number;
  readonly aloud: number;
  readonly buttons: number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

/** Resolves with the first thing the page says for which `test` holds. */
function says(page: Page, what: string, test: (seen: Seen) => boolean): Promise<Seen> {
  return new Promise((resolve, reject) => {
    let last = '';
    const timer = setTimeout(() => reject(new Error(`${what}: not within 45 s; last ${last}`)), 45_000);
    page.on('console', (message) => {
      const text = message.text();
      if (!text.startsWith('seen ')) return;
      last = text;
      const seen = JSON.parse(text.slice(5)) as Seen;
      if (!test(seen)) return;
      clearTimeout(timer);
      resolve(seen);
    });
  });
}

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name);
    });
    after(() => closeBrowser(browser));

    const two = async (room: string): Promise<[Person, Person]> => {
      const url = embed(`${room}-${name}`, 'Ana', '<script type="module" src="/page/cameras.ts"></script>');
      const a = await openPerson(browser, url);
      await a.joined(0);
      const b = await openPerson(browser, embed(`${room}-${name}`, 'Bo'));
      await Promise.all([a.joined(1), b.joined(1)]);
      return [a, b];
    };

    /** Waits until Bo is shown the picture of that camera, which is what Ana transmits. */
    const receives = (bo: Person, id: CameraId): Promise<void> =>
      bo.until(
        `the picture of ${id} arrives`,
        (camera: string) => {
          const [video] = window.prepared
            .deep('video')
            .filter(
              (v): v is HTMLVideoElement =>
                v instanceof HTMLVideoElement &&
                v.srcObject === window.prepared.call()?.participants[1]?.stream,
            );
          if (!video || video.videoWidth < 16) return false;
          const canvas = Object.assign(document.createElement('canvas'), { width: 4, height: 4 });
          const context = canvas.getContext('2d');
          context?.drawImage(video, 0, 0, 4, 4);
          const [red = 0, , blue = 0] = context?.getImageData(1, 2, 1, 1).data ?? [];
          return camera === 'desk' ? red > 100 && blue < 60 : blue > 100 && red < 60;
        },
        id,
      );

    /** The device that the connection's sender has its picture from. */
    const sent = (ana: Person): Promise<string | undefined> =>
      ana.page.evaluate(() => {
        const connection = window.prepared.call()?.peer?.remotePeers[0]?.pc as unknown as RTCPeerConnection;
        const tracks = connection.getSenders().map(({ track }) => track);
        return tracks.find((track) => track?.kind === 'video')?.getSettings().deviceId;
      });

    const inPicker = async (ana: Person): Promise<{ value: string; options: string[] }> => {
      const select = await ana.find('combobox', 'Camera');
      return select.evaluate((element) => {
        const { value, options } = element as unknown as HTMLSelectElement;
        return { value, options: [...options].map((option) => option.value) };
      });
    };

    test('where a browser holds back the sound the pictures run, and one button gives every tile its sound', async () => {
      const room = `blocked-${name}`;
      const others: Person[] = [];
      for (const who of ['Ana', 'Bo']) {
        others.push(await openPerson(browser, embed(room, who)));
        await others.at(-1)?.joined(others.length - 1);
      }
      const page = await browser.newPage();
      const held = says(page, 'both run without sound', ({ silent, buttons }) => silent === 2 && buttons > 0);
      await page.goto(embed(room, 'Cleo', WATCH));
      const { buttons, label, x, y } = await held;
      assert.deepEqual([buttons, label], [1, 'Turn on sound']);
      const plays = says(page, 'both are heard', ({ aloud, buttons: left }) => aloud === 2 && left === 0);
      await page.mouse.click(x, y);
      await plays;
      for (const one of [page, ...others.map((person) => person.page)]) await one.close();
    });

    test('whoever refuses both devices joins all the same, and watches and listens', async () => {
      const room = `viewer-${name}`;
      const ana = await openPerson(browser, embed(room, 'Ana'));
      await ana.joined(0);
      const refuse = `<script>navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));</script>`;
      const url = site.page(
        `/${room}-Bo.html`,
        `<!doctype html><html lang="en"><title>Call</title>${refuse}<script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" display-name="Bo"></metered-call>`,
      );
      const bo = await openPerson(browser, url);
      await bo.reads('You can join without them and watch and listen.');
      await bo.press('Join');
      await Promise.all([ana.joined(1), bo.joined(1)]);
      await bo.seesAndHears();
      await ana.until('Bo is seen to have neither', () => {
        const bo = window.prepared.call()?.participants[1];
        return bo?.camera === 'none' && bo.microphone === 'none';
      });
      const inline = await bo.page.evaluate(() =>
        window.prepared.deep('video').every((one) => one.hasAttribute('playsinline')),
      );
      assert.ok(inline, 'no phone takes a picture out of the page');
      await bo.page.close();
      await ana.page.close();
    });

    test('a device chosen during the call is the one that transmits and the one that is shown', async () => {
      const [ana, bo] = await two('choose');
      await receives(bo, 'desk');
      await ana.press('Devices');
      assert.equal((await inPicker(ana)).value, 'desk');
      await ana.page.evaluate(() => window.prepared.call()?.selectDevice('camera', 'hand'));
      assert.equal(await sent(ana), 'hand');
      assert.equal((await inPicker(ana)).value, 'hand');
      await receives(bo, 'hand');
      await ana.choose('Camera', 'Camera desk');
      await receives(bo, 'desk');
      assert.equal(await sent(ana), 'desk');
      await bo.page.close();
      await ana.page.close();
    });

    test('a camera that is unplugged is told, replaced by a click, and taken up again when it is back', async () => {
      const [ana, bo] = await two('unplug');
      await receives(bo, 'desk');
      await ana.press('Devices');
      assert.deepEqual((await inPicker(ana)).options, ['desk', 'hand']);
      await ana.page.evaluate(() => window.cameras.unplug('desk'));
      await ana.until(
        'the loss is told',
        () => window.prepared.deep('metered-call-banner[data-finding=camera-lost]').length === 1,
      );
      await ana.until('the list is true', () =>
        window.prepared.deep('option').every((option) => option.textContent.trim() !== 'Camera desk'),
      );
      await bo.until(
        'Bo is told that there is no camera',
        () => window.prepared.call()?.participants[1]?.camera === 'none',
      );
      await ana.press('Use another device');
      await receives(bo, 'hand');
      assert.equal(await sent(ana), 'hand');
      assert.equal((await inPicker(ana)).value, 'hand');
      await ana.until(
        'nothing is told any more',
        () => window.prepared.deep('[data-finding=camera-lost]').length === 0,
      );
      await ana.page.evaluate(() => window.cameras.plug('desk'));
      await ana.until('it is listed again', () => window.prepared.deep('option[value=desk]').length === 1);
      assert.equal(await sent(ana), 'hand', 'what transmits stays');
      await ana.page.evaluate(() => window.cameras.unplug('hand'));
      await ana.until(
        'the loss is told',
        () => window.prepared.deep('[data-finding=camera-lost]').length > 0,
      );
      await ana.page.evaluate(() => window.cameras.plug('hand'));
      await receives(bo, 'hand');
      await ana.until('all is well', () => window.prepared.deep('[data-finding=camera-lost]').length === 0);
      await bo.page.close();
      await ana.page.close();
    });
  });
}
