// What a program can observe of MeteredPeer and RemotePeer where no media flows.
import { mock } from 'node:test';
import type * as Package from '@metered-ca/realtime';
import type { Case, Engine } from './client-cases.ts';
import { FakeConnection, fakeStream, FakeTrack } from './fakes.ts';
import { inFrozenTime, outcome, settle, shape, thrown } from './observe.ts';
import { Wire, type WireOptions } from './wire.ts';

interface Observed {
  readonly peer: Package.MeteredPeer;
  readonly wire: Wire;
  readonly log: unknown[];
  readonly connections: FakeConnection[];
}

function observe(
  engine: Engine,
  options: Partial<Package.MeteredPeerOptions> = {},
  wireOptions: WireOptions = {},
): Observed {
  const wire = new Wire(wireOptions);
  const connections: FakeConnection[] = [];
  const credential = options.tokenProvider ? {} : { apiKey: 'pk_live_test' };
  const peer = new engine.MeteredPeer({
    ...credential,
    webSocketFactory: wire.factory,
    rtcPeerConnectionFactory: (config) => {
      // The second peer that is met refuses what it is asked for.
      const connection = new FakeConnection(config, connections.length === 1);
      connections.push(connection);
      return connection.like;
    },
    ...options,
  });
  const log: unknown[] = [];
  peer
    .on('joined', (payload) => log.push(['joined', payload]))
    .on('left', (payload) => log.push(['left', payload]))
    .on('state-change', (payload) => log.push(['state', payload]))
    .on('peer-joined', ({ peer: remote }) => log.push(['peer-joined', remote.id, remote.metadata]))
    .on('peer-left', ({ peer: remote }) => log.push(['peer-left', remote.id]))
    .on('data', (payload) => log.push(['data', payload]))
    .on('error', ({ err }) => log.push(['error', err.name]));
  return { peer, wire, log, connections };
}

async function joined(
  engine: Engine,
  options?: Partial<Package.MeteredPeerOptions>,
  wireOptions?: WireOptions,
): Promise<Observed> {
  const observed = observe(engine, options, wireOptions);
  await observed.peer.join('room');
  observed.wire.presence('room', ['me', 'ann', 'zoe']);
  await settle();
  return observed;
}

const ids = (peer: Package.MeteredPeer): string[] => peer.remotePeers.map((remote) => remote.id);

