import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LocalTracks } from '../../../core/peer/local-tracks.ts';
import { PeerLink } from '../../../core/peer/peer-link.ts';
import { parseSideMessage, parseSideSignal } from '../../../core/peer/side-messages.ts';
import { parseClientFrame } from '../../../core/protocol/parse-client-frame.ts';
import { parseServerFrame } from '../../../core/protocol/parse-server-frame.ts';
import { parseSignal } from '../../../core/protocol/signals.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { FakeConnection } from '../../parity/fakes.ts';
import { inFrozenTime, settle } from '../../parity/observe.ts';
import { Chance, spoilt } from './junk.ts';
import { HELLO, inRoomWith, type Room } from './room.ts';

const COUNT = 100_000;
const SEED = Number(process.env['SEED'] ?? 20_260_704);
console.log(`SEED=${SEED}`);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that may remain: far below what keeping a single byte of each message would take. */
const GROWTH = 3_000_000;

function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Of the connection that there is: one of another would replace it, which any peer may ask for. */
const SDP = 'v=0\r\na=fingerprint:sha-256 there:1\r\n';
const OFFER = { type: 'rtc-description', description: { type: 'offer', sdp: SDP } };
const CANDIDATE = {
  type: 'rtc-ice',
  candidate: { candidate: 'candidate:1 1 udp 1 1.2.3.4 5 typ host', sdpMid: '0', sdpMLineIndex: 0 },
};
const SIGNALS = [
  OFFER,
  { type: 'rtc-description', description: { type: 'answer', sdp: SDP } },
  CANDIDATE,
  { type: 'rtc-ice', candidate: null },
  { __meteredTrackMeta: { trackId: 't1', metadata: { role: 'camera' } } },
  { __meteredCall: { proof: 'abc', via: 'sha-256 AA' } },
  { __meteredCall: { fence: 'abc' } },
];
const CLIENT_FRAMES = [
  { type: 'subscribe', channel: 'room', includeSenderMetadata: true, requestId: 'r' },
  { type: 'unsubscribe', channel: 'room', requestId: 'r' },
  { type: 'publish', channel: 'room', data: 1, requestId: 'r' },
  { type: 'send', to: 'bob', data: 1, requestId: 'r' },
  { type: 'ping' },
];
const SERVER_FRAMES = [
  { type: 'welcome', peerId: 'me', expiresAt: null, serverTime: 1, maxMessageSize: 65_536, metadata: {} },
  { type: 'ack', requestId: 'r' },
  { type: 'error', code: 'backend_error', message: 'x', requestId: 'r' },
  { type: 'message', channel: 'room', from: 'bob', data: 1, fromMetadata: {} },
  { type: 'direct', from: 'bob', data: 1, fromMetadata: {} },
  { type: 'presence', channel: 'room', joined: [{ peerId: 'bob', metadata: {} }], left: [] },
  { type: 'going_away', retryAfterMs: 1 },
  { type: 'pong' },
];
const SIDE_MESSAGES = [
  HELLO,
  { t: 'health', microphone: 'on', camera: 'off', screen: 'none' },
  { t: 'offline' },
  { t: 'online', id: 'carol' },
  { t: 'challenge', nonce: 'abc', to: 'carol' },
  { t: 'signal', payload: OFFER },
  { t: 'signal', payload: CANDIDATE },
  { t: 'route', via: 'peer', e: 1 },
  { t: 'route', via: 'server', e: 2, fence: 'abc' },
  { t: 'route-ack', e: 1, mark: 'abc', had: 1, digest: 1 },
  { t: 'data', n: 1, kind: 'direct', data: 1 },
  { t: 'ack', n: 1 },
  { t: 'blob', id: 1, op: 'offer', size: 1, type: 'x/y', name: 'n' },
  { t: 'blob', id: 1, op: 'accept' },
  { t: 'blob', id: 1, op: 'ack', received: 1 },
  { t: 'blob', id: 1, op: 'decline', code: 'refused' },
  { t: 'wants', width: 640, height: 360, visible: true, screen: false },
];

/** Runs `use` on so many spoilt texts, and holds it to what it may keep. */
function boundedly(
  templates: readonly Readonly<Record<string, unknown>>[],
  use: (text: string) => void,
): void {
  const chance = new Chance(SEED);
  const some = (count: number): void => {
    for (let n = 0; n < count; n += 1) use(spoilt(chance, chance.of(templates)));
  };
  some(COUNT / 10);
  const before = heap();
  some(COUNT);
  const growth = heap() - before;
  assert.ok(growth < GROWTH, `${growth} bytes more`);
}

/** `undefined` where it is no JSON, as for whoever hands data on. */
function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test('100,000 malformed frames from a server are parsed or refused', () => {
  const kinds = new Set<string>();
  boundedly(SERVER_FRAMES, (text) => {
    const parsed = parseServerFrame(text);
    kinds.add(parsed.ok ? parsed.frame.type : parsed.reason);
  });
  assert.ok(kinds.size > 15, [...kinds].join());
});

