/* eslint-disable @typescript-eslint/unbound-method -- the functions themselves are looked at here */
import { deepEqual, describe, equal, it, ok, rejects } from '../../helpers/bdd.ts';
import { record } from './page.ts';

const KEY = Symbol.for('metered-call.recorder');

/** Everything of the platform that recording puts something in the place of. */
const PLACES: readonly (readonly [string, object, readonly string[]])[] = [
  ['window', window, ['RTCPeerConnection', 'WebSocket']],
  [
    'RTCPeerConnection',
    RTCPeerConnection.prototype,
    [
      'constructor',
      'setLocalDescription',
      'setRemoteDescription',
      'addIceCandidate',
      'setConfiguration',
      'addTrack',
      'removeTrack',
      'addTransceiver',
      'createDataChannel',
      'createOffer',
      'restartIce',
      'close',
    ],
  ],
  ['RTCRtpSender', RTCRtpSender.prototype, ['replaceTrack']],
  ['MediaDevices', MediaDevices.prototype, ['getUserMedia', 'getDisplayMedia']],
  ['HTMLMediaElement', HTMLMediaElement.prototype, ['play', 'pause', 'srcObject']],
  ['MediaStreamTrack', MediaStreamTrack.prototype, ['stop', 'enabled']],
  ['WebSocket', WebSocket.prototype, ['constructor', 'send', 'close']],
  ['Function', Function.prototype, ['toString']],
];

type Described = Record<string, unknown>;

/** What a page can tell about a function without calling it. */
function facts(fn: unknown): Described | undefined {
  if (typeof fn !== 'function') return undefined;
  return {
    name: fn.name,
    length: fn.length,
    keys: Reflect.ownKeys(fn).map(String),
    text: [Function.prototype.toString.call(fn), String(fn)],
    prototype: 'prototype' in fn,
    type: Object.prototype.toString.call(fn),
  };
}

function surface(): Described {
  const found: Described = {};
  for (const [name, target, keys] of PLACES) {
    // Firefox fills in a window's own names as they are asked for.
    if (target !== window) found[name] = Object.getOwnPropertyNames(target);
    for (const key of keys) {
      const { value, get, set, ...flags } = (Object.getOwnPropertyDescriptor(target, key) ?? {}) as Described;
      found[`${name}.${key}`] = { ...flags, value: facts(value), get: facts(get), set: facts(set) };
    }
  }
  return found;
}

const current = (): unknown[] =>
  PLACES.flatMap(([, target, keys]) =>
    keys.map((key) => {
      const descriptor = Object.getOwnPropertyDescriptor(target, key);
      return descriptor?.set ?? (descriptor?.value as unknown);
    }),
  );

const errorOf = (work: () => unknown): string => {
  try {
    return `returned ${typeof work()}`;
  } catch (err) {
    const { name, message } = err as Error;
    return `${name}: ${message} ${Object.getPrototypeOf(err) === globalThis[name as 'TypeError'].prototype}`;
  }
};

/** Misuse that the platform answers with an error of its own. */
const misuse = (): string[] => [
  errorOf(() => (RTCPeerConnection as unknown as () => void)()),
  errorOf(() => new RTCPeerConnection({ iceServers: [{ urls: 'http://x' }] })),
  errorOf(() => new RTCPeerConnection(7 as never)),
  errorOf(() => (WebSocket as unknown as () => void)()),
  errorOf(() => new WebSocket('not a url\u0000:')),
  errorOf(() => new (WebSocket as unknown as new () => void)()),
  errorOf(() => new (RTCPeerConnection.prototype.close as unknown as new () => void)()),
  errorOf(() => RTCPeerConnection.prototype.close.call({} as never)),
  errorOf(() => new RTCPeerConnection().addTrack(1 as never)),
  errorOf(() => (document.createElement('video').srcObject = 5 as never)),
  errorOf(() => HTMLMediaElement.prototype.pause.call(document.body as never)),
  errorOf(() => Function.prototype.toString.call({})),
  errorOf(() => new (Function.prototype.toString as unknown as new () => void)()),
];

const rejections = (): Promise<string[]> =>
  Promise.all(
    [
      (RTCPeerConnection.prototype.setLocalDescription as () => unknown).call({}),
      new RTCPeerConnection().setRemoteDescription({ type: 'answer', sdp: 'x' }),
      new RTCPeerConnection().addIceCandidate({ candidate: 'x', sdpMid: '0' }),
      navigator.mediaDevices.getUserMedia({}),
      navigator.mediaDevices.getUserMedia(),
      MediaDevices.prototype.getUserMedia.call({} as never),
      HTMLMediaElement.prototype.play.call({} as never),
    ].map((promise: unknown) =>
      (promise as Promise<unknown>).then(
        () => 'fulfilled',
        (err: Error) => `${err.name}: ${err.message} ${err instanceof Error}`,
      ),
    ),
  );

