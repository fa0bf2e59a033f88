import type { CallError, MeteredCall } from '../../widget/index.ts';
import '../../widget/index.ts';
import { afterEach, beforeEach, deepEqual, describe, equal, it, ok, rejects } from '../helpers/bdd.ts';
import { Playback } from '../../core/media/playback.ts';
import { OwnMedia } from '../../widget/own-media.ts';
import { FakePeer } from './fake-peer.ts';
import { CONTROL, inside, until } from './stage.ts';

const { mediaDevices } = navigator;
const open = mediaDevices.getUserMedia.bind(mediaDevices);
let opened: MediaStreamTrack[] = [];
/** Nothing more is opened. */
let busy = false;
/** Who waits for a track to end: Firefox carries no event that a page has made to a track. */
let endings = new Map<MediaStreamTrack, () => void>();

beforeEach(() => {
  opened = [];
  busy = false;
  endings = new Map();
  mediaDevices.getUserMedia = async (constraints) => {
    if (busy) throw new DOMException('in use', 'NotReadableError');
    const stream = await open(constraints);
    for (const track of stream.getTracks()) {
      opened.push(track);
      const listen = track.addEventListener.bind(track);
      Object.assign(track, {
        addEventListener(type: string, listener: () => void, options?: AddEventListenerOptions) {
          if (type === 'ended') endings.set(track, listener);
          else listen(type, listener, options);
        },
      });
    }
    return stream;
  };
});

afterEach(async () => {
  for (const call of document.querySelectorAll('metered-call')) call.remove();
  await new Promise((resolve) => setTimeout(resolve));
  mediaDevices.getUserMedia = open;
  localStorage.clear();
});

async function show(): Promise<MeteredCall> {
  const call = document.createElement('metered-call');
  Object.assign(call, { room: 'daily', apiKey: 'pk_live_x', lobby: 'off' });
  call.createPeer = (options) => new FakePeer(options).asPeer();
  document.body.append(call);
  await call.updateComplete;
  return call;
}

const live = (): string[] =>
  opened
    .filter(({ readyState }) => readyState === 'live')
    .map(({ kind }) => kind)
    .sort();

describe('your own devices', () => {
  for (const type of ['call-before-join', 'call-state-change'] as const)
    it(`are not opened for a call that is left on ${type}`, async () => {
      const call = await show();
      call.addEventListener(type, () => void call.leave(), { once: true });
      const error = (await rejects(call.join(), 'CallError')) as CallError;
      equal(error.code, 'cancelled');
      deepEqual([call.state === 'joining', opened.length], [false, 0]);
    });

  it('are not opened by an element that was taken out of the page, and are once it is back', async () => {
    const call = await show();
    call.remove();
    await new Promise((resolve) => setTimeout(resolve));
    equal(((await rejects(call.join(), 'CallError')) as CallError).code, 'cancelled');
    call.lobby = 'on';
    while (!(await call.updateComplete));
    deepEqual([call.state, opened.length], ['idle', 0]);
    const joining = call.join();
    document.body.append(call);
    await joining;
    deepEqual([call.state, live()], ['joined', ['audio', 'video']]);
  });

  it('are not said to be at fault in the next call for what was wrong in the one before', () => {
    const own = new OwnMedia(new Playback(() => undefined), () => undefined);
    own.attach(new FakePeer({}).asPeer());
    own.faults = ['camera-black'];
    own.stop();
    const next = new FakePeer({});
    own.attach(next.asPeer());
    deepEqual((next.health as { findings: string[] }).findings, []);
    own.stop();
  });

  it('are shown as they are where a choice fails, and why it did', async () => {
    const call = await show();
    await call.join();
    await call.updateComplete;
    inside(call, ...CONTROL('devices')).click();
    const chosen = <T extends Element>(name: string): T | null | undefined =>
      call.shadowRoot?.querySelector('metered-call-devices')?.shadowRoot?.querySelector<T>(`[name=${name}]`);
    const notice = (): Element | null | undefined =>
      call.shadowRoot?.querySelector('[data-finding=microphone-busy]');
    await until(call, () => Boolean(chosen<HTMLSelectElement>('microphone')?.value));
    const select = chosen<HTMLSelectElement>('microphone');
    const box = chosen<HTMLInputElement>('noiseSuppression');
    ok(select && box?.checked);
    const before = select.value;
    busy = true;
    select.append(new Option('', 'another'));
    select.value = 'another';
    select.dispatchEvent(new Event('change'));
    await until(call, () => Boolean(notice()));
    equal(select.value, before);
    box.click();
    ok(!box.checked);
    await until(call, () => box.checked);
    equal(call.participants[0]?.microphone, 'on');
    busy = false;
    await call.selectDevice('microphone', before);
    await until(call, () => !notice());
  });

  it('are shown as they are where a speaker cannot be chosen', async () => {
    const playback = new Playback(() => undefined);
    playback.setSpeaker = (id) => (id ? Promise.reject(new Error('no such speaker')) : Promise.resolve());
    let shown: string | null = null;
    const own: OwnMedia = new OwnMedia(playback, () => (shown = own.view().inUse.speaker));
    const before = own.view().inUse.speaker;
    equal(((await rejects(own.select('speaker', 'gone'), 'CallError')) as CallError).code, 'speaker-failed');
    equal(shown, before);
  });

  it('are not opened where nothing shows that they are, and what was asked for counts on joining', async () => {
    const call = await show();
    await call.setCamera(true);
    await call.setMicrophone(false);
    deepEqual(opened, []);
    await call.join();
    deepEqual(live(), ['video']);
    equal(call.participants[0]?.microphone, 'off');
    await call.leave();
    equal(call.state, 'closed');
    await call.setMicrophone(true);
    await call.setCamera(true);
    deepEqual(live(), []);
    call.remove();
    await new Promise((resolve) => setTimeout(resolve));
    deepEqual(live(), []);
  });

  it('stay muted when the microphone is lost and another one takes its place', async () => {
    const call = await show();
    await call.join();
    await call.setMicrophone(false);
    const before = opened.find(({ kind }) => kind === 'audio');
    ok(before);
    before.stop();
    endings.get(before)?.();
    equal(call.participants[0]?.microphone, 'none');
    await call.updateComplete;
    const banner = call.shadowRoot?.querySelector('[data-finding=microphone-lost]');
    const fix = banner?.shadowRoot?.querySelector<HTMLElement>('button.quiet');
    ok(fix, 'the banner has a way out');
    fix.click();
    const newest = (): MediaStreamTrack | undefined => opened.findLast(({ kind }) => kind === 'audio');
    // It is watched for its end as soon as it is in use.
    while (newest() === before || !endings.has(newest() as MediaStreamTrack))
      await new Promise(requestAnimationFrame);
    equal(call.participants[0]?.microphone, 'off');
    const after = newest();
    deepEqual([after?.readyState, after?.enabled], ['live', false]);
    await call.setMicrophone(true);
    equal(after?.enabled, true);
  });
});
