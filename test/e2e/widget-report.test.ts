import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { readDump } from '../../core/recorder/dump/read-dump.ts';
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

interface BothSides {
  readonly others?: readonly { readonly peer: string; readonly report: object }[];
}

for (const name of ['chromium', 'firefox'] as const) {
  describe(`in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser(name);
    });
    after(() => closeBrowser(browser));

    const two = async (room: string): Promise<[Person, Person]> => {
      const people: Person[] = [];
      for (const who of ['Ana Lovelace', 'Bo']) {
        const url = site.page(
          `/${room}-${people.length}.html`,
          `<!doctype html><html lang="en"><title>Call</title><style>metered-call { height: 100vh }</style>
<script src="/metered-call.js"></script>
<metered-call room="${room}" api-key="${DEMO_KEY}" server="${server.wsOrigin}" display-name="${who}" autojoin></metered-call>`,
        );
        people.push(await openPerson(browser, url));
        await people.at(-1)?.joined(people.length - 1);
      }
      const [a, b] = people as [Person, Person];
      await a.joined(1);
      for (const person of [a, b])
        await person.until('the other is one of ours', () =>
          Boolean(window.prepared.call()?.participants.every((one) => one.canChat)),
        );
      return [a, b];
    };
    const saved = async (person: Person): Promise<string> =>
      person.page.evaluate(async () => (await window.prepared.call()?.exportReport())?.text() ?? '');

    test('the report holds the other side once a person over there has agreed, and not before', async () => {
      const [ana, bo] = await two(`report-${name}`);
      await ana.press('Report');
      await ana.press('Ask Bo for their side');
      await ana.reads('Waiting for Bo to agree…');
      await bo.reads('Ana Lovelace asks for the report of your side.');
      assert.deepEqual(await bo.axe(), []);
      await bo.press('Decline');
      await ana.reads('Bo did not agree.');
      assert.equal((JSON.parse(await saved(ana)) as BothSides).others, undefined);
      await ana.press('Ask Bo for their side');
      await bo.press('Accept');
      await ana.reads('The report holds the side of Bo as well.');
      assert.deepEqual(await ana.axe(), []);
      const text = await saved(ana);
      const { others = [] } = JSON.parse(text) as BothSides;
      const bosId = await bo.page.evaluate(() => window.prepared.call()?.peer?.peerId);
      assert.deepEqual(
        others.map(({ peer }) => peer),
        [bosId],
      );
      const [own, theirs] = [await readDump(text), await readDump(JSON.stringify(others[0]?.report))];
      const met = ({ trace }: typeof own): string[] => [
        // A first offer that gave way leaves a connection that never had a peer.
        ...new Set(trace.connections.flatMap(({ peer }) => peer ?? [])),
      ];
      assert.deepEqual(met(own), [bosId]);
      assert.deepEqual(met(theirs), [await ana.page.evaluate(() => window.prepared.call()?.peer?.peerId)]);
      assert.doesNotMatch(text, /Ana Lovelace|pk_live|ice-pwd:(?!\[)/);
      for (const person of [ana, bo]) {
        assert.equal(await person.page.evaluate(() => window.prepared.deep('.notices').length), 0);
        await person.find('button', 'Chat');
        await person.page.close();
      }
    });

    test('what nobody asked for is dropped, and nobody puts two questions at a time', async () => {
      const [ana, mallory] = await two(`unasked-${name}`);
      /** How a file of that name fares that is sent to Ana. */
      const sends = (file: string): Promise<string> =>
        mallory.page.evaluate(async (name: string) => {
          const peer = window.prepared.call()?.peer;
          const blob = new Blob(['{"format":"metered-call-dump"}']);
          try {
            await peer?.sendBlob(peer.remotePeers[0]?.id ?? '', blob, { name });
            return 'taken';
          } catch (err) {
            return (err as { code?: string }).code ?? String(err);
          }
        }, file);
      assert.equal(await sends('metered-call-report-1'), 'refused');
      await mallory.page.evaluate(async () => {
        const peer = window.prepared.call()?.peer;
        const to = peer?.remotePeers[0]?.id ?? '';
        for (const id of ['1', '2', '3', 'x'.repeat(65), '', null, { toString: 1 }])
          await peer?.sendTo(to, { type: 'metered-call/report', op: 'ask', id });
        await peer?.sendTo(to, { type: 'metered-call/report', op: 'no', id: '1' });
        await peer?.send({ type: 'metered-call/report', op: 'ask', id: '9' });
      });
      assert.equal(await sends('notes.txt'), 'taken');
      await ana.until('one question is put', () => window.prepared.deep('[data-question]').length === 1);
      await ana.press('Decline');
      await ana.until('none is left', () => window.prepared.deep('[data-question]').length === 0);
      assert.equal((JSON.parse(await saved(ana)) as BothSides).others, undefined);
      await ana.press('Chat, 1 unread');
      await ana.find('link', 'Download notes.txt');
      assert.equal(await ana.page.evaluate(() => window.person.reads('metered-call-report-1')), false);

      // What is given instead of a report, by whoever was asked for one.
      await mallory.page.evaluate(() => {
        const peer = window.prepared.call()?.peer;
        peer?.on('data', ({ senderPeerId, data }) => {
          const { id } = data as { id: string };
          void peer.sendBlob(
            senderPeerId,
            new Blob(['{"format":"metered-call-dump","version":1,"trace":7}']),
            {
              name: `metered-call-report-${id}`,
            },
          );
        });
      });
      await ana.press('Report');
      await ana.press('Ask Bo for their side');
      await ana.reads('The report of Bo did not come.');
      assert.equal((JSON.parse(await saved(ana)) as BothSides).others, undefined);
      for (const { page } of [ana, mallory]) await page.close();
    });
  });
}