describe('a recorded window', () => {
  it('looks to the page as it did before', () => {
    const before = surface();
    const natives = current();
    record();
    deepEqual(surface(), before);
    ok(
      current().every((ours, i) => ours !== natives[i]),
      'something was not wrapped',
    );
  });

  it('throws and rejects as it did before', async () => {
    const thrown = misuse();
    const rejected = await rejections();
    record();
    deepEqual(misuse(), thrown);
    deepEqual(await rejections(), rejected);
  });

  it('makes objects that are what they were', () => {
    const Native = RTCPeerConnection;
    const before = new Native();
    record();
    const after = new RTCPeerConnection();
    equal(Object.getPrototypeOf(after), Native.prototype);
    equal(RTCPeerConnection.prototype, Native.prototype);
    equal(after.constructor, RTCPeerConnection);
    ok(after instanceof RTCPeerConnection && after instanceof Native && before instanceof RTCPeerConnection);
    ok(!Object.hasOwn(after, 'close'));
    equal(WebSocket.OPEN, 1);
    equal(RTCPeerConnection.generateCertificate, Native.generateCertificate);
    class Mine extends RTCPeerConnection {
      readonly mine = true;
    }
    const mine = new Mine();
    ok(mine.mine && mine instanceof Mine && mine instanceof Native && mine.constructor === Mine);
    for (const pc of [before, after, mine]) pc.close();
  });

  it('keeps the order of events and promises', async () => {
    const order = async (): Promise<string[]> => {
      const seen: string[] = [];
      const pc = new RTCPeerConnection();
      pc.addTransceiver('audio');
      pc.addEventListener('signalingstatechange', () => seen.push('signalling'));
      pc.addEventListener('icegatheringstatechange', () => seen.push('gathering'), { once: true });
      const done = pc.setLocalDescription().then(() => seen.push('resolved'));
      seen.push('returned');
      await done;
      pc.close();
      seen.push(pc.signalingState);
      return seen;
    };
    const before = await order();
    record();
    deepEqual(await order(), before);
  });

  it('leaves an unhandled rejection unhandled, and a handled one handled', async () => {
    record();
    const reasons: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      const listener = (event: PromiseRejectionEvent): void => {
        event.preventDefault();
        event.stopImmediatePropagation();
        reasons.push((event.reason as Error).name);
        window.removeEventListener('unhandledrejection', listener);
        resolve();
      };
      window.addEventListener('unhandledrejection', listener, { capture: true });
    });
    await rejects(navigator.mediaDevices.getUserMedia({}), 'TypeError');
    const pc = new RTCPeerConnection();
    pc.setRemoteDescription({ type: 'answer', sdp: 'v=0' }).catch(() => undefined);
    void pc.addIceCandidate({ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' });
    await told;
    deepEqual(reasons, ['InvalidStateError']);
    pc.close();
  });

  it('is given back its own functions, but not those that somebody has replaced since', () => {
    const natives = current();
    const descriptor = Object.getOwnPropertyDescriptor(window, 'RTCPeerConnection');
    const recording = record();
    const ours = HTMLMediaElement.prototype.pause;
    const theirs = function pause(this: HTMLMediaElement): void {
      ours.call(this);
    };
    HTMLMediaElement.prototype.pause = theirs;
    recording.stop();
    equal(HTMLMediaElement.prototype.pause, theirs);
    document.createElement('video').pause();
    HTMLMediaElement.prototype.pause = natives[
      PLACES.flatMap(([, , keys]) => keys).indexOf('pause')
    ] as typeof theirs;
    ok(current().every((now, i) => now === natives[i]));
    deepEqual(Object.getOwnPropertyDescriptor(window, 'RTCPeerConnection'), descriptor);
    ok(!(KEY in window));
  });

  it('is shared by whoever comes second, until the last one stops', () => {
    const first = record();
    const wrapped = RTCPeerConnection;
    const second = record();
    equal(RTCPeerConnection, wrapped);
    const pc = new RTCPeerConnection();
    pc.close();
    equal(second.snapshot().connections.length, 1);
    first.stop();
    first.stop();
    equal(RTCPeerConnection, wrapped);
    const other = new RTCPeerConnection();
    other.close();
    equal(second.snapshot().connections.length, 2);
    second.stop();
    ok(RTCPeerConnection !== wrapped);
    ok(!(KEY in window));
  });

  it('works on when the page breaks what recording needs', async () => {
    const recording = record();
    const { now } = Date;
    const { addEventListener } = EventTarget.prototype;
    const { getStats } = RTCPeerConnection.prototype;
    const broken = (): never => {
      throw new Error('the page calls this, nobody else');
    };
    try {
      Date.now = broken;
      EventTarget.prototype.addEventListener = broken;
      RTCPeerConnection.prototype.getStats = broken;
      const pc = new RTCPeerConnection();
      pc.addTransceiver('video');
      await pc.setLocalDescription();
      pc.close();
      ok(recording.snapshot().connections[0]?.log.some(({ type }) => type === 'description'));
    } finally {
      Date.now = now;
      EventTarget.prototype.addEventListener = addEventListener;
      RTCPeerConnection.prototype.getStats = getStats;
    }
  });
});
