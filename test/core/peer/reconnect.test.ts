import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeteredPeer, NoopLogger } from '../../../core/index.ts';
import { FakeConnection, FakeTrack } from '../../parity/fakes.ts';
import { inFrozenTime, outcome, settle } from '../../parity/observe.ts';
import { acknowledge, Wire, type Socket } from '../../parity/wire.ts';

/** How a reconnect ends where the server does not do all that it should. */

interface Scene {
  readonly peer: MeteredPeer;
  readonly wire: Wire;
  readonly errors: string[];
  readonly connections: FakeConnection[];
  /** Fails so many times, from now on, to make a connection. */
  failing: number;
  readonly ids: () => string[];
  readonly pass: (ms: number) => Promise<void>;
  /** The socket breaks, and the next one is welcomed under that id. */
  readonly drop: (peerId?: string) => Promise<void>;
}

function reconnect(name: string, roster: readonly string[], body: (scene: Scene) => Promise<void>): void {
  test(name, { timeout: 20_000 }, () =>
    inFrozenTime(async (pass) => {
      const wire = new Wire();
      const errors: string[] = [];
      const connections: FakeConnection[] = [];
      const peer = new MeteredPeer({
        apiKey: 'pk_live_test',
        webSocketFactory: wire.factory,
        rtcPeerConnectionFactory: (config) => {
          scene.failing -= 1;
          if (scene.failing >= 0) throw new RangeError('no more connections');
          const connection = new FakeConnection(config);
          connections.push(connection);
          return connection.like;
        },
        logger: NoopLogger,
      });
      const scene: Scene = {
        peer,
        wire,
        errors,
        connections,
        failing: 0,
        ids: () => peer.remotePeers.map(({ id }) => id),
        pass,
        async drop(peerId = 'me') {
          wire.options = { ...wire.options, peerId };
          wire.socket.drop(1006);
          await pass(600);
        },
      };
      peer.on('error', ({ err }) => errors.push(err.name));
      peer.addTrack(new FakeTrack('v1').like);
      await peer.join('room');
      if (roster.length > 0) wire.presence('room', roster);
      await settle();
      await body(scene);
      await Promise.all([peer.close(), pass(2_000)]);
    }),
  );
}

const refuseToSubscribe = (socket: Socket, frame: Record<string, unknown>): void => {
  if (frame['type'] !== 'subscribe') return acknowledge(socket, frame);
  socket.receive({ type: 'error', code: 'backend_error', requestId: frame['requestId'] });
};

reconnect('who is never told a roster is back with the acknowledgement', [], async ({ peer, wire, drop }) => {
  await drop();
  assert.equal(peer.state, 'joined');
  await peer.send('still here');
  assert.deepEqual(wire.socket.of('publish').at(-1)?.['data'], 'still here');
});

reconnect('a roster that comes after that is the whole roster', [], async ({ wire, drop, ids }) => {
  await drop();
  wire.presence('room', ['me', 'ann']);
  wire.presence('room', ['zoe']);
  assert.deepEqual(ids(), ['ann', 'zoe']);
});

reconnect(
  'a roster that does not come is asked for twice, and then missed aloud',
  ['me', 'ann'],
  async ({ peer, wire, errors, pass, drop, ids }) => {
    await drop();
    const asked = [wire.socket.of('subscribe').length];
    const waiting = outcome(peer.send('early'));
    for (let n = 0; n < 3; n += 1) {
      await pass(9_999);
      assert.deepEqual(errors, []);
      await pass(1);
      asked.push(wire.socket.of('subscribe').length);
    }
    assert.deepEqual(asked, [1, 2, 3, 3]);
    assert.deepEqual(errors, ['ReconcileTimeoutError']);
    assert.equal(peer.state, 'reconnecting');
    assert.equal(await waiting, 'ReconcileTimeoutError');
    assert.equal(await outcome(peer.send('late')), 'ReconcileTimeoutError');
    await pass(60_000);
    assert.equal(errors.length, 1);

    // It was only slow.
    wire.presence('room', ['me', 'ann']);
    assert.equal(peer.state, 'joined');
    await peer.send('back');
    assert.deepEqual(
      wire.socket.of('publish').map(({ data }) => data),
      ['back'],
    );
    assert.deepEqual(ids(), ['ann']);
  },
);

