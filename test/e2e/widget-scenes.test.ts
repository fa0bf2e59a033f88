import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { Scene } from '../../scripts/screenshots-page.ts';
import { SCENES, stageCode } from '../../scripts/screenshots-scenes.ts';
import type { Stage } from '../../scripts/screenshots-scenes.ts';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { openPerson, type Person } from './widget-person.ts';

const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 360, height: 740 };

/** Every two of size, colours and language meet. */
const LOOKS = [
  { size: DESKTOP, dark: false, lang: 'en' },
  { size: PHONE, dark: true, lang: 'en' },
  { size: PHONE, dark: false, lang: 'ar' },
  { size: DESKTOP, dark: true, lang: 'ar' },
] as const;
type Look = (typeof LOOKS)[number];

/** What can stand on the card in the place of the call. */
const CARDS = [
  'account-suspended',
  'channel-not-authorized',
  'connection-limit',
  'credential-missing',
  'join-failed',
  'kicked',
  'message-rate',
  'room-invalid',
  'room-missing',
  'server-invalid',
  'signalling-blocked-by-policy',
  'signalling-unreachable',
  'token-expired',
  'token-invalid',
  'token-provider-failing',
  'token-provider-hung',
];

/** Frames without a movement after which a scene is complete. */
const STILL = 6;

let site: StaticServer;
let url: string;
let stage: string;

before(async () => {
  site = await startStatic({ '/': 'dist' });
  stage = await stageCode();
  url = site.page(
    '/scenes.html',
    `<!doctype html><html lang="en"><title>Call</title><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } metered-call { height: 100vh }</style><script src="/metered-call.js"></script>`,
  );
});

after(() => site.stop());

async function dress(person: Person, { size, dark, lang }: Look): Promise<void> {
  await person.page.setViewport(size);
  await person.page.evaluate(
    (theme, language) => {
      Object.assign(document.documentElement, { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' });
      window.prepared.call()?.setAttribute('theme', theme);
    },
    dark ? 'dark' : 'light',
    lang,
  );
  await person.until(
    'it speaks the language',
    (language: string) =>
      window.prepared.call()?.shadowRoot?.querySelector('.root')?.getAttribute('lang') === language,
    lang,
  );
}

/** Opens what the scene has open, where it is not, and every text that is folded away. */
async function open({ page }: Person, panel: string | undefined): Promise<void> {
  await page.evaluate(
    async (name, frames) => {
      const stage = window as unknown as Stage;
      const isOpen = window.prepared.deep(`[data-panel="${name}"], .menu`).length > 0;
      if (name !== undefined && !isOpen) await stage.press(name);
      for (const details of window.prepared.deep('details')) details.toggleAttribute('open', true);
      await stage.settled(frames);
    },
    panel,
    STILL,
  );
}

/** Puts a copy in the place of the card: whatever the element renders next says nothing on it. */
function standIn(): void {
  const [card] = window.prepared.deep('metered-call-card');
  if (!card) throw new Error('there is no card');
  const copy = card.cloneNode(true);
  const { elementProperties } = card.constructor as unknown as {
    elementProperties: Map<PropertyKey, unknown>;
  };
  for (const key of elementProperties.keys()) Reflect.set(copy, key, Reflect.get(card, key));
  card.replaceWith(copy);
}

const play = ({ page }: Person, scene: Scene): Promise<void> =>
  page.evaluate((one) => (window as unknown as Stage).show(one), scene);

for (const name of ['chromium', 'firefox'] as const) {
  describe(`axe in ${name}`, () => {
    let browser: Browser;
    let person: Person;
    before(async () => {
      browser = await launchBrowser(name, { autoplay: true });
      person = await openPerson(browser, url);
      await person.page.evaluate(stage);
    });
    after(() => closeBrowser(browser));

    for (const [index, [title, { press, ...scene }]] of Object.entries(SCENES).entries()) {
      // Firefox takes its time: there each scene has one look, the next another.
      const looks = name === 'chromium' ? LOOKS : LOOKS.filter((_, at) => at === index % LOOKS.length);
      test(`finds nothing in the scene "${title}"`, async () => {
        await play(person, scene);
        for (const look of looks) {
          await dress(person, look);
          await open(person, press);
          assert.deepEqual(await person.axe(), [], JSON.stringify(look));
        }
      });
    }

    test('finds nothing on any card that says why it failed', async () => {
      await play(person, { people: [], failure: { closeCode: 4003 } });
      await person.page.evaluate(standIn);
      for (const [index, code] of CARDS.entries()) {
        const look = LOOKS[index % 2];
        if (look) await dress(person, look);
        await person.page.evaluate((wanted) => {
          const [card] = window.prepared.deep('metered-call-card');
          const { finding } = card as unknown as { finding: object };
          Object.assign(card ?? {}, { finding: { ...finding, code: wanted } });
        }, code);
        await person.reads(code);
        assert.deepEqual(await person.axe(), [], code);
      }
    });
  });
}
