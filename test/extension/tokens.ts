import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StaticServer } from '../helpers/static.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const SIGNATURE = 'c2lnbmF0dXJlLW5vYm9keS1tYXktc2Vl';
const JWT = [
  part({ alg: 'HS256', kid: 'sk_id_shown' }),
  part({
    sub: 'ann',
    channels: ['lobby'],
    permissions: ['subscribe', 'presence'],
    exp: Math.floor(Date.now() / 1_000) + 1_800,
    metadata: { iceServers: [{ urls: 'turn:relay.example', username: 'u', credential: 'turn-password' }] },
  }),
  SIGNATURE,
].join('.');

/** Keeps a token as TokenCache does (docs/tokens.md). */
const KEEPS = `<!doctype html><title>keeps</title><script>
  const request = indexedDB.open('metered-call-tokens', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('tokens');
  request.onsuccess = () => {
    const record = { version: 1, server: 'wss://call.example', room: 'lobby', user: 'ann', token: '${JWT}', fetchedAt: Date.now() };
    request.result.transaction('tokens', 'readwrite').objectStore('tokens').put(record, 'v1:["wss://call.example","lobby","ann"]')
      .onsuccess = () => { request.result.close(); document.title = 'kept'; };
  };
</script>`;

const COUNT = `return new Promise((done) => {
  const request = indexedDB.open('metered-call-tokens');
  request.onsuccess = () => {
    const counting = request.result.transaction('tokens').objectStore('tokens').count();
    counting.onsuccess = () => { request.result.close(); done(counting.result); };
  };
});`;

/** What the popup says of the tokens that a page keeps, where the site is not watched. */
export function tokens(bench: () => Bench, site: () => StaticServer): void {
  it('creates no token database in a page that has none', LIMIT, async () => {
    const url = site().page('/none.html', '<!doctype html><title>none</title>');
    // An origin of its own: what other pages keep is not its.
    await onPage(bench(), url.replace('127.0.0.1', 'localhost'), async (page) => {
      await page.popup(`watching === 'not-granted'`);
      const names = await page.run<string[]>(`return (await indexedDB.databases()).map(({ name }) => name);`);
      assert.deepEqual(names, []);
    });
  });

  it('tells what a token allows and never the token, and removes it only after a yes', LIMIT, async () => {
    const { origin } = site();
    await onPage(bench(), site().page('/keeps.html', KEEPS), async (page) => {
      await page.run(`while (document.title !== 'kept') await new Promise((done) => setTimeout(done, 20));`);
      await page.withPopup(async (popup) => {
        const { text } = await popup.until(`text.includes('sk_id_shown')`);
        for (const shown of ['sk_id_shown', 'lobby', 'subscribe, presence', '“send” is missing', origin])
          assert.ok(text.includes(shown), `${shown} is not in ${text}`);
        assert.match(text, /in (2\d|30):\d\d/);
        for (const secret of [SIGNATURE, JWT.split('.')[1] ?? '', 'turn-password'])
          assert.ok(!text.includes(secret), 'a secret is shown');
        await popup.press('Clear tokens');
        assert.equal(await page.run(COUNT), 1);
        await popup.press('Remove');
        await popup.until(`!text.includes('sk_id_shown')`);
        assert.equal(await page.run(COUNT), 0);
      });
    });
  });
}
