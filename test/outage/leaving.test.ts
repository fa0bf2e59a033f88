import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import type { StaticServer } from '../helpers/static.ts';
import { enter, meets, startSite, type Credential, type Party } from './party.ts';

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

    async function pair(
      credential: Credential = 'token',
    ): Promise<{ stays: Party; goes: Party; room: string }> {
      const room = `leaving-${(rooms += 1)}`;
      leaving = await launchBrowser(name);
      const options = { site, server, room, credential };
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

    for (const credential of ['token', 'key'] as const) {
      test(`${credential}: of messages that flow while sockets break each comes once and in order`, async () => {
        const { stays, goes } = await pair(credential);
        const both = [stays, goes];
        for (const party of both) await party.run((call) => call.talk());
        for (const dropping of [[goes], [stays], both]) {
          const before = await Promise.all(dropping.map((party) => party.run((call) => call.entered)));
          await Promise.all(dropping.map((party) => party.run((call) => call.dropSocket())));
          for (const [n, party] of dropping.entries())
            await party.until('is back', (times) => window.outage.entered > times, 20_000, before[n] ?? 0);
          const heard = await Promise.all(both.map((party) => party.run((call) => call.data.length)));
          for (const [n, party] of both.entries())
            await party.until(
              'hears',
              (least) => window.outage.data.length > least + 50,
              20_000,
              heard[n] ?? 0,
            );
        }
        const outcomes = await Promise.all(both.map((party) => party.run((call) => call.silence())));
        for (const [n, party] of both.entries()) {
          const sent = (outcomes[1 - n] ?? []).flatMap((outcome, at) => (outcome === 'sent' ? at : []));
          await party.until(
            'hears all that was said to be sent',
            (numbers) => {
              const heard = new Set(window.outage.data.map((message) => (message as { n: number }).n));
              return numbers.every((number) => heard.has(number));
            },
            20_000,
            sent,
          );
          const numbers = await party.run((call) => call.data.map((message) => (message as { n: number }).n));
          // What was rejected may have come, once.
          assert.deepEqual(
            numbers,
            [...new Set(numbers)].sort((a, b) => a - b),
          );
        }
      });
    }

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
