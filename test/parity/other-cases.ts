// DataChannel, errors, loggers and constants.
import { mock } from 'node:test';
import type * as Package from '@metered-ca/realtime';
import type { Case, Engine } from './client-cases.ts';
import { FakeChannel } from './fakes.ts';
import { outcome, settle, shape, thrown } from './observe.ts';

function open(
  engine: Engine,
  options?: Package.DataChannelOptions,
): { fake: FakeChannel; channel: Package.DataChannel; log: unknown[] } {
  const fake = new FakeChannel();
  const channel = new engine.DataChannel(fake, options);
  const log: unknown[] = [];
  channel
    .on('open', () => log.push('open'))
    .on('close', () => log.push('close'))
    .on('error', ({ err }) => log.push(['error', err instanceof Error, err.message]))
    .on('message', ({ data }) => log.push(['message', typeof data === 'string' ? data : data.byteLength]));
  return { fake, channel, log };
}

const initials = ({ sent }: FakeChannel): string =>
  sent.map((data) => (typeof data === 'string' ? data[0] : '')).join('');

/** Settled sends in the order in which they settled. */
function track(promises: readonly Promise<unknown>[]): { settled: unknown[] } {
  const settled: unknown[] = [];
  promises.forEach((promise, index) => void outcome(promise).then((result) => settled.push([index, result])));
  return { settled };
}

const channelCases: readonly Case[] = [
  {
    name: 'a data channel passes on what its channel says',
    async run(engine) {
      const { fake, channel, log } = open(engine);
      const facts = [
        channel.label,
        channel.readyState,
        channel.bufferedAmount,
        fake.bufferedAmountLowThreshold,
      ];
      fake.dispatch('open');
      fake.dispatch('message', { data: 'text' });
      fake.dispatch('message', { data: new ArrayBuffer(3) });
      fake.dispatch('error', { error: new Error('from below') });
      fake.bufferedAmount = 7;
      const buffered = channel.bufferedAmount;
      fake.readyState = 'closed';
      fake.dispatch('close');
      fake.dispatch('message', { data: 'too late' });
      return { facts, buffered, log, state: channel.readyState, late: await outcome(channel.send('x')) };
    },
  },
  {
    name: 'an error without a reason is an Error all the same',
    run(engine) {
      const { fake, log } = open(engine);
      fake.dispatch('error', {});
      return Promise.resolve(log.map((entry) => (entry as unknown[]).slice(0, 2)));
    },
  },
  {
    name: 'thresholds follow the options',
    run: (engine) =>
      Promise.resolve(
        [{}, { maxBufferedAmount: 1_000 }, { maxBufferedAmount: 1_000, bufferedAmountLowThreshold: 10 }].map(
          (options) => open(engine, options).fake.bufferedAmountLowThreshold,
        ),
      ),
  },
  {
    name: 'sends keep their order and wait for a full buffer to drain',
    async run(engine) {
      const { fake, channel } = open(engine, { maxBufferedAmount: 100, bufferedAmountLowThreshold: 20 });
      fake.slow = true;
      const sends = ['a', 'b', 'c'].map((letter) => channel.send(letter.repeat(60)));
      const { settled } = track(sends);
      await settle();
      const first = [initials(fake), settled.length];
      fake.drain(0);
      await settle();
      const second = [initials(fake), settled.length];
      fake.drain(0);
      await settle();
      return { first, second, third: [initials(fake), settled.length] };
    },
  },
  {
    name: 'binary data counts by its bytes',
    async run(engine) {
      const { fake, channel } = open(engine, { maxBufferedAmount: 100 });
      fake.slow = true;
      const { settled } = track([channel.send(new ArrayBuffer(80)), channel.send('ü'.repeat(15))]);
      await settle();
      return [fake.sent.length, settled];
    },
  },
  {
    name: 'one send too many overflows, and says by how much',
    async run(engine) {
      const { fake, channel } = open(engine, { maxBufferedAmount: 10, maxQueuedSends: 2 });
      fake.slow = true;
      fake.bufferedAmount = 10;
      const { settled } = track([channel.send('a'), channel.send('b'), channel.send('c')]);
      await settle();
      const before = [...settled];
      fake.drain(0);
      await settle();
      return { before, after: settled, sent: fake.sent };
    },
  },
  {
    name: 'the overflow error is of its class',
    async run(engine) {
      const { channel } = open(engine, { maxQueuedSends: 0 });
      return channel.send('x').then(
        () => null,
        (err: unknown) => [err instanceof engine.DataChannelOverflowError, shape(err)],
      );
    },
  },
  {
    name: 'a send that fails fails alone',
    async run(engine) {
      const { fake, channel } = open(engine);
      const first = await outcome(channel.send('a'));
      fake.failing = true;
      const second = await outcome(channel.send('b'));
      fake.failing = false;
      return [first, second, await outcome(channel.send('c')), fake.sent];
    },
  },
  {
    name: 'a channel that is not open takes nothing',
    async run(engine) {
      const results: unknown[] = [];
      for (const state of ['connecting', 'closing', 'closed'] as const) {
        const { fake, channel } = open(engine);
        fake.readyState = state;
        results.push(await outcome(channel.send('x')), fake.sent.length);
      }
      return results;
    },
  },
  {
    name: 'closing ends what waits, closes the channel once and lets go of it',
    async run(engine) {
      const { fake, channel, log } = open(engine, { maxBufferedAmount: 10 });
      fake.bufferedAmount = 10;
      const { settled } = track([channel.send('x'), channel.send('y')]);
      await settle();
      channel.close();
      channel.close();
      await settle();
      return {
        closed: fake.closed,
        listening: fake.listening(),
        settled,
        log,
        late: await outcome(channel.send('z')),
      };
    },
  },
];

