import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchBrowser } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import type { StaticServer } from '../helpers/static.ts';
import { arrive, enter, meets, startSite, type Credential, type Party } from './party.ts';

const OUTAGE_MS = 30_000;
const MESSAGES = 100;
const MET_WITHIN_MS = 10_000;
/**
 * Seconds by which the freezing of two calls differs that a busy machine makes side by side. A connection that is
 * rebuilt freezes for 0.5 to 15 s more.
 */
const NOISE_S = 0.45;
/** Such a machine takes its samples late, too, and then some of them close together. */
const ABOUT_A_SECOND_MS = 900;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds for which a call's picture stood still while it was watched. */
async function freezing(party: Party): Promise<number> {
  const samples = await party.run((call) => call.stopWatching?.() ?? []);
  return (samples.at(-1)?.freezes ?? 0) - (samples[0]?.freezes ?? 0);
}

for (const browserName of ['chromium', 'firefox'] as const) {
  describe(`the server is killed for 30 s in mid-call, ${browserName}`, () => {
    let site: StaticServer;
    let server: SignallingServer;
    /** Of the call to compare with, which has no outage and is watched for the same seconds. */
    let steady: SignallingServer;
    let control: [Party, Party];
    let browser: Browser;
    const calls = new Map<Credential, [Party, Party]>();
    let frozenWithout = 0;
    const sent = new Map<Credential, string[]>();

    before(async () => {
      site = await startSite();
      [server, steady] = await Promise.all([startServer(), startServer()]);
      browser = await launchBrowser(browserName);
      const pair = async (
        of: SignallingServer,
        credential: Credential,
        room: string,
      ): Promise<[Party, Party]> => {
        const options = { site, server: of, room, credential };
        const first = await enter(browser, { ...options, name: 'a' });
        const second = await enter(browser, { ...options, name: 'b' });
        for (const party of [first, second]) {
          await party.until(
            'sees the other',
            async () => (await window.outage.sampleVideo()).framesDecoded > 20,
            45_000,
          );
          await party.until('is greeted', () => window.outage.peer.remotePeers[0]?.hello != null, 45_000);
          await party.run((call) => call.remember());
        }
        return [first, second];
      };
      for (const credential of ['token', 'key'] as const)
        calls.set(credential, await pair(server, credential, `outage-${credential}`));
      control = await pair(steady, 'token', 'steady');

      for (const party of [...[...calls.values()].flat(), ...control])
        await party.run((call) => void (call.stopWatching = call.watch()));
      await server.kill();
      const sending = [...calls].map(async ([credential, [first]]) => {
        await first.until('notices the outage', () => window.outage.peer.state === 'reconnecting', 20_000);
        await first.run((call) => call.share());
        sent.set(credential, await first.run((call, count) => call.sendNumbers(count), MESSAGES));
      });
      await Promise.all([...sending, sleep(OUTAGE_MS)]);
      const without = await Promise.all(control.map(freezing));
      frozenWithout = Math.max(...without);
    });

    after(async () => {
      await closeBrowser(browser);
      await Promise.all([server.stop(), steady.stop(), site.stop()]);
    });

    for (const credential of ['token', 'key'] as const) {
      const parties = (): [Party, Party] => {
        const pair = calls.get(credential);
        assert.ok(pair);
        return pair;
      };

      test(`${credential}: every second brought new frames, and no more freezing than without`, async () => {
        for (const party of parties()) {
          const samples = await party.run((call) => call.stopWatching?.() ?? []);
          const [begin, end] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0];
          assert.ok(end - begin >= 0.8 * OUTAGE_MS, `watched for ${end - begin} ms`);
          assert.ok(samples.length >= 10, `${samples.length} samples`);
          const seen = samples.map(({ at, framesDecoded }) => `${Math.round(at - begin)}: ${framesDecoded}`);
          for (const { at, framesDecoded } of samples) {
            const before = samples.findLast((sample) => at - sample.at >= ABOUT_A_SECOND_MS);
            assert.ok(
              !before || framesDecoded > before.framesDecoded,
              `none by ${at - begin} ms: ${seen.join()}`,
            );
          }
          assert.equal(new Set(samples.map(({ ssrc }) => ssrc)).size, 1, 'one SSRC');
          const frozen = (samples.at(-1)?.freezes ?? 0) - (samples[0]?.freezes ?? 0);
          assert.ok(
            frozen <= frozenWithout + NOISE_S,
            `${frozen} s frozen, ${frozenWithout} s without the outage`,
          );
        }
      });

      test(`${credential}: a screen share started during it arrived`, async () => {
        const [, second] = parties();
        await second.until('sees the share', () => window.outage.streams.includes('screen'), 10_000);
      });

      test(`${credential}: a hundred messages sent during it arrived once and in order`, async () => {
        const [, second] = parties();
        assert.deepEqual(new Set(sent.get(credential)), new Set(['sent']));
        const got = await second.run((call) => call.data);
        assert.deepEqual(
          got,
          Array.from({ length: MESSAGES }, (_, n) => ({ n })),
        );
      });
    }

    test('once the server is back a late joiner meets everyone within 10 s', async () => {
      const { port } = new URL(server.origin);
      const arriving = await Promise.all(
        [...calls].map(async ([credential, pair]) => {
          const options = { site, server, room: `outage-${credential}`, credential, name: 'late' };
          return { pair, ...(await arrive(browser, { ...options, camera: false })) };
        }),
      );
      server = await startServer(['--port', port]);
      const listening = performance.now();
      const late: Party[] = [];
      for (const { pair, party, join } of arriving) {
        await join();
        const left = MET_WITHIN_MS - (performance.now() - listening);
        await Promise.all([party, ...pair].map((one) => meets(one, 2, Math.max(1, left))));
        for (const one of pair)
          assert.deepEqual(await one.run((call) => call.left), [], 'nobody was said to have left');
        late.push(party);
      }
      await Promise.all(late.map((party) => party.run((call) => call.peer.close())));
      await Promise.all([...calls.values()].flat().map((party) => meets(party, 1)));
    });

    for (const credential of ['token', 'key'] as const) {
      test(`${credential}: afterwards it is the same peer, connection and SSRC, and messages flow by the server`, async () => {
        const pair = calls.get(credential);
        assert.ok(pair);
        const [first, second] = pair;
        for (const party of pair) {
          await party.until('is back', () => window.outage.peer.state === 'joined', 20_000);
          assert.deepEqual(await party.run((call) => call.same()), { remote: true, connection: true });
          // Firefox holds sockets back, the longer the more have failed: only one may try its luck there.
          if (browserName === 'firefox')
            assert.ok((await party.run((call) => call.socketsMade)) <= 3, 'the server is asked first');
        }
        await first.run((call) => call.peer.send({ after: true }));
        await second.until(
          'hears',
          () => JSON.stringify(window.outage.data.at(-1)) === '{"after":true}',
          20_000,
        );
        assert.equal(await second.run((call) => call.data.length), MESSAGES + 1, 'nothing came twice');
      });
    }
  });
}
