import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StaticServer } from '../helpers/static.ts';
import { LIMIT, onPage, type Bench } from './helpers/bench.ts';
import { mediaPage, startLiveKitStandIn } from './helpers/livekit-stand-in.ts';

/** Publishes the camera and shows whatever comes; `shown` says what is done with each picture that plays. */
const PAGE = (
  url: string,
  shown = '',
): string => `<!doctype html><title>livekit</title><style>video { width: 160px }</style>
<script src="/livekit/livekit-client.umd.js"></script><script>
  const room = new LivekitClient.Room({
    singlePeerConnection: false, dynacast: false, publishDefaults: { simulcast: false, videoCodec: 'vp8' },
  });
  room.on('trackSubscribed', (track) => {
    const video = track.attach();
    video.addEventListener('playing', () => { ${shown} }, { once: true });
    document.body.append(video);
  });
  const publish = async () => {
    const tracks = await LivekitClient.createLocalTracks({ audio: true, video: true });
    const camera = tracks.find(({ kind }) => kind === 'video');
    document.body.append(camera.attach());
    return camera;
  };
  const captured = publish();
  room.connect(${JSON.stringify(url)}, 'not.a.token')
    .then(async () => room.localParticipant.publishTrack(await captured))
    .catch((err) => { document.title = 'failed ' + err.message; });
</script>`;

/** In the panel: opens a view. */
const OPEN = `panel.document.getElementById('tab-' + args[0]).click();`;

/** Pages that use LiveKit's own client as it is published, against a stand-in for its server. */
export function livekit(bench: () => Bench, site: () => StaticServer): void {
  describe('pages of livekit-client', { concurrency: 2 }, () => {
    /** A call with an echo; the page with the other ends is of a site that nobody watches. */
    async function inCall(name: string, shown: string, use: (page: string) => Promise<void>): Promise<void> {
      const standIn = await startLiveKitStandIn();
      try {
        const media = site().page(`/${name}-media.html`, mediaPage(standIn.origin));
        await onPage(bench(), media.replace('127.0.0.1', 'localhost'), () =>
          use(site().page(`/${name}.html`, PAGE(standIn.origin, shown))),
        );
      } finally {
        standIn.stop();
      }
    }

    it('finds nothing wrong with a call that is well', LIMIT, () =>
      inCall('livekit-well', '', (address) =>
        onPage(bench(), address, async (page) => {
          const panel = await page.panel(`/Connections 2/.test(text) && /Video elements 2/.test(text)`);
          assert.match(panel.text, /Connections 2/);
          const popup = await page.popup(`verdict === 'ok' && text.split('playing').length === 3`);
          assert.deepEqual([popup.verdict, popup.watching], ['ok', 'recording'], JSON.stringify(popup));
          assert.equal(popup.text.match(/×\d+, playing/g)?.length, 2, popup.text);
        }),
      ),
    );

    it('names a tile that was paused', LIMIT, () =>
      inCall('livekit-paused', 'video.pause();', (address) =>
        onPage(bench(), address, async (page) => {
          const popup = await page.popup(`findings.includes('renderer-paused')`, 45_000);
          assert.ok(popup.findings.includes('renderer-paused'), JSON.stringify(popup));
          assert.deepEqual([popup.verdict, popup.watching], ['error', 'recording']);
        }),
      ),
    );

    it('sees capture and the refused socket where there is no server', LIMIT, async () => {
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