const errorCases: readonly Case[] = [
  {
    name: 'errors are made with the arguments they are declared with',
    run: (engine) => {
      const { SignallingConnectError, OversizedPayloadError, MeteredPeerOversizedError } = engine;
      const failed = [{ peerId: 'zoe', err: new TypeError('no') }];
      const made = [
        new SignallingConnectError(4001, 'because'),
        new OversizedPayloadError(2, 1),
        new MeteredPeerOversizedError(2, 1),
        new engine.MeteredPeerSendError('self_send', 'text'),
        new engine.MeteredPeerStateError('invalid_state', 'join', 'text'),
        new engine.MeteredPeerStateError('invalid_state', 'join', 'text', 'closed'),
        new engine.MeteredPeerReplaceTrackError(['ann'], failed),
        new engine.DataChannelOverflowError(3, 2),
      ];
      return Promise.resolve(made.map((err) => [err instanceof Error, shape(err), typeof err.message]));
    },
  },
  {
    name: 'the given text is the message',
    run: (engine) =>
      Promise.resolve([
        new engine.MeteredPeerSendError('self_send', 'text').message,
        new engine.MeteredPeerStateError('invalid_state', 'join', 'words').message,
      ]),
  },
  {
    name: 'what the server says as a reason is never part of a message',
    run: (engine) =>
      Promise.resolve(new engine.SignallingConnectError(4001, '<script>').message.includes('script')),
  },
];

const constantCases: readonly Case[] = [
  {
    name: 'close codes',
    run: (engine) => Promise.resolve(engine.WsCloseCode),
  },
  {
    name: 'NoopLogger says nothing',
    run: (engine) => {
      const levels = ['debug', 'info', 'warn', 'error'] as const;
      return Promise.resolve(levels.map((level) => typeof engine.NoopLogger[level]('x', { a: 1 })));
    },
  },
  {
    name: 'ConsoleLogger writes each level to its method of the console, message and context behind a prefix',
    run: (engine) => {
      const levels = ['debug', 'info', 'warn', 'error'] as const;
      const spies = levels.map((level) => mock.method(console, level, () => undefined));
      for (const level of levels) engine.ConsoleLogger[level]('a message', { a: 1 });
      const seen = spies.map((spy) =>
        spy.mock.calls.map(({ arguments: given }) => [
          given.map(String).some((text) => text.includes('a message')),
          given.some((value) => JSON.stringify(value) === '{"a":1}'),
        ]),
      );
      for (const spy of spies) spy.mock.restore();
      return Promise.resolve(seen);
    },
  },
  {
    name: 'every export of a value is there, and of the same kind',
    run: (engine) => {
      const names = ['ConsoleLogger', 'NoopLogger', 'WsCloseCode'] as const;
      const classes = ['DataChannel', 'MeteredPeer', 'SignallingClient'] as const;
      return Promise.resolve([
        names.map((name) => [name, typeof engine[name]]),
        classes.map((name) => [name, engine[name].name, thrown(() => Reflect.construct(engine[name], []))]),
      ]);
    },
  },
  {
    name: 'exports that are declared as values',
    run: (engine) => Promise.resolve([typeof engine.RemotePeer, typeof engine.WsCloseCodeValue]),
    differs: {
      row: '`RemotePeer` and `WsCloseCodeValue`',
      theirs: ['undefined', 'undefined'],
      ours: ['function', 'object'],
    },
  },
];

export const otherCases: readonly Case[] = [...channelCases, ...errorCases, ...constantCases];
