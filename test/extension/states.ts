import { after, before, describe } from 'node:test';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { Bench } from './helpers/bench.ts';
import { startBench } from './helpers/start-bench.ts';
import { servePages, type Pages } from './pages.ts';
import { languages } from './languages.ts';
import { access } from './access.ts';
import { frames } from './frames.ts';
import { fronts } from './fronts.ts';
import { lasting } from './lasting.ts';
import { livekit } from './livekit.ts';
import { permission } from './permission.ts';
import { probes } from './probes.ts';
import { tokens } from './tokens.ts';
import { unwatched } from './unwatched.ts';
import { watched } from './watched.ts';

const SIDE_BY_SIDE = { concurrency: 2 };

/** What the popup says of pages that are watched, in part, not yet, or not at all. */
export function statesIn(name: BrowserName): void {
  describe(`the states of a page in ${name}`, { concurrency: 1 }, () => {
    let site: StaticServer;
    let server: SignallingServer;
    let pages: Pages;
    let without: Bench;
    let watching: Bench;
    before(async () => {
      [site, server] = await Promise.all([
        startStatic({
          '/metered-call.js': 'dist/metered-call.js',
          '/livekit/': 'node_modules/livekit-client/dist',
        }),
        startServer(),
      ]);
      // One after the other: whichever has started is stopped, whatever happens to the next.
      without = await startBench(name);
      watching = await startBench(name, { watched: ['http://127.0.0.1/*'] });
      pages = servePages(site);
    });
    after(async () => {
      await Promise.all([without?.stop(), watching?.stop(), server?.stop(), site?.stop()]);
    });

    describe('side by side', SIDE_BY_SIDE, () => {
      unwatched(
        name,
        () => without,
        () => pages,
        () => server.wsOrigin,
      );
      tokens(
        () => without,
        () => site,
      );
      watched(
        () => watching,
        () => pages,
      );
      fronts(
        name,
        () => watching,
        () => pages,
      );
      frames(
        () => watching,
        () => without,
        () => pages,
      );
      probes(
        name,
        () => watching,
        () => pages,
        () => server.wsOrigin,
      );
      if (name === 'chromium')
        access(
          () => watching,
          () => pages,
        );
      livekit(
        () => watching,
        () => site,
      );
    });

    languages(name, () => site);

    describe('one after the other', { concurrency: 1 }, () => {
      permission(
        name,
        () => watching,
        () => pages,
      );
      lasting(
        name,
        () => watching,
        () => pages,
      );
    });
  });
}
