import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { en } from '../../core/locales/en.ts';
import { translator } from '../../core/locales/translate.ts';
import { DARK_DRIVER } from '../faults/drivers.ts';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { DEMO_KEY, mintToken, NO_SEND_KEY } from '../helpers/tokens.ts';
import { FAULT_CASES, INSECURE_HOST, type FaultCase } from './widget-fault-cases.ts';
import { openPerson, type Person } from './widget-person.ts';

const PATIENCE = 45_000;
const SECRET = 'sk_secret_0123456789abcdef';
const english = translator(en);

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

const KEYS: Readonly<Record<NonNullable<FaultCase['key']>, string>> = {
  demo: `api-key="${DEMO_KEY}"`,
  wrong: 'api-key="pk_live_unknown"',
  secret: `api-key="${SECRET}"`,
  none: '',
  tokens: '',
};

/** The address of a page on which that goes wrong. */
async function pageOf(one: FaultCase, room: string): Promise<string> {
  const { key = 'demo', where, tokens = [], attributes = '', headers = {} } = one;
  const minted = await Promise.all(tokens.map((token) => mintToken({ sub: room, ...token })));
  const to = one.server === 'dead' ? 'ws://localhost:9' : server.wsOrigin;
  const own = attributes.includes('server=') ? '' : `server="${to}"`;
  const path = `/${room}.html`;
  const url = site.page(
    path,
    `<!doctype html><html lang="en"><title>Call</title><script>${one.first ?? ''}</script>
<script>document.addEventListener('DOMContentLoaded', () => {
  const tokens = ${JSON.stringify(minted)};
  if (tokens.length) document.querySelector('metered-call').tokenProvider = async () => tokens.shift();
  document.querySelector('metered-call').autojoin = ${String(where === 'card')};
});</script>
<script defer src="/metered-call.js"></script>
<metered-call ${one.room === 'none' ? '' : `room="${room}"`} ${KEYS[key]} ${own} ${attributes}></metered-call>`,
    headers,
  );
  if (one.insecure) return url.replace('127.0.0.1', INSECURE_HOST);
  if (!one.framed) return url;
  const outer = site.page(
    `/outer-${room}.html`,
    `<!doctype html><html lang="en"><title>Around</title><iframe src="${url}" title="Call" width="800" height="600"></iframe>`,
  );
  return outer.replace('127.0.0.1', 'localhost');
}

interface Shown {
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
}

const PLACES: Readonly<Record<FaultCase['where'], string>> = {
  lobby: '.notices metered-call-banner',
  card: 'metered-call-card',
};

/** What carries that finding, once it is there. */
async function shown(page: Page, { code, framed, where }: FaultCase): Promise<Shown> {
  const found = (selector: string): Shown | null => {
    const [element] = window.prepared.deep(selector);
    const root = element?.shadowRoot;
    const title = root?.querySelector('h2, .title')?.textContent.trim() ?? '';
    if (!element || !root || title === '') return null;
    const buttons = [...root.querySelectorAll('button:not(.close)')].map((button) =>
      button.textContent.trim(),
    );
    return { title, buttons, text: root.textContent };
  };
  const frame = framed ? await page.waitForFrame((one) => one.url().startsWith(site.origin)) : page;
  const handle = await frame
    .waitForFunction(found, { polling: 50, timeout: PATIENCE }, `${PLACES[where]}[data-finding="${code}"]`)
    .catch(async (cause: unknown) => {
      const there = await frame.evaluate(() => {
        const { state, findings } = window.prepared.call() ?? {};
        return JSON.stringify({ state, findings });
      });
      throw new Error(`${code} is not shown in its place; there is ${there}`, { cause });
    });
  return (await handle.jsonValue()) as Shown;
}

/** Waits until a screen reader is told at once. */
const alarmed = (person: Person, title: string): Promise<void> =>
  person.until(
    `"${title}" is an alarm`,
    (wanted: string) =>
      window.prepared.deep('[role=alert]').some((region) => region.textContent.includes(wanted)),
    title,
  );

