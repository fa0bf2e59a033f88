import { createRecorder } from '../../../core/recorder/create-recorder.ts';
import type { OwnedRecorder } from '../../../core/recorder/create-recorder.ts';
import { recordWindow } from '../../../core/recorder/record-window.ts';
import type { PageWindow } from '../../../core/recorder/natives.ts';
import { deepEqual, describe, equal, it, next, ok, rejects } from '../../helpers/bdd.ts';
import { FakeSocket } from './fake-socket.ts';
import { later, movingStream, record, traceWith } from './page.ts';

async function frame(allow: string, html = ''): Promise<PageWindow> {
  const element = document.createElement('iframe');
  element.allow = allow;
  element.srcdoc = `<!doctype html><title>inner</title>${html}`;
  const loaded = next(element, 'load');
  document.body.append(element);
  later(() => element.remove());
  await loaded;
  return element.contentWindow as PageWindow;
}

function owned(): OwnedRecorder {
  const recorder = createRecorder(window);
  later(() => recorder.stop());
  return recorder;
}

describe('recording a page', () => {
  it('tells of the environment though the browser does not answer for permissions', async () => {
    const inner = await frame('camera');
    let states: (PermissionState | undefined)[] = ['granted', undefined];
    const query = (): Promise<{ state?: PermissionState }> => {
      const [state] = states;
      return state === undefined ? new Promise(() => undefined) : Promise.resolve({ state });
    };
    Object.defineProperty(inner.navigator, 'permissions', { value: { query } });
    const recording = recordWindow(inner);
    later(() => recording.stop());
    equal((await recording.environment()).permissions.camera, 'granted');
    states = states.slice(1);
    equal((await recording.environment()).permissions.camera, 'granted', 'as it was');
    const fresh = await frame('camera');
    Object.defineProperty(fresh.navigator, 'permissions', { value: { query } });
    const unknowing = recordWindow(fresh);
    later(() => unknowing.stop());
    equal((await unknowing.environment()).permissions.camera, 'unknown');
  });

  it('notes a capture, its tracks and the device they come from', async () => {
    const recording = record();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: { min: 1 } } });
    const { captures, tracks } = recording.snapshot();
    stream.getTracks().forEach((track) => track.stop());
    const [capture] = captures;
    ok(capture?.audio && capture.video && capture.settledAt !== undefined && !capture.error);
    deepEqual([...capture.required], ['width']);
    deepEqual(capture.tracks.map((id) => tracks.find((track) => track.id === id)?.origin).sort(), [
      'camera',
      'microphone',
    ]);
    ok(tracks.every(({ device }) => /^[0-9a-f]{14}$/.test(device ?? '')));
  });

  it('notes a capture that is refused, with the permission and the devices of the moment', async () => {
    const inner = await frame("camera 'none'; microphone 'none'");
    const recording = recordWindow(inner);
    later(() => recording.stop());
    await rejects(inner.navigator.mediaDevices.getUserMedia({ video: true }), 'NotAllowedError');
    const { captures } = await traceWith(recording, (trace) => trace.captures[0]?.devices !== undefined);
    equal(captures[0]?.error?.name, 'NotAllowedError');
    const environment = await recording.environment();
    ok(environment.framed && !environment.framedCrossOrigin);
    if (environment.policy) equal(environment.policy.camera, false);
  });

  it('notes what play() came to and who set the stream', async () => {
    const recording = record();
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = movingStream();
    await video.play();
    video.pause();
    video.srcObject = new MediaStream();
    const playing = video.play();
    video.srcObject = null;
    await rejects(playing, 'AbortError');
    const [element] = recording.snapshot().elements;
    deepEqual(
      element?.log.map((event) => (event.type === 'play' && event.error ? event.error.name : event.type)),
      ['source', 'play', 'pause', 'source', 'source', 'AbortError'],
    );
  });

  it('leaves elements without a stream alone', async () => {
    const recording = record();
    const video = document.createElement('video');
    video.src = 'data:video/mp4,';
    await video.play().catch(() => undefined);
    video.pause();
    equal(recording.snapshot().elements.length, 0);
  });

  it('finds elements in shadow roots that were there before', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    later(() => host.remove());
    const video = document.createElement('video');
    host.attachShadow({ mode: 'open' }).append(video);
    video.srcObject = movingStream();
    const recording = record();
    const { elements } = await traceWith(recording, (trace) =>
      trace.elements.some(({ log }) => log.some(({ type }) => type === 'observed')),
    );
    equal(elements.length, 1);
  });

  it('notes what the policy of the page forbids', async () => {
    const inner = await frame('', `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`);
    const recording = recordWindow(inner);
    later(() => recording.stop());
    try {
      new inner.WebSocket('wss://rms.example.org/v1?key=pk_live_x');
    } catch {
      // Some browsers throw, some only say so in an event.
    }
    const { violations } = await traceWith(recording, (trace) => trace.violations.length > 0);
    equal(violations[0]?.directive, 'connect-src');
    ok(
      violations[0]?.blocked.startsWith('wss://rms.example.org') &&
        !violations[0].blocked.includes('pk_live'),
    );
  });

  it('says where a secret key stands, not what it is', async () => {
    const recording = record();
    const element = document.createElement('metered-thing');
    element.setAttribute('api-key', 'sk_live_abcdefgh');
    const harmless = document.createElement('p');
    harmless.className = 'task_list sk_grid';
    document.body.append(element, harmless);
    later(() => {
      element.remove();
      harmless.remove();
    });
    const { secretKeys, videoCodecs, webrtc, secureContext } = await recording.environment();
    deepEqual([...secretKeys], ['attribute api-key of <metered-thing>']);
    ok(videoCodecs.includes('VP8') && webrtc && secureContext);
  });
});