reconnect(
  'with each welcome there is hope again',
  ['me', 'ann'],
  async ({ peer, wire, errors, pass, drop }) => {
    await drop();
    for (let n = 0; n < 3; n += 1) await pass(10_000);
    assert.deepEqual(errors, ['ReconcileTimeoutError']);
    await drop();
    const sending = outcome(peer.send('waits'));
    await pass(9_000);
    wire.presence('room', ['me', 'ann']);
    assert.equal(await sending, 'resolved');
    await pass(60_000);
    assert.equal(errors.length, 1);
  },
);

reconnect(
  'a channel that is not entered again is missed aloud too',
  [],
  async ({ peer, wire, errors, pass, drop }) => {
    wire.options = { answer: refuseToSubscribe };
    await drop();
    for (let n = 0; n < 3; n += 1) await pass(10_000);
    assert.deepEqual(errors, ['ReconcileTimeoutError']);
    assert.equal(peer.state, 'reconnecting');
  },
);

reconnect('it may be entered at the second asking', [], async ({ peer, wire, errors, pass, drop }) => {
  wire.options = { answer: refuseToSubscribe };
  await drop();
  for (let n = 0; n < 4; n += 1) await pass(2_000);
  assert.equal(peer.state, 'reconnecting');
  wire.options = {};
  await pass(2_000);
  assert.equal(peer.state, 'joined');
  await pass(60_000);
  assert.deepEqual(errors, []);
});

reconnect(
  'nothing is asked for once we have left',
  ['me', 'ann'],
  async ({ peer, wire, errors, pass, drop }) => {
    await drop();
    await Promise.all([peer.close(), pass(1_000)]);
    await pass(60_000);
    assert.equal(wire.socket.of('subscribe').length, 1);
    assert.deepEqual(errors, []);
  },
);

reconnect('a connection that cannot be made concerns one peer alone', ['me', 'ann', 'zoe'], async (scene) => {
  const { peer, wire, errors, connections, drop, ids } = scene;
  await drop('me again');
  scene.failing = 1;
  wire.presence('room', ['me again', 'ann', 'zoe', 'kim']);
  await settle();
  assert.equal(peer.state, 'joined');
  assert.deepEqual(errors, ['RangeError']);
  assert.deepEqual(ids(), ['ann', 'zoe', 'kim']);
  assert.equal(connections.length, 4, 'the second is replaced, and the third made');
  await peer.send('goes on');
});

reconnect(
  'an id that was ours is nobody else, as long as the server has not given it up',
  ['me', 'ann'],
  async ({ peer, wire, drop, ids }) => {
    const heard: unknown[] = [];
    const joined: string[] = [];
    peer
      .on('data', ({ data }) => heard.push(data))
      .on('peer-joined', ({ peer: remote }) => joined.push(remote.id));
    await drop('second');
    // Another drop before there was a roster.
    await drop('third');
    wire.presence('room', ['me', 'second', 'third', 'ann']);
    assert.deepEqual(ids(), ['ann']);
    wire.socket.receive({ type: 'message', channel: 'room', from: 'second', data: 'our own' });
    wire.presence('room', ['me']);
    wire.presence('room', [], ['me', 'second']);
    assert.deepEqual([ids(), heard, joined], [['ann'], [], []]);
    // From now on it is whoever the server gives it to.
    wire.presence('room', ['me']);
    await drop('fourth');
    wire.presence('room', ['fourth', 'ann', 'me', 'second']);
    assert.deepEqual(joined, ['me', 'second']);
  },
);

reconnect(
  'of ids that were ours the server is not believed any number',
  ['me', 'ann'],
  async ({ wire, drop, ids }) => {
    for (let n = 1; n <= 66; n += 1) await drop(`id ${n}`);
    wire.presence(
      'room',
      Array.from({ length: 66 }, (_, n) => `id ${n + 1}`),
    );
    // The oldest are forgotten: a roster of so many would be no server of ours.
    assert.deepEqual(ids(), ['id 1']);
  },
);
