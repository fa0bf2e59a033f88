import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import type { StaticServer } from '../helpers/static.ts';
import { onPage, type Bench } from './helpers/bench.ts';

/**
 * A LiveKit server's first message, as its protocol writes it: a JoinResponse with room "r" and participant "me", in which the client is
 * to offer first.
 */
const JOINED = Buffer.from('CiQKCgoEUk1fMRIBchIKCgRQQV8xEgJtZSIFMS45LjBQHlgKeAE=', 'base64');

const PAGE = (url: string): string => `<!doctype html><title>livekit</title>
<script src="/livekit/livekit-client.umd.js"></script><script>
  const room = new LivekitClient.Room();
  const publish = async () => {
    const tracks = await LivekitClient.createLocalTracks({ audio: true, video: true });
    document.body.append(tracks.find(({ kind }) => kind === 'video').attach());
  };
  publish().then(() => { document.title = 'captured'; });
  room.connect(${JSON.stringify(url)}, 'not.a.token').catch((err) => { document.title = 'failed ' + err.message; });
</script>`;

/** In the panel: opens a view. */
const OPEN = `panel.document.getElementById('tab-' + args[0]).click();`;

/** Pages that use LiveKit's own client as it is published, against servers that answer in part or not at all. */
export function livekit(bench: () => Bench, site: () => StaticServer): void {
  describe('pages of livekit-client', { concurrency: 2 }, () => {
    let http: Server;
    let origin: string;
    before(async () => {
      http = createServer((_, response) => response.writeHead(404).end());
      const sockets = new WebSocketServer({ server: http });
      // It lets everybody in, and says nothing more.
      sockets.on('connection', (socket) => socket.send(JOINED));
      await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
      origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    });
    after(() => {
      http.closeAllConnections();
      http.close();
    });

    // The stand-in says no more than its first message, on which the client gives up by itself.
    it('sees the publisher connection that a room makes on joining', { timeout: 60_000 }, async () => {
      await onPage(bench(), site().page('/livekit-joined.html', PAGE(origin)), (page) =>
        page.withPanel(async (panel) => {
          await panel.until(`/Connections [1-9]/.test(text)`);
          await panel.run(OPEN, 'connections');
          const { text } = await panel.until(`text.includes('_reliable') && text.includes('_lossy')`);
          assert.match(text, /_reliable/);
          assert.match(text, /_lossy/);
        }),
      );
    });

    it('sees capture and the refused socket where there is no server', { timeout: 60_000 }, async () => {
      const dead = site().page('/livekit-dead.html', PAGE('ws://127.0.0.1:9'));
      await onPage(bench(), dead, (page) =>
        page.withPanel(async (panel) => {
          const seen = await panel.until(`/Capture 1/.test(text) && /Video elements 1/.test(text)`);
          assert.match(seen.text, /Capture 1/);
          await panel.run(OPEN, 'signalling');
          const sockets = await panel.until(`text.includes('ws://127.0.0.1:9') && text.includes('1006')`);
          assert.match(sockets.text, /ws:\/\/127\.0\.0\.1:9/);
          assert.match(sockets.text, /closed \(1006\)/);
          assert.ok(!sockets.text.includes('not.a.token'), 'a token is shown');
        }),
      );
    });
  });
}
