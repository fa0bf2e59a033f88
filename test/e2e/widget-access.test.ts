import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY } from '../helpers/tokens.ts';
import { openPerson, type Person } from './widget-person.ts';

let server: SignallingServer;
let site: StaticServer;

before(async () => {
  server = await startServer();
  site = await startStatic({ '/': 'dist' });
});

after(async () => {
  await site.stop();
  await server.stop();
});

const embed = (room: string, { attributes = '', lang = 'en' } = {}): string =>
  site.page(
    `/${room}.html`,
    `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><title>Call</title>
<meta name="viewport" content="width=device-width"><style>body { margin: 0 } metered-call { height: 100vh }</style>
<main><h1 style="position:absolute;clip-path:inset(50%)">Call</h1><script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" ${attributes}></metered-call></main>`,
  );

/** What a screen reader was told last. */
const said = (person: Person, words: string): Promise<void> =>
  person.until(
    `"${words}" is said`,
    (wanted: string) =>
      window.prepared.deep('[role=status]').some((region) => region.textContent.includes(wanted)),
    words,
  );

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      const args = name === 'chromium' ? ['--use-fake-device-for-media-stream=device-count=2'] : [];
      browser = await launchBrowser(name, { args });
    });
    after(() => closeBrowser(browser));

    test('axe finds nothing, whatever is shown', async () => {
      const person = await openPerson(browser, embed(`axe-${name}`));
      await person.find('button', 'Join');
      assert.deepEqual(await person.axe(), [], 'lobby');
      await (await person.find('summary', 'Camera, microphone and speaker')).click();
      await person.find('combobox', 'Microphone');
      assert.deepEqual(await person.axe(), [], 'lobby with devices');
      await person.press('Join');
      await person.joined(0);
      assert.deepEqual(await person.axe(), [], 'alone');
      const other = await openPerson(browser, embed(`axe-${name}`));
      await other.press('Join');
      await Promise.all([person.joined(1), other.joined(1)]);
      for (const panel of ['Chat', 'People', 'View', 'Devices', 'Report']) {
        await person.press(panel);
        await person.until(
          `${panel} is there`,
          () => window.prepared.deep('metered-call-panel').length === 1,
        );
        assert.deepEqual(await person.axe(), [], panel);
      }
      await person.page.setViewport({ width: 320, height: 568 });
      assert.deepEqual(await person.axe(), [], 'at 320 pixels');
      assert.equal(
        await person.page.evaluate(() => document.documentElement.scrollWidth),
        320,
        'nothing has to be scrolled sideways',
      );
      await person.page.setViewport({ width: 1280, height: 720 });
      if (name === 'chromium') {
        // Firefox forces colours by a preference of the whole browser.
        const devtools = await person.page.createCDPSession();
        const features = [{ name: 'forced-colors', value: 'active' }];
        await devtools.send('Emulation.setEmulatedMedia', { features });
        assert.deepEqual(await person.axe(), [], 'forced colours');
        await devtools.send('Emulation.setEmulatedMedia', { features: [] });
      }
      await person.press('Leave');
      await person.find('button', 'Rejoin');
      assert.deepEqual(await person.axe(), [], 'ended');
      await person.page.evaluate(() => document.querySelector('metered-call')?.setAttribute('theme', 'dark'));
      assert.deepEqual(await person.axe(), [], 'ended, dark');
      await other.page.close();
      await person.page.close();
      const wrong = await openPerson(
        browser,
        embed(`axe-wrong-${name}`, { attributes: 'token-url="/no-such-page" autojoin' }),
      );
      await wrong.find('button', 'Try again');
      assert.deepEqual(await wrong.axe(), [], 'failed');
      await wrong.page.close();
    });

    test('a whole call is made by keyboard alone', async () => {
      const person = await openPerson(browser, embed(`keys-${name}`));
      const { keyboard } = person.page;
      const focused = (): Promise<string> =>
        person.page.evaluate(() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at
            ? `${at.localName} ${at.getAttribute('aria-label') ?? at.getAttribute('name') ?? at.textContent}`.trim()
            : '';
        });
      const tabTo = async (wanted: string): Promise<void> => {
        const seen: string[] = [];
        for (let i = 0; i < 40; i++) {
          await keyboard.press('Tab');
          const now = await focused();
          if (now === wanted) return;
          seen.push(now);
        }
        assert.fail(`${wanted} is not reached by Tab: ${seen.join(', ')}`);
      };
      await person.find('button', 'Join');
      await tabTo('input name');
      await keyboard.type('Ana');
      await keyboard.press('Enter');
      await person.joined(0);
      await person.until('the focus is in the call', () => {
        const inside = document.activeElement?.shadowRoot?.activeElement;
        return inside?.classList.contains('call') === true;
      });
      await said(person, 'You are in the call.');
      await keyboard.press('m');
      await said(person, 'Microphone off.');
      await keyboard.press('c');
      await person.until('the field has the focus', () => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.localName === 'textarea';
      });
      await keyboard.type('mvm');
      assert.equal(await person.pressed('Microphone'), false);
      await keyboard.press('Escape');
      await person.until('the focus is back', () => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.getAttribute('data-control') === 'chat';
      });
      await keyboard.press('?');
      const key = await person.find('textbox', 'Key for Microphone');
      await key.focus();
      await key.press('k');
      await keyboard.press('Tab');
      const off = await person.find('checkbox', 'Use keyboard shortcuts');
      await off.focus();
      await keyboard.press('k');
      await said(person, 'Microphone on.');
      await keyboard.press(' ');
      await keyboard.press('k');
      await keyboard.press('Escape');
      assert.equal(await person.pressed('Microphone'), true);
      await tabTo('button Leave');
      await keyboard.press('Enter');
      await person.find('button', 'Rejoin');
      await person.until('the focus is on what came after', () => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.localName === 'h2';
      });
      await person.page.close();
    });

    test('a device is chosen before and during the call, and the one shown transmits', async () => {
      const person = await openPerson(browser, embed(`devices-${name}`));
      await (await person.find('summary', 'Camera, microphone and speaker')).click();
      const shown = async (field: string): Promise<string[]> => {
        const select = await person.find('combobox', field);
        return select.evaluate((element) =>
          [...(element as unknown as HTMLSelectElement).options].map(({ text }) => text.trim()),
        );
      };
      // Headless Firefox has no sound system, and no AudioContext runs without one.
      if (name === 'chromium')
        await person.until('the microphone is heard', () => {
          const meter = window.person.find('meter', 'Microphone level');
          return Number(meter?.getAttribute('aria-valuenow')) > 0;
        });
      const cameras = await shown('Camera');
      assert.ok(cameras.length > 0 && cameras.every((label) => label !== ''));
      await person.press('Join');
      await person.joined(0);
      await person.press('Devices');
      const last = cameras.at(-1) ?? '';
      await person.choose('Camera', last);
      await person.until(
        'the camera is used',
        (label: string) =>
          window.prepared.call()?.participants[0]?.stream?.getVideoTracks()[0]?.label === label,
        last,
      );
      const select = await person.find('combobox', 'Camera');
      const value = await select.evaluate((element) => (element as unknown as HTMLSelectElement).value);
      const transmits = await person.page.evaluate(
        () => window.prepared.call()?.participants[0]?.stream?.getVideoTracks()[0]?.getSettings().deviceId,
      );
      assert.equal(value, transmits);
      await person.page.evaluate(() => {
        const { mediaDevices } = navigator;
        const open = mediaDevices.getUserMedia.bind(mediaDevices);
        mediaDevices.getUserMedia = (constraints) => {
          Object.assign(window, { asked: constraints });
          return open(constraints);
        };
      });
      const noise = await person.find('checkbox', 'Reduce noise');
      await noise.click();
      await person.until('the noise is let through', () => {
        const { asked } = window as unknown as { asked?: MediaStreamConstraints };
        return (asked?.audio as MediaTrackConstraints | undefined)?.noiseSuppression === false;
      });
      const canIsolate = await person.page.evaluate(
        () => 'voiceIsolation' in navigator.mediaDevices.getSupportedConstraints(),
      );
      if (canIsolate) {
        await (await person.find('checkbox', 'Only my voice')).click();
        await person.until('other voices are left out', () => {
          const { asked } = window as unknown as { asked?: MediaStreamConstraints };
          return (asked?.audio as { voiceIsolation?: boolean } | undefined)?.voiceIsolation === true;
        });
      } else
        assert.equal(await person.page.evaluate(() => window.person.find('checkbox', 'Only my voice')), null);
      await person.press('Test the speaker');
      await person.find('button', 'Test the speaker');
      await person.press('Leave');
      await person.press('Rejoin');
      await person.joined(0);
      const again = await person.page.evaluate(
        () => window.prepared.call()?.participants[0]?.stream?.getVideoTracks()[0]?.label,
      );
      assert.equal(again, last);
      await person.page.close();
    });

    test('the element speaks the language of the page, and English where it has no other', async () => {
      const person = await openPerson(browser, embed(`lang-${name}`, { lang: 'ar' }));
      await person.press('انضمام');
      await person.joined(0);
      await said(person, 'أنت في المكالمة.');
      const [bar, page] = await person.page.evaluate(() =>
        ['metered-call-control-bar', 'body'].map((tag) => {
          const [element] = window.prepared.deep(tag);
          return element ? getComputedStyle(element).direction : '';
        }),
      );
      assert.deepEqual([bar, page], ['rtl', 'rtl']);
      assert.deepEqual(await person.axe(), []);
      await person.page.evaluate(() => document.querySelector('metered-call')?.setAttribute('lang', 'fr-CA'));
      await person.find('button', 'Quitter');
      await person.page.evaluate(() => document.querySelector('metered-call')?.setAttribute('lang', 'eo'));
      await person.find('button', 'Leave');
      await person.page.close();
    });
  });
}
