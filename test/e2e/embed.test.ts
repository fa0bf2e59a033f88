import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken } from '../helpers/tokens.ts';
import { openCall } from './call-page.ts';
import {
  callFrame,
  command,
  hears,
  hostHtml,
  openHost,
  PATIENCE,
  settled,
  stateIn,
  tell,
  told,
} from './embed-host.ts';

let server: SignallingServer;
/** The page that frames the call. */
let site: StaticServer;
/** A third one, that has nothing to do with it. */
let stranger: StaticServer;

before(async () => {
  server = await startServer();
  [site, stranger] = await Promise.all([startStatic({}), startStatic({})]);
});

after(async () => {
  await Promise.all([site.stop(), stranger.stop()]);
  await server.stop();
});

const frameUrl = (query: Readonly<Record<string, string>>): string =>
  `${server.origin}/embed/?${new URLSearchParams(query).toString()}`;

const hostPage = (name: string, src: string, options?: Parameters<typeof hostHtml>[1]): string =>
  site.page(`/${name}.html`, hostHtml(src, options));

/** A person of another page in the same room. */
async function guest(browser: Browser, room: string) {
  const query = new URLSearchParams({ room, autojoin: '' }).toString();
  return openCall(browser, `${server.origin}/demo/?${query}`);
}