export const peerCases: readonly Case[] = [
  {
    name: 'joining, meeting others, hearing them and leaving',
    async run(engine) {
      const { peer, wire, log } = observe(engine);
      const before = [peer.state, peer.peerId, peer.channel, ids(peer), peer.toJSON()];
      await peer.join('room', { includeSenderMetadata: true });
      const subscribed = wire.socket.of('subscribe');
      wire.socket.receive({
        type: 'presence',
        channel: 'room',
        joined: [{ peerId: 'me' }, { peerId: 'ann', metadata: { name: 'Ann' } }],
        left: [],
      });
      wire.presence('room', ['zoe']);
      wire.presence('other', ['eve']);
      const during = [peer.state, peer.peerId, peer.channel, ids(peer), peer.toJSON()];
      wire.socket.receive({
        type: 'message',
        channel: 'room',
        from: 'ann',
        data: [1],
        fromMetadata: { a: 1 },
      });
      wire.socket.receive({ type: 'message', channel: 'other', from: 'ann', data: 2 });
      wire.socket.receive({ type: 'message', channel: 'room', from: 'me', data: 3 });
      wire.socket.receive({ type: 'direct', from: 'zoe', data: { type: 'hello' } });
      wire.socket.receive({ type: 'direct', from: 'zoe', data: null });
      wire.socket.receive({ type: 'direct', from: 'stranger', data: 'x' });
      wire.presence('room', [], ['ann']);
      const after = ids(peer);
      await peer.close('done');
      return {
        before,
        subscribed,
        during,
        after,
        log,
        end: [peer.state, peer.peerId, peer.channel, ids(peer)],
      };
    },
  },
  {
    name: 'the same peer is the same object, and knows what it is',
    async run(engine) {
      const { peer } = await joined(engine);
      const [ann, zoe] = peer.remotePeers;
      const again = peer.remotePeers[0] === ann;
      const facts = [ann, zoe].map((remote) => [
        remote?.id,
        remote?.state,
        remote?.polite,
        remote?.toJSON(),
        JSON.stringify(remote),
      ]);
      await peer.close();
      return { again, facts, after: [ann?.state, zoe?.state] };
    },
  },
  {
    name: 'joining twice, joining again after closing, and closing twice',
    async run(engine) {
      const { peer, log } = await joined(engine);
      const twice = await outcome(peer.join('room'));
      await peer.close();
      await peer.close('again');
      return {
        twice,
        after: await outcome(peer.join('room')),
        left: log.filter((e) => (e as string[])[0] === 'left'),
      };
    },
  },
  {
    name: 'closing what was never joined',
    async run(engine) {
      const { peer, log, wire } = observe(engine);
      await peer.close();
      return { log, state: peer.state, sockets: wire.sockets.length, then: await outcome(peer.join('room')) };
    },
  },
  {
    name: 'reserved and impossible channel names',
    async run(engine) {
      const results: unknown[] = [];
      for (const channel of [
        '_metered/x',
        '_INTERNAL/x',
        '_System/x',
        '_metered',
        '',
        'a\nb',
        'x'.repeat(257),
      ]) {
        const { peer } = observe(engine);
        results.push([channel.slice(0, 12), await outcome(peer.join(channel)), peer.state]);
        await peer.close();
      }
      return results;
    },
  },
  {
    name: 'a join that is refused by the server can be made again',
    async run(engine) {
      const { peer, wire, log } = observe(
        engine,
        {},
        {
          answer: (socket, { requestId }) =>
            socket.receive({ type: 'error', code: 'channel_not_authorized', requestId }),
        },
      );
      const refused = await outcome(peer.join('room'));
      await settle();
      const between = [peer.state, peer.channel, ids(peer)];
      wire.options = {};
      const again = await outcome(peer.join('hall'));
      const state = [peer.state, peer.channel];
      await peer.close();
      return { refused, between, again, state, errors: log.filter((e) => (e as string[])[0] === 'error') };
    },
  },
  {
    name: 'a join whose connection is refused',
    async run(engine) {
      const all: unknown[] = [];
      for (const code of [4001, 4003, 1006]) {
        const { peer, wire } = observe(engine, {}, { welcome: false });
        const joining = outcome(peer.join('room'));
        await settle();
        wire.socket.drop(code, 'no');
        all.push([await joining, peer.state]);
        await peer.close();
      }
      return all;
    },
  },
  {
    name: 'what cannot be sent is refused before anything is sent',
    async run(engine) {
      const { peer, wire } = observe(engine);
      const bad = undefined as unknown as string;
      const early = [await outcome(peer.send(1)), await outcome(peer.sendTo('ann', 1))];
      await peer.join('room');
      wire.presence('room', ['me', 'ann']);
      const { length } = wire.socket.sent;
      const results = [
        await outcome(peer.send(undefined)),
        await outcome(peer.send('x'.repeat(65_535))),
        await outcome(peer.sendTo('me', 1)),
        await outcome(peer.sendTo('', 1)),
        await outcome(peer.sendTo(bad, 1)),
        await outcome(peer.sendTo('ann', undefined)),
        await outcome(peer.sendTo('ann', 'ü'.repeat(40_000))),
        await outcome(peer.remotePeers[0]?.send('ü'.repeat(40_000)) ?? Promise.resolve()),
      ];
      const sent = wire.socket.sent.length - length;
      const [remote] = peer.remotePeers;
      await peer.close();
      const late = [await outcome(peer.send(1)), await outcome(peer.sendTo('ann', 1))];
      return {
        early,
        results,
        sent,
        late,
        gone: typeof (await outcome(remote?.send(1) ?? Promise.resolve())),
      };
    },
  },
  {
    name: 'what is sent, as the server sees it',
    async run(engine) {
      const { peer, wire } = await joined(engine);
      await peer.send({ a: 1 });
      await peer.send(null);
      await peer.sendTo('ann', 'psst');
      await peer.sendTo('not-here', 'psst');
      await peer.remotePeers[1]?.send(['x']);
      const sent = [...wire.socket.of('publish'), ...wire.socket.of('send')];
      await peer.close();
      return sent;
    },
  },
  {
    name: 'a terminal close ends it, with the reason',
    async run(engine) {
      const all: unknown[] = [];
      for (const [code, reason] of [
        [4001, 'invalid'],
        [4003, ''],
        [4012, 'suspended'],
        [4020, 'kicked'],
      ] as const) {
        const { peer, wire, log } = await joined(engine);
        wire.socket.drop(code, reason);
        await settle();
        all.push([code, peer.state, ids(peer), log, await outcome(peer.send(1))]);
      }
      return all;
    },
  },
  {
    name: 'without reconnects any close ends it',
    async run(engine) {
      const { peer, wire, log } = await joined(engine, { reconnect: false });
      wire.socket.drop(1006, '');
      await settle();
      return { state: peer.state, log };
    },
  },
  {
    name: 'a reconnect goes through its states, and the first presence is the roster',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { peer, wire, log } = await joined(engine);
        const [ann] = peer.remotePeers;
        log.length = 0;
        wire.socket.drop(1006);
        await settle();
        const away = [peer.state, peer.channel, peer.peerId, ids(peer)];
        await pass(600);
        wire.presence('room', ['me', 'ann', 'kim']);
        await settle();
        const back = [peer.state, ids(peer), peer.remotePeers[0] === ann];
        await Promise.all([peer.close(), pass(2_000)]);
        return { away, back, log };
      }),
  },
  {
    name: 'a reconnect of who is alone',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { peer, wire, log } = observe(engine);
        await peer.join('room');
        wire.socket.drop(1006);
        await pass(600);
        wire.presence('room', ['me', 'ann']);
        wire.presence('room', ['zoe'], ['ann']);
        const back = [peer.state, ids(peer)];
        await Promise.all([peer.close(), pass(2_000)]);
        return { back, log };
      }),
  },
  {
    name: 'a reconnect after which nobody says who is there',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { peer, wire, log } = observe(engine);
        await peer.join('room', { includeSenderMetadata: true });
        wire.presence('room', ['me', 'ann']);
        wire.socket.drop(1006);
        await pass(600);
        const asked: unknown[] = [];
        for (let n = 0; n < 4; n += 1) {
          await pass(9_999);
          asked.push(wire.socket.of('subscribe').length, peer.state, log.length);
          await pass(1);
          asked.push(wire.socket.of('subscribe').at(-1), log.length);
        }
        wire.presence('room', ['me', 'ann']);
        const late = [peer.state, ids(peer)];
        await Promise.all([peer.close(), pass(2_000)]);
        return { asked, late, log };
      }),
  },
  {
    name: 'a message while reconnecting',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { peer, wire } = await joined(engine);
        wire.socket.drop(1006);
        await settle();
        const sending = outcome(peer.send('meanwhile'));
        await pass(600);
        wire.presence('room', ['me', 'ann', 'zoe']);
        await settle();
        const observed = [await sending, wire.socket.of('publish')];
        await Promise.all([peer.close(), pass(2_000)]);
        return observed;
      }),
    differs: {
      row: '`send` and `sendTo` while reconnecting',
      theirs: [{ name: 'MeteredPeerSendError', code: 'not_joined' }, []],
      ours: ['resolved', [{ type: 'publish', channel: 'room', data: 'meanwhile' }]],
    },
  },
  {
    name: 'errors of the server that concern the whole peer, and others',
    async run(engine) {
      const { peer, wire, log } = await joined(engine);
      log.length = 0;
      for (const code of [
        'account_suspended',
        'action_not_permitted',
        'channel_not_authorized',
        'invalid_token',
        'token_expired',
        'over_message_quota',
        'backend_error',
        'code_of_tomorrow',
      ]) {
        wire.socket.receive({ type: 'error', code, message: 'x' });
      }
      const seen = [...log];
      await peer.close();
      return seen;
    },
  },
  {
    name: 'a token provider that keeps failing is an error of the peer',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        let failing = false;
        const { peer, wire, log } = await joined(engine, {
          tokenProvider: () => (failing ? Promise.reject(new RangeError('none left')) : Promise.resolve('t')),
        });
        log.length = 0;
        failing = true;
        wire.socket.drop(1006);
        for (let n = 0; n < 3; n += 1) await pass(500 * 2 ** n);
        const observed = [peer.state, log];
        await Promise.all([peer.close(), pass(2_000)]);
        return observed;
      }),
  },
  {
    name: 'tracks and streams are held with their metadata, and their methods say what is wrong',
    async run(engine) {
      const { peer } = observe(engine);
      const video = new FakeTrack('v1');
      const audio = new FakeTrack('a1', 'audio');
      const stream = fakeStream('s1', [video, audio]);
      const other = fakeStream('s2', [video]);
      const results: unknown[] = [];
      peer.addStream(stream, { role: 'camera', label: 'front' });
      results.push(peer.getTrackMetadata(video.like), peer.getStreamMetadata(stream));
      results.push(thrown(() => peer.addTrack(video.like, stream, { role: 'again' })));
      results.push(peer.getTrackMetadata(video.like));
      results.push(thrown(() => peer.addTrack(video.like, other)));
      peer.removeTrack(video.like);
      results.push(peer.getTrackMetadata(video.like), peer.getStreamMetadata(stream));
      results.push(thrown(() => peer.removeTrack(video.like)));
      peer.removeStream(stream);
      results.push(peer.getStreamMetadata(stream), peer.getStreamMetadata(other));
      const heavy = { text: 'x'.repeat(70_000) };
      results.push(
        thrown(() => peer.addTrack(video.like, stream, heavy)),
        peer.getTrackMetadata(video.like),
      );
      results.push(await outcome(peer.replaceTrack(undefined as unknown as MediaStreamTrack, null)));
      results.push(await outcome(peer.replaceTrack(video.like, null)));
      await peer.close();
      results.push(
        thrown(() => peer.addTrack(video.like)),
        thrown(() => peer.addStream(stream)),
      );
      results.push(
        thrown(() => peer.removeTrack(video.like)),
        thrown(() => peer.removeStream(stream)),
      );
      results.push(await outcome(peer.replaceTrack(video.like, null)));
      return results;
    },
  },
  {
    name: 'each peer gets the tracks; a replacement that fails for some says for whom',
    async run(engine) {
      const { peer, connections } = await joined(engine);
      const video = new FakeTrack('v1');
      const next = new FakeTrack('v2');
      peer.addStream(fakeStream('s1', [video]), { role: 'camera' });
      await settle();
      const sending = (): unknown[] =>
        connections.map(({ senders }) => senders.map(({ track }) => track?.id));
      const before = sending();
      const result = await peer.replaceTrack(video.like, next.like).then(
        () => 'resolved',
        (err: unknown) => [err instanceof engine.MeteredPeerReplaceTrackError, shape(err)],
      );
      const after = sending();
      const metadata = [peer.getTrackMetadata(video.like), peer.getTrackMetadata(next.like)];
      await peer.close();
      return { before, result, after, metadata };
    },
  },
  {
    name: 'the connections are made with the ICE servers of the welcome',
    async run(engine) {
      const iceServers = [{ urls: ['turn:turn.example.org'], username: 'u', credential: 'c' }];
      const all: unknown[] = [];
      for (const metadata of [
        { iceServers },
        { iceServers: [...iceServers, { urls: 'http://example.org' }] },
        { iceServers: Array.from({ length: 17 }, () => iceServers[0]) },
        { iceServers: [{ urls: `stun:${'x'.repeat(600)}` }] },
      ]) {
        const { peer, connections } = await joined(engine, {}, { metadata });
        peer.addStream(fakeStream('s1', [new FakeTrack('v1')]));
        await settle();
        all.push(connections.map(({ config }) => (config.iceServers ?? []).map((server) => ({ ...server }))));
        await peer.close();
      }
      return all;
    },
  },
  {
    name: 'a room without media',
    async run(engine) {
      const { peer, connections } = await joined(engine);
      const made = connections.length;
      await peer.close();
      return made;
    },
    differs: { row: '`remote.pc`', theirs: 2, ours: 0 },
  },
  {
    name: 'the connection of a peer that has left is closed, whether it ever had one or not',
    async run(engine) {
      const all: unknown[] = [];
      for (const tracks of [[], [new FakeTrack('v1')]]) {
        const { peer, wire } = await joined(engine);
        peer.addStream(fakeStream('s1', tracks));
        const [ann] = peer.remotePeers;
        const states = (): unknown[] => [ann?.pc.connectionState, ann?.pc === ann?.pc, ann?.state];
        peer.on('peer-left', () => all.push(states()));
        wire.presence('room', [], ['ann']);
        await peer.close();
        all.push(states());
      }
      return all;
    },
  },
  {
    name: 'listeners of a peer',
    async run(engine) {
      const { peer } = observe(engine);
      const counts: number[] = [];
      const handler = (): void => undefined;
      counts.push(peer.listenerCount('left'));
      peer.on('left', handler).once('left', handler);
      counts.push(peer.listenerCount('left'));
      peer.off('left', handler);
      counts.push(peer.listenerCount('left'));
      const heard = [peer.emit('left', { peerId: null, channel: null }), peer.listenerCount('left')];
      const none = peer.removeAllListeners().emit('left', { peerId: null, channel: null });
      await peer.close();
      return { counts, heard, none };
    },
  },
  {
    name: 'a handler that throws is told of in the console, and stops no other',
    async run(engine) {
      const told = mock.method(console, 'error', () => undefined);
      try {
        const { peer, log } = observe(engine);
        const thrown = new RangeError('in the application');
        peer.removeAllListeners();
        peer
          .on('joined', () => {
            throw thrown;
          })
          .on('joined', ({ channel }) => log.push(channel));
        await peer.join('room');
        await peer.close();
        return { log, told: told.mock.calls.map(({ arguments: [, err] }) => err === thrown) };
      } finally {
        told.mock.restore();
      }
    },
  },
  {
    name: 'options that a peer does not take',
    run: (engine) => {
      const key = { apiKey: 'pk_live_test', webSocketFactory: new Wire().factory };
      return Promise.resolve(
        [
          { ...key, autoResubscribe: false },
          { ...key, autoResubscribe: true },
          { ...key, url: 'http://localhost' },
          { ...key, reconnect: { multiplier: 0 } },
          { webSocketFactory: key.webSocketFactory },
        ].map((options) => thrown(() => new engine.MeteredPeer(options))),
      );
    },
  },
  {
    name: 'a peer as JSON holds no credential',
    async run(engine) {
      const { peer } = await joined(engine, { tokenProvider: () => Promise.resolve('a-secret-token') });
      const text = JSON.stringify(peer);
      await peer.close();
      return { text, secret: text.includes('secret') };
    },
  },
];
