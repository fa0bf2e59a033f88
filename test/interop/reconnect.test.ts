import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { closeBrowser, launchChromium } from '../helpers/browsers.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import type { StaticServer } from '../helpers/static.ts';
import { meet, openParty, startSite, type Party } from './party.ts';

// The smaller id is the polite one.
const ROLES = [
  { name: 'ours is polite', ours: 'a', theirs: 'b' },
  { name: 'theirs is polite', ours: 'b', theirs: 'a' },
] as const;

describe('ours and the published client, when signalling connections come and go', () => {
  let site: StaticServer;
  let server: SignallingServer;
  let browser: Browser;
  let rooms = 0;
  let parties: Party[] = [];

  before(async () => {
    site = await startSite();
    server = await startServer();
    browser = await launchChromium({ autoplay: true });
  });
  afterEach(async () => {
    await Promise.all(parties.map((party) => party.page.close()));
    parties = [];
  });
  after(async () => {
    await closeBrowser(browser);
    await server.stop();
    await site.stop();
  });

  async function pair(role: (typeof ROLES)[number]): Promise<{ ours: Party; theirs: Party; room: string }> {
    const room = `reconnect-${(rooms += 1)}`;
    const open = (engine: 'ours' | 'theirs'): Promise<Party> =>
      openParty(browser, { engine, id: `${role[engine]}-${room}`, server, site });
    const [ours, theirs] = [await open('ours'), await open('theirs')];
    parties = [ours, theirs];
    return { ours, theirs, room };
  }

  /** Both have been away and are back, and each sees and hears the other again. */
  async function recovers(
    ours: Party,
    theirs: Party,
    streams: { ours: string; theirs: string },
  ): Promise<void> {
    for (const party of [ours, theirs])
      await party.sees('joined again', () => window.kit.state() === 'joined');
    await Promise.all([ours.receives(streams.theirs), theirs.receives(streams.ours)]);
    assert.deepEqual(await theirs.run((kit) => kit.data), [], 'nothing of ours shows up as their data');
  }

  for (const role of ROLES) {
    test(`${role.name}: each side’s drop, and a server that restarts, are survived`, async () => {
      const { ours, theirs, room } = await pair(role);
      await meet([ours, theirs], room);
      const streams = {
        ours: await ours.run((kit) => kit.add('cam')),
        theirs: await theirs.run((kit) => kit.add('cam')),
      };
      await recovers(ours, theirs, streams);

      for (const dropped of [ours, theirs]) {
        const states = dropped.page.evaluate(
          () =>
            new Promise<void>((resolve) => {
              window.kit.dropSocket();
              const seen = setInterval(() => {
                if (window.kit.state() !== 'reconnecting') return;
                clearInterval(seen);
                resolve();
              }, 1);
            }),
        );
        await states;
        await recovers(ours, theirs, streams);
      }

      const { port } = new URL(server.origin);
      await server.kill();
      for (const party of [ours, theirs]) {
        await party.sees('notices that the server is gone', () => window.kit.state() === 'reconnecting');
      }
      server = await startServer(['--port', port]);
      await recovers(ours, theirs, streams);
      await ours.run((kit) => kit.broadcast('after'));
      await theirs.sees('hears ours', () => window.kit.data.length === 1);
    });
  }

  test('what ours says while its socket closes arrives once, and in order', async () => {
    const { ours, theirs, room } = await pair(ROLES[0]);
    await meet([ours, theirs], room);
    await ours.run(async (kit) => {
      await kit.broadcast('before');
      kit.dropSocket();
      await Promise.all(['at once', 'and again'].map((text) => kit.broadcast(text)));
      await kit.broadcast('after');
    });
    await theirs.sees('hears all', () => window.kit.data.length >= 4);
    assert.deepEqual(
      (await theirs.run((kit) => kit.data)).map(({ data }) => data),
      ['before', 'at once', 'and again', 'after'],
    );
  });

  test('a room without media opens no connection', async () => {
    const { ours, theirs, room } = await pair(ROLES[0]);
    await meet([ours, theirs], room);
    await theirs.run((kit) => kit.broadcast('hello'));
    await ours.sees('hears theirs', () => window.kit.data.length === 1);
    assert.equal(await ours.run((kit) => kit.connections.length), 0);
    assert.deepEqual(await theirs.run((kit) => kit.data), []);
  });
});