for (const name of ['chromium', 'firefox'] as const) {
  describe(`the call in a frame of another site, in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name, { autoplay: true });
    });
    after(() => closeBrowser(browser));

    test('joins, tells what happens and does what it is told', async () => {
      const room = `embed-${name}`;
      const query = { room, name: 'Ana', 'api-key': DEMO_KEY, lobby: 'off', lang: 'de', theme: 'dark' };
      const page = await openHost(browser, hostPage(room, frameUrl(query)));
      await hears(page, 'ready', { state: 'idle' });
      assert.equal(await command(page, { type: 'join' }), 'ok');
      const { detail } = await hears(page, 'call-joined', { room });
      assert.deepEqual(
        (detail['participants'] as { isLocal: boolean }[]).map(({ isLocal }) => isLocal),
        [true],
      );
      await hears(page, 'call-state-change', { from: 'joining', to: 'joined' });

      const frame = await callFrame(page);
      const shown = await frame.evaluate(() => {
        const call = document.querySelector('metered-call');
        const box = call?.getBoundingClientRect();
        return [call?.displayName, call?.lang, call?.theme, box?.width, box?.height];
      });
      assert.deepEqual(shown, ['Ana', 'de', 'dark', 800, 600]);

      const other = await guest(browser, room);
      await other.joined(1);
      await other.seesAndHears();
      await other.page.evaluate(() => {
        const heard: string[] = [];
        Object.assign(window, { heard });
        window.prepared.call()?.addEventListener('call-message', ({ detail }) => heard.push(detail.text));
      });
      await hears(page, 'participant-joined');
      await page.bringToFront();
      for (const [type, device] of [
        ['setMicrophone', 'microphone'],
        ['setCamera', 'camera'],
      ] as const) {
        assert.equal(await command(page, { type, on: false }), 'ok');
        await other.until(
          `the frame's ${device} is off`,
          (kind: 'microphone' | 'camera') =>
            window.prepared.call()?.participants.find((person) => !person.isLocal)?.[kind] === 'off',
          device,
        );
      }
      assert.equal(await command(page, { type: 'sendMessage', text: 'from the host' }), 'ok');
      await other.until('the message is there', () => {
        const { heard } = window as unknown as { heard: string[] };
        return heard.join() === 'from the host';
      });
      await other.page.evaluate(async () => window.prepared.call()?.sendMessage('from the guest'));
      await hears(page, 'call-message', { text: 'from the guest', isLocal: false });
      await other.page.close();
      await hears(page, 'participant-left');
      assert.equal(await command(page, { type: 'leave' }), 'ok');
      await hears(page, 'call-left');
      assert.doesNotMatch(JSON.stringify(await told(page)), /pk_live|evidence|token/);
      await page.close();
    });

    test('has picture in picture where the browser gives a frame one, and no button where it does not', async () => {
      const room = `embed-pip-${name}`;
      const query = { room, 'api-key': DEMO_KEY, autojoin: '', controls: 'pip leave' };
      const page = await openHost(browser, hostPage(room, frameUrl(query)));
      await hears(page, 'call-joined', { room });
      const frame = await callFrame(page);
      const inside = (path: readonly string[]) =>
        frame.waitForFunction(
          (...selectors: string[]) => {
            let at: Element | null | undefined = document.querySelector('metered-call');
            for (const selector of selectors) at = at?.shadowRoot?.querySelector(selector);
            return at instanceof HTMLVideoElement ? at.videoWidth > 0 && at : at;
          },
          { polling: 50, timeout: PATIENCE },
          ...path,
        );
      await inside(['metered-call-grid', 'metered-call-tile', 'video']);
      const [possible, buttons] = await frame.evaluate(() => {
        const bar = document
          .querySelector('metered-call')
          ?.shadowRoot?.querySelector('metered-call-control-bar');
        const found = bar?.shadowRoot?.querySelectorAll('[data-control=pip]').length;
        return [document.pictureInPictureEnabled === true, found];
      });
      assert.equal(buttons, possible ? 1 : 0);
      if (possible) {
        const button = await inside(['metered-call-control-bar', '[data-control=pip]']);
        await (button.asElement() as ElementHandle).click();
        await frame.waitForFunction(
          () => document.pictureInPictureElement === document.querySelector('metered-call'),
          { polling: 50, timeout: PATIENCE },
        );
      }
      await page.close();
    });

    test('takes a token from its parent', async () => {
      const room = `embed-token-${name}`;
      const page = await openHost(browser, hostPage(room, frameUrl({ room, lobby: 'off' })));
      await hears(page, 'ready');
      const token = await mintToken({ sub: `ana-${name}` });
      assert.equal(await command(page, { type: 'token', token }), 'ok');
      assert.equal(await command(page, { type: 'join' }), 'ok');
      await hears(page, 'call-joined', { peerId: `ana-${name}` });
      assert.equal(await command(page, { type: 'leave' }), 'ok');
      assert.ok(!JSON.stringify(await told(page)).includes(token));
      await page.close();
    });

    test('refuses commands that are none, and takes nothing from a page it was not told of', async () => {
      const room = `embed-bad-${name}`;
      const page = await openHost(
        browser,
        hostPage(room, frameUrl({ room, 'api-key': DEMO_KEY, 'parent-origin': site.origin })),
      );
      await hears(page, 'ready');
      for (const bad of [
        { type: 'setCamera', on: 'yes' },
        { type: 'setMicrophone' },
        { type: 'sendMessage', text: '' },
        { type: 'sendMessage', text: 'x'.repeat(4_001) },
        { type: 'sendMessage', text: { length: 1 } },
        { type: 'token', token: 'sk_secret_demo' },
        { type: 'token', token: `${'x'.repeat(16_384)}.x.x` },
      ]) {
        assert.equal(await command(page, bad), 'invalid-command', JSON.stringify(bad).slice(0, 80));
      }
      assert.equal(await command(page, { type: 'constructor' }), 'unknown-command');
      for (const junk of [null, 7, 'metered-call:join', [], {}, { type: {} }, { type: 'join' }])
        await tell(page, junk);
      const frame = await callFrame(page);
      await settled(frame);
      assert.equal(await stateIn(frame), 'lobby');
      await page.close();
    });

    test('hears nobody before it knows them', async () => {
      const room = `embed-early-${name}`;
      const src = frameUrl({ room, 'api-key': DEMO_KEY });
      const page = await openHost(browser, hostPage(room, src, { init: false }));
      const frame = await callFrame(page);
      await settled(frame);
      await tell(page, { type: 'metered-call:join', id: 'early' });
      await tell(page, { type: 'metered-call:init' });
      // Messages arrive in their order: once this is answered, the early one was passed over.
      assert.equal(await command(page, { type: 'unheard-of' }), 'unknown-command');
      assert.equal(await stateIn(frame), 'lobby');
      const heard = await told(page);
      assert.deepEqual(
        heard.map(({ type }) => type),
        ['metered-call:ready', 'metered-call:result'],
      );
      await page.close();
    });

    test('tells a parent that comes late what has happened, once', async () => {
      const room = `embed-late-${name}`;
      const src = frameUrl({ room, 'api-key': DEMO_KEY, autojoin: '' });
      const page = await openHost(browser, hostPage(room, src, { init: false }));
      const frame = await callFrame(page);
      await frame.waitForFunction(() => document.querySelector('metered-call')?.state === 'joined', {
        polling: 50,
        timeout: PATIENCE,
      });
      assert.deepEqual(await told(page), []);
      for (const _ of [1, 2]) await tell(page, { type: 'metered-call:init' });
      await hears(page, 'call-joined', { room });
      assert.equal(await command(page, { type: 'unheard-of' }), 'unknown-command');
      const heard = (await told(page)).map(({ type }) => type);
      assert.equal(heard[0], 'metered-call:ready');
      assert.equal(heard.filter((type) => type === 'metered-call:call-joined').length, 1);
      await page.close();
    });

    test('ignores a parent of another origin than the one named', async () => {
      const room = `embed-wrong-${name}`;
      const src = frameUrl({ room, 'api-key': DEMO_KEY, 'parent-origin': stranger.origin });
      const page = await openHost(browser, hostPage(room, src));
      const frame = await callFrame(page);
      await settled(frame);
      await frame.evaluate(() => {
        const seen = window as unknown as { seen: unknown[] };
        seen.seen = [];
        addEventListener('message', ({ data }) => seen.seen.push(data));
      });
      await tell(page, { type: 'metered-call:init' });
      await tell(page, { type: 'metered-call:join', id: 1 });
      await frame.waitForFunction(() => (window as unknown as { seen: unknown[] }).seen.length === 2, {
        polling: 50,
        timeout: PATIENCE,
      });
      assert.equal(await stateIn(frame), 'lobby');
      assert.deepEqual(await told(page), []);
      await page.close();
    });

    test('ignores a window beside it, of another origin or its parent’s', async () => {
      const room = `embed-beside-${name}`;
      const script = `<!doctype html><title>Beside</title><script>
  for (const type of ['init', 'join']) parent.frames[0].postMessage({ type: 'metered-call:' + type, id: type }, '*');
</script>`;
      stranger.page('/beside.html', script);
      site.page('/beside.html', script);
      const src = frameUrl({ room, 'api-key': DEMO_KEY });
      const page = await openHost(browser, hostPage(room, src, { init: false }));
      const frame = await callFrame(page);
      await settled(frame);
      await frame.evaluate(() => {
        const seen = window as unknown as { seen: string[] };
        seen.seen = [];
        addEventListener('message', ({ origin }) => seen.seen.push(origin));
      });
      await page.evaluate(
        (sources: string[]) => {
          for (const src of sources)
            document.body.append(Object.assign(document.createElement('iframe'), { src }));
        },
        [stranger, site].map(({ origin }) => `${origin}/beside.html`),
      );
      await frame.waitForFunction(() => (window as unknown as { seen: unknown[] }).seen.length === 4, {
        polling: 50,
        timeout: PATIENCE,
      });
      await tell(page, { type: 'metered-call:init' });
      await hears(page, 'ready', { state: 'lobby' });
      assert.deepEqual(
        (await told(page)).map(({ type }) => type),
        ['metered-call:ready'],
      );
      await page.close();
    });

    test('a secret key in the address is refused, and gone from it', async () => {
      const room = `embed-secret-${name}`;
      const src = frameUrl({ room, 'api-key': 'sk_secret_demo', autojoin: '', token: 'a.b.c' });
      const page = await openHost(browser, hostPage(room, src));
      const frame = await callFrame(page);
      await frame.waitForFunction(
        () =>
          document.querySelector('metered-call')?.findings.some(({ code }) => code === 'secret-key-in-page'),
        { polling: 50, timeout: PATIENCE },
      );
      const left = await frame.evaluate(() => location.href + document.documentElement.outerHTML);
      assert.doesNotMatch(left, /sk_secret|a\.b\.c/);
      await page.close();
    });

    test('without allow it says that the frame is the reason', async () => {
      const room = `embed-allow-${name}`;
      const src = frameUrl({ room, 'api-key': DEMO_KEY, autojoin: '' });
      const page = await openHost(browser, hostPage(room, src, { allow: 'autoplay' }));
      await hears(page, 'call-joined', { room });
      const { detail } = await hears(page, 'call-diagnosis');
      const codes = (detail['findings'] as { code: string }[]).map(({ code }) => code);
      assert.deepEqual(codes.sort(), ['camera-blocked-by-embedder', 'microphone-blocked-by-embedder']);
      const frame = await callFrame(page);
      await frame.waitForFunction(
        () => {
          const root = document.querySelector('metered-call')?.shadowRoot;
          const texts = [...(root?.querySelectorAll('*') ?? [])].map(
            (element) => element.textContent + (element.shadowRoot?.textContent ?? ''),
          );
          return texts.some((text) => text.includes('not allowed in this frame'));
        },
        { polling: 50, timeout: PATIENCE },
      );
      assert.doesNotMatch(JSON.stringify(detail), /evidence|cause/);
      await page.close();
    });
  });
}