/** Presses the finding's button where it is, and waits for what that leads to. */
async function press(page: Page, { code, mend, leads }: FaultCase): Promise<void> {
  await page.evaluate(
    (wanted: string, script: string) => {
      window.eval(script);
      const [element] = window.prepared.deep(`[data-finding="${wanted}"]`);
      const call = window.prepared.call();
      Object.assign(window, { steps: [] });
      call?.addEventListener('call-state-change', ({ detail }) =>
        (window as unknown as { steps: string[] }).steps.push(detail.to),
      );
      call?.addEventListener('call-error', () =>
        (window as unknown as { steps: string[] }).steps.push('error'),
      );
      element?.shadowRoot?.querySelector<HTMLElement>('button:not(.close)')?.click();
    },
    code,
    mend ?? '',
  );
  await page.waitForFunction(
    (wanted: string, what: string) => {
      const there = window.prepared.deep(`[data-finding="${wanted}"]`).length > 0;
      const { steps } = window as unknown as { steps: string[] };
      if (what === 'joined') return window.prepared.call()?.state === 'joined';
      return what === 'away' ? !there : there && steps.includes('error');
    },
    { polling: 50, timeout: PATIENCE },
    code,
    leads ?? 'away',
  );
}

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name, {
        args: name === 'chromium' ? [`--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`] : [],
        prefs: { 'network.dns.localDomains': INSECURE_HOST },
      });
    });
    after(() => closeBrowser(browser));

    const embed = (room: string, who: string, key = DEMO_KEY, first = ''): string =>
      site.page(
        `/${room}-${who}.html`,
        `<!doctype html><html lang="en"><title>Call</title><script>${first}</script><script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${key}" server="${server.wsOrigin}" display-name="${who}" autojoin></metered-call>`,
      );

    // Firefox lists no devices to a page behind another.
    describe('on the way in', { concurrency: name === 'chromium' ? 3 : 1 }, () => {
      for (const one of FAULT_CASES.filter(({ only = name }) => only === name)) {
        test(`${one.code}: ${one.where}, ${one.button ?? 'no button'}`, async () => {
          const person = await openPerson(browser, await pageOf(one, `${one.code}-${name}`));
          const words = english.finding(one.words ?? one.code);
          const { title, text, buttons } = await shown(person.page, one);
          assert.equal(title, words?.title);
          for (const part of [words?.cause ?? '', ...(words?.fix ?? [])])
            assert.ok(text.includes(part), part);
          assert.deepEqual(buttons, one.button === null ? [] : [one.button]);
          if (one.button !== null) await press(person.page, one);
          if (one.key === 'secret')
            assert.doesNotMatch(await person.page.content(), /call-card[^]*sk_secret/);
          await person.page.close();
        });
      }
    });

    test('a key that may not send is told above the call, for everyone in it', async () => {
      const url = embed(`nosend-${name}`, 'Ana', NO_SEND_KEY);
      const first = await openPerson(browser, url);
      await first.joined(0);
      const second = await openPerson(browser, url);
      await second.joined(1);
      await first.page.bringToFront();
      await first.until('the banner is there', () => {
        const [banner] = window.prepared.deep('.notices [data-finding=send-not-permitted]');
        const [card] = window.prepared.deep('metered-call-tile [data-finding]');
        const title = banner?.shadowRoot?.querySelector('.title')?.textContent;
        return !card && title === 'Video cannot start with this key';
      });
      for (const { page } of [second, first]) await page.close();
    });

    test('who is removed is told so, and can come again', async () => {
      const room = `kicked-${name}`;
      const token = await mintToken({ sub: room });
      const url = site.page(
        `/${room}.html`,
        `<!doctype html><html lang="en"><title>Call</title><script src="/metered-call.js"></script>
<metered-call room="${room}" server="${server.wsOrigin}" lobby="off"></metered-call>`,
      );
      const person = await openPerson(browser, url);
      await person.page.evaluate((jwt: string) => {
        const call = window.prepared.call();
        if (call) call.tokenProvider = () => Promise.resolve(jwt);
        return call?.join();
      }, token);
      await fetch(`${server.origin}/v1/peers/${room}`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer sk_id_demo:sk_secret_demo' },
      });
      const { title, buttons } = await shown(person.page, {
        code: 'kicked',
        where: 'card',
        button: null,
      });
      assert.deepEqual([title, buttons], ['You were removed from the call', ['Try again']]);
      await alarmed(person, title);
      await person.capturesNothing();
      await person.page.close();
    });

    test('a dark camera is told above the call of whose it is, and on their tile to the other', async () => {
      const room = `dark-${name}`;
      const bo = await openPerson(browser, embed(room, 'Bo'));
      await bo.joined(0);
      // What the driver changes is beneath what this page's preparation has wrapped already.
      const driver = DARK_DRIVER.replace('MediaDevices.prototype', 'navigator.mediaDevices');
      const ana = await openPerson(browser, embed(room, 'Ana', DEMO_KEY, driver));
      await Promise.all([ana.joined(1), bo.joined(1)]);
      await ana.page.bringToFront();
      await ana.until('its owner is told', () => {
        const [banner] = window.prepared.deep('.notices [data-finding=camera-black]');
        const title = banner?.shadowRoot?.querySelector('.title')?.textContent ?? '';
        return title.startsWith('Your camera shows only black');
      });
      await bo.page.bringToFront();
      await bo.until('the other is told on the tile', () => {
        const [call] = [window.prepared.call()];
        const id = call?.participants[1]?.id ?? '';
        const tile = window.prepared
          .deep('metered-call-tile')
          .find((one) => one.getAttribute('data-tile') === id);
        const card = tile?.shadowRoot?.querySelector('[data-finding=remote-source-black]');
        const title = card?.shadowRoot?.querySelector('.title')?.textContent ?? '';
        return title.startsWith('The other camera gives no picture');
      });
      await alarmed(bo, 'The other camera gives no picture');
      for (const { page } of [ana, bo]) await page.close();
    });
  });
}