describe('recording what is handed over', () => {
  it('leaves the globals alone', () => {
    const { RTCPeerConnection: Native, WebSocket: Socket } = window;
    const { play } = HTMLMediaElement.prototype as { play: unknown };
    const recorder = owned();
    const make = recorder.rtcPeerConnectionFactory((configuration) => new RTCPeerConnection(configuration));
    const pc = make({});
    recorder.watchConnection(pc, { peer: 'bob' });
    equal(window.RTCPeerConnection, Native);
    equal(window.WebSocket, Socket);
    equal((HTMLMediaElement.prototype as { play: unknown }).play, play);
    ok(!(Symbol.for('metered-call.recorder') in window));
    new RTCPeerConnection().close();
    pc.close();
    const { connections, fromStart } = recorder.snapshot();
    equal(connections.length, 1);
    equal(connections[0]?.peer, 'bob');
    ok(fromStart && connections[0]?.closedAt !== undefined);
  });

  it('follows a connection, an element and a capture of its owner', async () => {
    const recorder = owned();
    const make = recorder.rtcPeerConnectionFactory(() => new RTCPeerConnection());
    const pc = make({});
    later(() => pc.close());
    const stream = await recorder.capture(
      'getUserMedia',
      { video: true },
      navigator.mediaDevices.getUserMedia({ video: true }),
    );
    later(() => stream.getTracks().forEach((track) => track.stop()));
    const [track] = stream.getVideoTracks();
    ok(track);
    const sender = pc.addTrack(track, stream);
    await pc.setLocalDescription();
    await sender.replaceTrack(null);
    const video = document.createElement('video');
    recorder.watchElement(video, { peer: 'bob' });
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const trace = await traceWith(recorder, ({ connections }) =>
      connections.some(({ log }) => log.some((event) => event.type === 'sender' && event.track === null)),
    );
    equal(trace.captures[0]?.tracks[0], trace.tracks[0]?.id ?? '');
    equal(trace.tracks[0]?.origin, 'camera');
    equal(trace.elements[0]?.peer, 'bob');
    ok(trace.elements[0]?.log.some(({ type }) => type === 'play'));
    ok(
      trace.connections[0]?.log.some(
        (event) => event.type === 'description' && event.sdp.includes('m=video'),
      ),
    );
  });

  it('reads frames of our protocol: who is there, what was refused, which connection leads where', async () => {
    const recorder = owned();
    const call = recorder.addCall();
    const socket = recorder.webSocketFactory(
      () => new FakeSocket(),
      call,
    )('wss://rms.example.org/v1?key=pk_live_x');
    const pc = recorder.rtcPeerConnectionFactory(() => new RTCPeerConnection())({});
    later(() => pc.close());
    const send = (frame: object): void => socket.send(JSON.stringify(frame));
    socket.receive({
      type: 'welcome',
      peerId: 'me',
      expiresAt: null,
      serverTime: 1_700_000_000,
      maxMessageSize: 65_536,
    });
    send({ type: 'subscribe', channel: 'room', requestId: '1' });
    socket.receive({ type: 'ack', requestId: '1' });
    const joined = [{ peerId: 'me' }, { peerId: 'bob', metadata: { displayName: 'Bob' } }];
    socket.receive({ type: 'presence', channel: 'room', joined, left: [] });
    send({ type: 'ping' });
    socket.receive({ type: 'pong' });
    const description = { type: 'offer', sdp: 'v=0\r\no=- 4711 2 IN IP4 127.0.0.1\r\n' };
    send({ type: 'send', to: 'bob', data: { type: 'rtc-description', description }, requestId: '2' });
    socket.receive({ type: 'error', code: 'action_not_permitted', requestId: '2' });
    socket.receive({ type: 'presence', channel: 'room', joined: [], left: [{ peerId: 'bob' }] });
    socket.close();
    await next(socket, 'close');
    const { sockets, peers, calls } = recorder.snapshot();
    deepEqual(
      sockets[0]?.frames.map(({ type, answers, presence, signal, code, to }) =>
        [type, answers, presence, signal, code, to].filter(Boolean).join(' '),
      ),
      [
        'welcome me',
        'subscribe',
        'ack subscribe',
        'presence snapshot',
        'send offer bob',
        'error send action_not_permitted bob',
        'presence left',
      ],
    );
    deepEqual([sockets[0]?.sent, sockets[0]?.received, sockets[0]?.closedByPage], [3, 6, true]);
    deepEqual(
      peers.map(({ id, label, leftAt }) => [id, label, leftAt !== undefined]),
      [['bob', 'Bob', true]],
    );
    deepEqual(
      calls[0]?.log.map(({ type }) => type),
      ['joined', 'left'],
    );
    equal(socket.sent.length, 3);
  });

  it('hears no more of an open socket once it has stopped', () => {
    const recorder = owned();
    const make = recorder.webSocketFactory(() => new FakeSocket(), recorder.addCall());
    const socket = make('wss://rms.example.org/v1?key=pk_live_x');
    socket.receive({ type: 'pong' });
    equal(recorder.snapshot().sockets[0]?.received, 1);
    recorder.stop();
    socket.receive({ type: 'pong' });
    socket.end(1006, '');
    const [trace] = recorder.snapshot().sockets;
    deepEqual([trace?.received, trace?.closedAt], [1, undefined]);
  });
});
