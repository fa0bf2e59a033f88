import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { Bench } from './helpers/bench.ts';
import { startBench } from './helpers/start-bench.ts';

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

/** What the popup says of the tokens that a page keeps. */
export function tokensIn(name: BrowserName): void {
  describe(`tokens that a page keeps, in ${name}`, { concurrency: 1 }, () => {
    let site: StaticServer;
    let bench: Bench;
    before(async () => {
      site = await startStatic({});
      bench = await startBench(name);
    });
    after(async () => {
      await bench?.stop();
      await site?.stop();
    });

    it('creates no database in a page that has none', { timeout: 60_000 }, async () => {
      await bench.open(site.page('/none.html', '<!doctype html><title>none</title>'));
      await bench.popup(`watching === 'not-granted'`);
      const names = await bench.inPage<string[]>(
        `return (await indexedDB.databases()).map(({ name }) => name);`,
      );
      assert.deepEqual(names, []);
    });

    it(
      'tells what a token allows and never the token, and removes it only after a yes',
      { timeout: 60_000 },
      async () => {
        await bench.open(site.page('/keeps.html', KEEPS));
        await bench.inPage(
          `while (document.title !== 'kept') await new Promise((done) => setTimeout(done, 20));`,
        );
        const seen = await bench.popup(`text.includes('sk_id_shown')`);
        for (const shown of ['sk_id_shown', 'lobby', 'subscribe, presence', '“send” is missing', site.origin])
          assert.ok(seen.text.includes(shown), `${shown} is not in ${seen.text}`);
        assert.match(seen.text, /in (29|30):\d\d/);
        for (const secret of [SIGNATURE, JWT.split('.')[1] ?? '', 'turn-password'])
          assert.ok(!seen.text.includes(secret), 'a secret is shown');
        await bench.press('Clear tokens');
        assert.equal(await bench.inPage(COUNT), 1);
        await bench.press('Remove');
        await bench.popup(`!text.includes('sk_id_shown')`);
        assert.equal(await bench.inPage(COUNT), 0);
      },
    );
  });
}
