import { AdaptiveMesh } from '../../../core/peer/adaptive-mesh.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { afterEach, deepEqual, describe, equal, it, ok } from '../../helpers/bdd.ts';
import { linkPair } from './link-pair.ts';
import type { LinkPair } from './link-pair.ts';

const pairs: LinkPair[] = [];
const tracks: MediaStreamTrack[] = [];
afterEach(() => {
  for (const pair of pairs.splice(0)) pair.close();
  for (const track of tracks.splice(0)) track.stop();
});

function video(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 360];
  canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
  const [track] = canvas.captureStream(25).getVideoTracks();
  ok(track);
  tracks.push(track);
  return track;
}

async function until(condition: () => boolean, what: () => string): Promise<void> {
  const end = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never happened: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** As many links of ours as asked for, one mesh over them, and one video to all, each with a copy in its tracks. */
function call(peers: number, uplinkKbps: number) {
  const track = video();
  const ours = Array.from({ length: peers }, () => linkPair());
  pairs.push(...ours);
  const [first] = ours;
  ok(first);
  const mesh = new AdaptiveMesh({ audioKbps: 40, uplinkKbps }, first.a.tracks, () => 'me', NoopLogger);
  first.a.tracks.onchange = () => mesh.changed();
  for (const [at, { a }] of ours.entries()) {
    mesh.add(`peer-${at}`, a.link);
    a.tracks.add(track, { stream: undefined, metadata: undefined });
    a.link.attach(track);
  }
  const sender = (at: number): RTCRtpSender | undefined =>
    ours[at]?.a.connections[0]?.getSenders().find((candidate) => candidate.track === track);
  const encoding = (at: number): RTCRtpEncodingParameters => sender(at)?.getParameters().encodings[0] ?? {};
  const kbps = (): number[] => ours.map((_pair, at) => Math.round((encoding(at).maxBitrate ?? 0) / 1_000));
  const greeted = (): Promise<void> =>
    until(
      () => ours.every(({ b }) => b.link.sideReady),
      () => 'the hello of all',
    );
  return { mesh, ours, sender, encoding, kbps, greeted };
}

const wants = (width: number, height: number, visible = true) =>
  ({ t: 'wants', width, height, visible, screen: false }) as const;

describe('AdaptiveMesh', () => {
  it('shares the budget, goes by the tiles, and pauses what nobody looks at', async () => {
    const { ours, encoding, kbps, greeted } = call(3, 500);
    await until(
      () => kbps().join() === '150,150,150',
      () => kbps().join(),
    );
    await greeted();
    ours[0]?.b.link.sendSide(wants(320, 180));
    await until(
      () => kbps().join() === '50,200,200',
      () => kbps().join(),
    );
    ours[1]?.b.link.sendSide(wants(320, 180, false));
    await until(
      () => encoding(1).active === false,
      () => JSON.stringify(encoding(1)),
    );
    await until(
      () => kbps()[0] === 90 && kbps()[2] === 360,
      () => kbps().join(),
    );
    ours[1]?.b.link.sendSide(wants(640, 360));
    await until(
      () => encoding(1).active === true && kbps().join() === '50,200,200',
      () => kbps().join(),
    );
  });

  it('gives the share of one who leaves to the others, and counts who speaks', async () => {
    const { mesh, ours, kbps } = call(2, 500);
    await until(
      () => kbps().join() === '225,225',
      () => kbps().join(),
    );
    mesh.setActiveSpeaker('peer-0');
    await until(
      () => kbps().join() === '270,180',
      () => kbps().join(),
    );
    ours[1]?.a.link.close();
    await until(
      () => kbps()[0] === 450,
      () => kbps().join(),
    );
  });

  it('leaves an encoding alone that the application set, and counts it', async () => {
    const { mesh, sender, encoding, kbps, greeted, ours } = call(2, 500);
    await until(
      () => kbps().join() === '225,225',
      () => kbps().join(),
    );
    await greeted();
    const theirs = sender(0);
    ok(theirs);
    const parameters = theirs.getParameters();
    for (const own of parameters.encodings) own.maxBitrate = 100_000;
    await theirs.setParameters(parameters);
    const before = JSON.stringify(encoding(0));
    ours[0]?.b.link.sendSide(wants(320, 180, false));
    mesh.changed();
    await until(
      () => kbps()[1] === 350,
      () => kbps().join(),
    );
    equal(JSON.stringify(encoding(0)), before);
    deepEqual([encoding(0).maxBitrate, encoding(0).active], [100_000, true]);
  });

  it('takes up a connection that was made anew', async () => {
    const { ours, kbps, greeted } = call(1, 500);
    await greeted();
    ours[0]?.a.connections.splice(0);
    ours[0]?.a.link.replaceConnection();
    await until(
      () => kbps()[0] === 450,
      () => kbps().join(),
    );
  });
});