test('100,000 malformed frames from a client are parsed or refused with a code', () => {
  const kinds = new Set<string>();
  boundedly(CLIENT_FRAMES, (text) => {
    const parsed = parseClientFrame(text);
    kinds.add(parsed.ok ? parsed.frame.type : parsed.code);
  });
  assert.ok(kinds.size > 8, [...kinds].join());
});

test('100,000 malformed signals are sorted', () => {
  const kinds = new Set<string>();
  boundedly(SIGNALS, (text) => kinds.add(parseSignal(decoded(text)).kind));
  assert.equal(kinds.size, 4, [...kinds].join());
});

test('100,000 malformed side-channel messages are parsed or nothing', () => {
  const kinds = new Set<string>();
  boundedly(SIDE_MESSAGES, (text) => {
    const message = parseSideMessage(text);
    if (message?.t === 'signal') parseSideSignal(message.payload);
    kinds.add(message?.t ?? 'nothing');
  });
  assert.equal(kinds.size, 13, [...kinds].join());
});

/** The whole engine in a call, with a clock that runs on by itself so that limits of rate are not what helps. */
async function feed(
  templates: readonly Readonly<Record<string, unknown>>[],
  hand: (room: Room, text: string, heardOverSide: number) => void,
) {
  let now = 0;
  const clock = Object.getOwnPropertyDescriptor(performance, 'now');
  // Not a mock, which would keep every call.
  Object.defineProperty(performance, 'now', { configurable: true, value: () => (now += 1) });
  try {
    await inFrozenTime(async (pass) => {
      const chance = new Chance(SEED);
      const room = await inRoomWith(['bob', 'mallory'], pass);
      let heard = 0;
      let overSide = 0;
      room.peer.removeAllListeners().on('data', ({ via }) => {
        heard += 1;
        if (via === 'peer') overSide += 1;
      });
      const some = async (count: number): Promise<void> => {
        for (let n = 1; n <= count; n += 1) {
          hand(room, spoilt(chance, chance.of(templates)), overSide);
          if (n % 500 === 0) await pass(1_000);
        }
        await pass(10_000);
        // What the test itself has kept of what it was sent.
        for (const socket of room.wire.sockets) socket.sent.length = 0;
        for (const id of ['bob', 'mallory']) room.side(id).heard.length = 0;
      };
      await some(COUNT / 10);
      const before = heap();
      await some(COUNT);
      const growth = heap() - before;
      assert.ok(growth < GROWTH, `${growth} bytes more`);
      assert.ok(heard > 100, 'some of it is data after all');
      assert.equal(room.peer.state, 'joined');
      assert.ok(room.ids().includes('bob'));
      await room.peer.sendTo('bob', 'still here');
      assert.equal(room.sentTo('bob').at(-1), 'still here');
      await Promise.all([room.peer.close(), pass(2_000)]);
    });
    await settle();
  } finally {
    if (clock) Object.defineProperty(performance, 'now', clock);
    else Reflect.deleteProperty(performance, 'now');
  }
}

test('a call goes on through 100,000 malformed frames', { timeout: 90_000 }, () =>
  feed(
    SERVER_FRAMES.filter(({ type }) => type !== 'going_away'),
    (room, text) => room.wire.socket.receive(text),
  ),
);

test('a call goes on through 100,000 malformed signals', { timeout: 90_000 }, () =>
  feed(SIGNALS, (room, text) =>
    room.wire.socket.receive({ type: 'direct', from: 'mallory', data: decoded(text) ?? text }),
  ),
);

test('a call goes on through 100,000 malformed side-channel messages', { timeout: 90_000 }, () =>
  feed(SIDE_MESSAGES, (room, text, heardOverSide) => {
    room.side('mallory').say(text);
    // The next one in line, which counts while there is a route.
    room.side('mallory').say({ t: 'data', n: heardOverSide + 1, kind: 'direct', data: 1 });
  }),
);

test('signals that a hanging connection never gets to are not gathered', { timeout: 30_000 }, () => {
  const hanging = new FakeConnection({});
  hanging.setRemoteDescription = () => new Promise(() => undefined);
  const link = new PeerLink({
    polite: true,
    tracks: new LocalTracks(),
    createConnection: () => hanging.like,
    iceServers: () => undefined,
    send: () => Promise.resolve(),
    reachable: () => true,
    profile: () => ({ hello: {}, health: null }),
    logger: NoopLogger,
  });
  const before = heap();
  for (let n = 0; n < 5_000; n += 1) {
    const sdp = Buffer.alloc(50_000, 'v=0 ').toString('latin1');
    link.handleSignal({ type: 'rtc-description', description: { type: 'offer', sdp } });
  }
  const growth = heap() - before;
  assert.ok(growth < 40_000_000, `${growth} bytes of 250,000,000 are kept`);
  link.close();
});
