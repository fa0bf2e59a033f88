import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import type { StaticServer } from '../helpers/static.ts';
import { enter, meets, startSite, type Party } from './party.ts';

for (const name of ['chromium', 'firefox'] as const) {
  describe(`who leaves, and how it is seen, ${name}`, () => {
    let site: StaticServer;
    let server: SignallingServer;
    let watching: Browser;
    let leaving: Browser | undefined;
    let rooms = 0;

    before(async () => {
      site = await startSite();
      server = await startServer();
      watching = await launchBrowser(name);
    });
    afterEach(async () => {
      await closeBrowser(leaving);
      leaving = undefined;
    });
    after(async () => {
      await closeBrowser(watching);
      await server.stop();
      await site.stop();
    });

    async function pair(): Promise<{ stays: Party; goes: Party; room: string }> {
      const room = `leaving-${(rooms += 1)}`;
      leaving = await launchBrowser(name);
      const options = { site, server, room, credential: 'token' as const };
      const stays = await enter(watching, { ...options, name: 'stays' });
      const goes = await enter(leaving, { ...options, name: 'goes' });
      await meets(stays, 1);
      for (const party of [stays, goes]) {
        await party.until('is greeted', () => window.outage.peer.remotePeers[0]?.hello != null, 45_000);
      }
      return { stays, goes, room };
    }

    test('a tab that is killed shows as reconnecting within 12 s and has left within 35 s', async () => {
      const { stays } = await pair();
      const killed = Date.now();
      leaving?.process()?.kill('SIGKILL');
      // A browser that is killed may still close its connections on the way: then it is gone at once.
      await stays.until(
        'sees it reconnecting, or gone',
        () => window.outage.states.at(-1)?.to === 'reconnecting' || window.outage.left.length === 1,
        12_000,
      );
      await stays.until(
        'sees it gone',
        () => window.outage.left.length === 1,
        35_000 - (Date.now() - killed),
      );
    });

    test('a peer that is kicked is gone at once', async () => {
      const { stays, room } = await pair();
      const response = await fetch(`${server.origin}/v1/peers/${room}-goes`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer sk_id_demo:sk_secret_demo' },
      });
      assert.equal(response.ok, true, String(response.status));
      await stays.until('sees it gone', () => window.outage.left.length === 1, 5_000);
    });

    test('leaving while the server is away is seen at once', async () => {
      const { stays, goes } = await pair();
      await server.kill();
      for (const party of [stays, goes]) {
        await party.until('notices', () => window.outage.peer.state === 'reconnecting', 20_000);
      }
      await goes.run((call) => call.peer.close());
      await stays.until('sees it gone', () => window.outage.left.length === 1, 5_000);
      server = await startServer(['--port', new URL(server.origin).port]);
    });
  });
}
