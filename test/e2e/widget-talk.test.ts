import assert from 'node:assert/strict';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY } from '../helpers/tokens.ts';
import { openPerson, type Person } from './widget-person.ts';

let server: SignallingServer;
let site: StaticServer;
let folder: string;
/** Shares the screens: headless Firefox has none to share. */
let sharer: Browser;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
  sharer = await launchBrowser('chromium', { args: ['--auto-select-desktop-capture-source=Entire screen'] });
  folder = await mkdtemp(join(tmpdir(), 'metered-call-files-'));
});

after(async () => {
  await closeBrowser(sharer);
  await site.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

const embed = (room: string, name: string): string =>
  site.page(
    `/${room}-${name}.html`,
    `<!doctype html><html lang="en"><title>Call</title><style>metered-call { height: 100vh }</style>
<script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" display-name="${name}"></metered-call>`,
  );

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name);
    });
    after(() => closeBrowser(browser));

    const two = async (room: string, first = browser): Promise<[Person, Person]> => {
      const a = await openPerson(first, embed(`${room}-${name}`, 'Ana'));
      await a.press('Join');
      await a.joined(0);
      const b = await openPerson(browser, embed(`${room}-${name}`, 'Bo'));
      await b.press('Join');
      await Promise.all([a.joined(1), b.joined(1)]);
      await Promise.all(
        [a, b].map((person) =>
          person.until('the other can read chat', () =>
            Boolean(window.prepared.call()?.participants.every((one) => one.canChat)),
          ),
        ),
      );
      return [a, b];
    };
    const done = (...people: Person[]): Promise<unknown> =>
      Promise.all(people.map(({ page }) => page.close()));

    test('people write to each other, and what was not read is counted', async () => {
      const [a, b] = await two('chat');
      await b.page.evaluate(() => {
        Object.assign(window, { heard: [] });
        document.addEventListener('call-message', (event) =>
          (window as unknown as { heard: unknown[] }).heard.push((event as CustomEvent).detail),
        );
      });
      await a.press('Chat');
      await a.write('Message', 'Good <b>morning</b>');
      await a.page.keyboard.press('Enter');
      await a.reads('Good <b>morning</b>');
      await b.press('Chat, 1 unread');
      await b.reads('Good <b>morning</b>');
      assert.deepEqual(
        await b.page.evaluate(() =>
          (window as unknown as { heard: { name: string; text: string; isLocal: boolean }[] }).heard.map(
            ({ name: from, text, isLocal }) => [from, text, isLocal],
          ),
        ),
        [['Ana', 'Good <b>morning</b>', false]],
      );
      await b.write('Message', 'To you as well');
      await b.press('Send');
      await a.reads('To you as well');
      await b.find('button', 'Chat');
      await done(a, b);
    });

    test('a file goes across, and can be saved by the other', async () => {
      const [a, b] = await two('file');
      const path = join(folder, 'notes.txt');
      await writeFile(path, 'one two three');
      await a.press('Chat');
      await a.find('button', 'Send a file');
      const input = (
        await a.page.waitForFunction(() => window.prepared.deep('input[type=file]')[0])
      ).asElement() as ElementHandle<HTMLInputElement>;
      await input.uploadFile(path);
      await b.press('Chat, 1 unread');
      const link = await b.find('link', 'Download notes.txt');
      const text = await link.evaluate(async (element) => {
        const { href } = element as unknown as HTMLAnchorElement;
        return (await fetch(href)).text();
      });
      assert.equal(text, 'one two three');
      await done(a, b);
    });

    test('a large file waits for an answer, and is cancelled at one end for both', async () => {
      const [a, b] = await two('large');
      const path = join(folder, 'film.bin');
      await writeFile(path, Buffer.alloc(11_000_000));
      await a.press('Chat');
      await a.find('button', 'Send a file');
      const input = (
        await a.page.waitForFunction(() => window.prepared.deep('input[type=file]')[0])
      ).asElement() as ElementHandle<HTMLInputElement>;
      await input.uploadFile(path);
      await b.press('Chat, 1 unread');
      await b.find('button', 'Accept: film.bin');
      await a.press('Cancel film.bin');
      await a.reads('Cancelled');
      await b.reads('Cancelled');
      await done(a, b);
    });

    test('a large file that one of two takes is delivered to one of two', async () => {
      const [a, b] = await two('some');
      const c = await openPerson(browser, embed(`some-${name}`, 'Cleo'));
      await c.press('Join');
      await a.joined(2);
      await a.until('both can take a file', () =>
        Boolean(window.prepared.call()?.participants.every((one) => one.canChat)),
      );
      const path = join(folder, 'album.bin');
      await writeFile(path, Buffer.alloc(11_000_000));
      await a.press('Chat');
      await a.find('button', 'Send a file');
      const input = (
        await a.page.waitForFunction(() => window.prepared.deep('input[type=file]')[0])
      ).asElement() as ElementHandle<HTMLInputElement>;
      await input.uploadFile(path);
      await c.press('Chat, 1 unread');
      await c.press('Decline: album.bin');
      await b.press('Chat, 1 unread');
      await b.press('Accept: album.bin');
      await b.find('link', 'Download album.bin');
      await a.reads('Delivered to 1 of 2');
      await done(a, b, c);
    });

    test('a screen is shared, shown large, announced, and put away', async () => {
      const [a, b] = await two('screen', sharer);
      await a.press('Share screen');
      await b.until('the screen arrives', () => {
        const video = window.prepared
          .deep('video[data-source=screen]')
          .find((one): one is HTMLVideoElement => one instanceof HTMLVideoElement);
        return (video?.videoWidth ?? 0) > 0;
      });
      await b.reads('Screen of Ana');
      await b.until('it is larger than the others', () => {
        const [screen = 0] = window.person.widths('video[data-source=screen]');
        return screen > 2 * Math.max(...window.person.widths('video[data-source=camera]'));
      });
      assert.equal(await a.pressed('Share screen'), true);
      await a.press('Share screen');
      await b.readsNoMore('Screen of Ana');
      assert.equal(await a.pressed('Share screen'), false);
      await done(a, b);
    });

    test('the list says who is there; a pin makes one large; the view can be chosen', async () => {
      const [a, b] = await two('views');
      await a.press('People');
      await a.reads('Ana (you)');
      await a.reads('Bo');
      await a.reads('name not verified');
      // The list has made the tiles narrower, and they move there.
      await a.until('both are alike', () => {
        const [own, other] = window.person.widths('metered-call-tile');
        return own !== undefined && own === other;
      });
      await a.press('Pin Bo');
      await a.until('Bo is larger', () => {
        const [first, second] = window.prepared
          .deep('metered-call-tile')
          .map((t) => t.getBoundingClientRect().width);
        return (second ?? 0) > (first ?? 0) * 1.5;
      });
      await a.press('View');
      const grid = await a.find('radio', 'Grid');
      await grid.click();
      await a.until('all are alike', () => {
        const [first, second] = window.prepared
          .deep('metered-call-tile')
          .map((t) => t.getBoundingClientRect().width);
        return first === second && window.prepared.call()?.getAttribute('layout') === 'grid';
      });
      const details = await a.find('checkbox', 'Connection details');
      await details.click();
      await a.reads('kbit/s');
      await a.reads('Good connection');
      await done(a, b);
    });

    test('the call goes into a small window of its own, and fills the screen', async () => {
      const [a, b] = await two('pip');
      await a.press('Picture in picture');
      await a.until('both are in the small window', () => {
        const { documentPictureInPicture: pip } = window as unknown as {
          documentPictureInPicture: { window: Window | null };
        };
        const videos = [...(pip.window?.document.querySelectorAll('video') ?? [])];
        return videos.length === 2 && videos.every(({ videoWidth }) => videoWidth > 0);
      });
      await a.page.evaluate(() =>
        (
          window as unknown as { documentPictureInPicture: { window: Window | null } }
        ).documentPictureInPicture.window?.close(),
      );
      await a.press('View');
      await a.press('Full screen');
      await a.until('it fills the screen', () => window.prepared.call()?.matches(':fullscreen') === true);
      await a.press('Full screen');
      await a.until(
        'it is in its place again',
        () => window.prepared.call()?.matches(':fullscreen') === false,
      );
      await done(a, b);
    });
  });
}
