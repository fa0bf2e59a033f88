import { healthy, Loopback } from '../loopback.ts';
import { arrives, pause, picture, playAloud, plays, show, silence, wait } from '../media.ts';
import { tamper } from '../transform.ts';
import { caused } from '../input.ts';
import { seen } from '../seen.ts';

/** Faults of the picture itself, with plain connections. */
export const tileFaults = {
  async 'no-keyframe'() {
    const call = await Loopback.open();
    const [sender] = call.send(picture());
    if (sender) tamper(sender, 'key-frames');
    await call.negotiate();
    show(call.stream);
    await call.connected();
  },

  async undecodable() {
    const call = await Loopback.open();
    const [sender] = call.send(picture());
    if (sender) tamper(sender, 'scramble');
    await call.negotiate();
    show(call.stream);
    await call.connected();
  },

  async frozen() {
    const call = await Loopback.open();
    const [sender] = call.send(picture());
    if (sender) tamper(sender, 'scramble', { after: 5_000 });
    await call.negotiate();
    const video = show(call.stream);
    await plays(video);
    await wait(5_000);
  },

  /** The receiver is told of other streams than those that are sent: with two of them, none can be told by its format. */
  async 'no-packets'() {
    const call = await Loopback.open({
      alter: ({ type, sdp = '' }, to) => ({ type, sdp: to === 'here' ? otherStreams(sdp) : sdp }),
    });
    call.send(picture());
    call.send(picture());
    await call.negotiate();
    show(call.stream);
    await call.connected();
  },

  async 'remote-source-black'() {
    const stream = picture();
    const [call, video] = await healthy(stream);
    await plays(video);
    for (const { track } of call.there.getSenders()) if (track) track.enabled = false;
  },

  async 'peer-paused'() {
    const [call, video] = await healthy(picture());
    await plays(video);
    await pause(call.there.getSenders());
  },

  async 'peer-sends-no-video'() {
    const call = await Loopback.open();
    call.send(new MediaStream([silence()]));
    await call.negotiate();
    const audio = new Audio();
    audio.muted = true;
    audio.srcObject = call.stream;
    await call.connected();
  },

  async 'autoplay-blocked'() {
    const call = await Loopback.open();
    call.send(new MediaStream([...picture().getTracks(), silence()]));
    await call.negotiate();
    await call.connected();
    await playAloud(call.stream);
  },

  async 'autoplay-blocked-attribute'() {
    const call = await Loopback.open();
    call.send(new MediaStream([...picture().getTracks(), silence()]));
    await call.negotiate();
    const video = document.createElement('video');
    video.autoplay = true;
    video.style.cssText = 'width: 160px; height: 120px';
    video.srcObject = call.stream;
    document.body.append(video);
    await call.connected();
  },

  async 'renderer-unbound'() {
    const call = await Loopback.open();
    call.send(picture());
    await call.negotiate();
    await call.connected();
    await arrives(call.stream);
  },

  /** A reconnect brings a stream of the same id, and the page goes by ids. */
  async 'renderer-stale'() {
    const stream = picture();
    const [first, video] = await healthy(stream);
    await plays(video);
    first.here.close();
    first.there.close();
    const second = await Loopback.open();
    second.send(stream);
    await second.negotiate();
    if ((video.srcObject as MediaStream).id !== second.stream.id) throw new Error('the ids differ');
    await second.connected();
  },

  async 'renderer-ended'() {
    const [call, video] = await healthy(picture());
    await plays(video);
    call.here.close();
  },

  async 'renderer-ended-by-the-other-side'() {
    const [call, video] = await healthy(picture());
    await plays(video);
    await seen(({ elements }) =>
      elements.some(({ log }) =>
        log.some((event) => event.type === 'observed' && event.liveTracks.length > 0),
      ),
    );
    for (const transceiver of call.there.getTransceivers()) transceiver.stop();
    await call.negotiate();
  },

  async 'renderer-hidden'() {
    const [, video] = await healthy(picture());
    await plays(video);
    video.style.display = 'none';
  },

  async 'renderer-hidden-no-size'() {
    const [, video] = await healthy(picture());
    await plays(video);
    video.style.cssText = 'width: 0; height: 0';
  },

  async 'renderer-hidden-opacity'() {
    const [, video] = await healthy(picture());
    await plays(video);
    document.body.style.opacity = '0';
  },

  async 'renderer-hidden-detached'() {
    const [, video] = await healthy(picture());
    await plays(video);
    video.remove();
    await video.play();
    setInterval(() => video.currentTime, 1_000);
  },

  async 'renderer-paused'() {
    const [, video] = await healthy(picture());
    await plays(video);
    video.pause();
  },

  async 'renderer-paused-never-played'() {
    const call = await Loopback.open();
    call.send(picture());
    await call.negotiate();
    const video = document.createElement('video');
    video.muted = true;
    video.style.cssText = 'width: 160px; height: 120px';
    video.srcObject = call.stream;
    document.body.append(video);
    await call.connected();
  },

  async 'renderer-leak'() {
    const calls = await Promise.all([0, 1, 2].map(() => healthy(picture())));
    await Promise.all(calls.map(([, video]) => plays(video)));
    for (const [call] of calls) call.here.close();
  },

  async 'connection-leak'() {
    const calls = await Promise.all([0, 1, 2].map(() => healthy(picture())));
    await Promise.all(calls.map(([, video]) => plays(video)));
    for (const [call, video] of calls) {
      video.srcObject = null;
      video.remove();
      call.there.close();
    }
    caused();
  },
} as const;

const otherStreams = (sdp: string): string =>
  sdp
    .replace(/^a=extmap:\d+ urn:ietf:params:rtp-hdrext:sdes:\S+\r\n/gm, '')
    .replace(/^(a=ssrc-group:).*\r\n/gm, '')
    .replace(/^a=ssrc:(\d+) /gm, (_, ssrc: string) => `a=ssrc:${(Number(ssrc) ^ 1) >>> 0} `);
