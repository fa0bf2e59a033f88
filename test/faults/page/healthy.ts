// Calls with nothing wrong in them, for the soak: the doctor must not raise its voice.
import { given, join } from './engines.ts';
import { ask, caused, input } from './input.ts';
import { elsewhere, healthy, Loopback, type LoopbackOptions } from './loopback.ts';
import { picture, plays, show, silence, wait } from './media.ts';

/** Sound and picture both ways. */
async function call(options: LoopbackOptions = {}): Promise<{ loopback: Loopback; video: HTMLVideoElement }> {
  const loopback = await Loopback.open(options);
  loopback.send(new MediaStream([...picture().getTracks(), silence()]));
  const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  show(own);
  for (const track of own.getTracks()) loopback.here.addTrack(track, own);
  await loopback.negotiate();
  const video = show(loopback.stream);
  await loopback.connected();
  await plays(video);
  return { loopback, video };
}

const sender = ({ there }: Loopback, kind: string): RTCRtpSender | undefined =>
  there.getSenders().find(({ track }) => track?.kind === kind);

const HEALTHY: Readonly<Record<string, () => Promise<unknown>>> = {
  'a call': () => call(),

  async 'a hidden tab'() {
    await call();
    ask('hide');
    while (!document.hidden) await wait(50);
    console.log('@hidden');
  },

  'alone in the room': () => join(window, given(), picture()),

  async 'camera off by choice'() {
    const { loopback } = await call();
    await wait(2_000);
    await sender(loopback, 'video')?.replaceTrack(null);
  },

  async 'camera taken out by choice'() {
    const { loopback } = await call();
    await wait(2_000);
    const video = sender(loopback, 'video');
    if (video) loopback.there.removeTrack(video);
    await loopback.negotiate();
  },

  async 'microphones off by choice'() {
    const { loopback } = await call();
    for (const end of [loopback.here, loopback.there])
      for (const { track } of end.getSenders()) if (track?.kind === 'audio') track.enabled = false;
  },

  async 'sound alone'() {
    const loopback = await Loopback.open();
    loopback.send(new MediaStream([silence()]));
    await loopback.negotiate();
    show(loopback.stream);
  },

  'a still screen': () => healthy(picture({ still: true })),

  /** Its encoder may have nothing to send from the first moment on. */
  'a picture that is never drawn on again': () => healthy(picture({ once: true })),

  /** One peer after another comes, and goes before anybody could tell more of it. */
  async 'peers that have just joined'() {
    for (;;) {
      const [joined, video] = await healthy(picture());
      await wait(2_500);
      video.srcObject = null;
      video.remove();
      joined.here.close();
      joined.there.close();
    }
  },

  'a relay': () => call({ here: { iceServers: [...input.iceServers], iceTransportPolicy: 'relay' } }),

  async 'a socket that drops and comes back'() {
    const peer = await join(window, given(), picture());
    peer.on('peer-joined', ({ peer: remote }) => {
      const shown = new Map<string, HTMLVideoElement>();
      remote.on('stream-added', ({ stream }) => shown.set(stream.id, show(stream)));
      remote.on('stream-removed', ({ stream }) => shown.get(stream.id)?.remove());
    });
    await join(await elsewhere(), { tokenProvider: () => Promise.resolve(input.otherToken) }, picture());
    await wait(3_000);
    ask('drop', 'once');
  },
};

const begin = HEALTHY[input.fault];
if (!begin) console.log(`@failed there is nothing like ${input.fault}`);
else {
  caused();
  begin().catch((err: unknown) =>
    console.log(`@failed ${String(err)} ${err instanceof Error ? (err.stack ?? '') : ''}`),
  );
}
