// What a program can observe of SignallingClient. Typed by the published package; each case runs on either.
import type * as Package from '@metered-ca/realtime';
import { inFrozenTime, outcome, settle, shape, thrown } from './observe.ts';
import { acknowledge, Wire, type WireOptions } from './wire.ts';

export type Engine = typeof Package;

export interface Case {
  readonly name: string;
  /** Everything observed, as plain data. The same for both packages, unless `differs`. */
  readonly run: (engine: Engine) => Promise<unknown>;
  /** Differs on purpose: the row of docs/differences.md that says so, and what each of them gives. */
  readonly differs?: { readonly row: string; readonly theirs: unknown; readonly ours: unknown };
}

type Options = Partial<Package.SignallingClientOptions>;

interface Observed {
  readonly client: Package.SignallingClient;
  readonly wire: Wire;
  readonly log: unknown[];
}

const EVENTS = [
  'connected',
  'disconnected',
  'state-change',
  'message',
  'direct',
  'presence',
  'server-error',
  'going-away',
] as const;

function observe(engine: Engine, options: Options = {}, wireOptions: WireOptions = {}): Observed {
  const wire = new Wire(wireOptions);
  const credential = options.tokenProvider ? {} : { apiKey: 'pk_live_test' };
  const client = new engine.SignallingClient({ ...credential, webSocketFactory: wire.factory, ...options });
  const log: unknown[] = [];
  for (const event of EVENTS) client.on(event, (payload: unknown) => log.push([event, payload]));
  client.on('token-provider-error', ({ consecutiveFailures, err }) =>
    log.push(['token-provider-error', consecutiveFailures, shape(err)]),
  );
  return { client, wire, log };
}

async function connected(engine: Engine, options?: Options, wireOptions?: WireOptions): Promise<Observed> {
  const observed = observe(engine, options, wireOptions);
  await observed.client.connect();
  observed.log.length = 0;
  return observed;
}

/** Milliseconds until the next socket is opened, to the nearest 250; null if none comes within `limit`. */
async function untilSocket(
  wire: Wire,
  pass: (ms: number) => Promise<void>,
  limit: number,
): Promise<number | null> {
  const before = wire.sockets.length;
  for (let ms = 250; ms <= limit; ms += 250) {
    await pass(250);
    if (wire.sockets.length > before) return ms;
  }
  return null;
}

const closeCodes = [1000, 1001, 1005, 1006, 1008, 1009, 1011, 1012, 1013, 4000, 4002, 4011, 4999];
const terminalCodes = [4001, 4003, 4012, 4020];

async function afterClose(engine: Engine, code: number): Promise<unknown> {
  return inFrozenTime(async (pass) => {
    const { client, wire, log } = await connected(engine);
    wire.socket.drop(code, 'because');
    const delay = await untilSocket(wire, pass, 40_000);
    const observed = { code, log: [...log], state: client.state, delay };
    await Promise.all([client.close(), pass(2_000)]);
    return observed;
  });
}

export const clientCases: readonly Case[] = [
  {
    name: 'connecting, being welcomed and closing',
    async run(engine) {
      const iceServers = [{ urls: 'stun:stun.example.org' }];
      const { client, wire, log } = observe(engine, {}, { metadata: { iceServers } });
      const before = client.state;
      await client.connect();
      const during = client.state;
      await client.close();
      await settle();
      return {
        before,
        during,
        after: client.state,
        log,
        url: wire.socket.url,
        closed: wire.socket.closedWith,
      };
    },
  },
  {
    name: 'closing with a code and a reason, twice, and connecting again',
    async run(engine) {
      const { client, wire, log } = await connected(engine);
      await client.close(4123, 'enough');
      await client.close();
      await client.connect();
      const again = client.state;
      await client.close();
      return { log, again, closed: wire.sockets.map((socket) => socket.closedWith) };
    },
  },
  {
    name: 'a token goes into the address, encoded; the provider is asked each time',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        let asked = 0;
        const tokenProvider = (): Promise<string> => Promise.resolve(`token/${(asked += 1)}+`);
        const { client, wire } = await connected(engine, { tokenProvider });
        wire.socket.drop(4002, 'expired');
        await untilSocket(wire, pass, 2_000);
        const urls = wire.sockets.map((socket) => socket.url);
        await Promise.all([client.close(), pass(2_000)]);
        return { urls, asked };
      }),
  },
  {
    name: 'a first connection that is refused fails, and is not tried again',
    async run(engine) {
      const all: unknown[] = [];
      for (const code of [1006, 1008, 4001, 4002, 4003, 4010, 4012]) {
        const { client, wire, log } = observe(engine, {}, { welcome: false });
        const connecting = outcome(client.connect());
        await settle();
        wire.socket.open();
        wire.socket.drop(code, 'go away');
        all.push([await connecting, client.state, log]);
      }
      return all;
    },
  },
  {
    name: 'SignallingConnectError is an Error of that class',
    async run(engine) {
      const { client, wire } = observe(engine, {}, { welcome: false });
      const connecting = client.connect().then(
        () => null,
        (err: unknown) => [err instanceof engine.SignallingConnectError, err instanceof Error],
      );
      await settle();
      wire.socket.drop(4001, '');
      return connecting;
    },
  },
  {
    name: 'a token provider that fails, says nothing of use or nothing at all fails the first connect',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const providers: readonly (() => Promise<string>)[] = [
          () => Promise.reject(new RangeError('none left')),
          () => Promise.resolve(''),
          () => Promise.resolve(7 as unknown as string),
          () => {
            throw new RangeError('at once');
          },
          () => new Promise(() => undefined),
        ];
        const all: unknown[] = [];
        for (const tokenProvider of providers) {
          const { client, wire, log } = observe(engine, { tokenProvider, tokenProviderTimeoutMs: 700 });
          const [result] = await Promise.all([outcome(client.connect()), settle().then(() => pass(700))]);
          all.push([result, client.state, wire.sockets.length, log.length]);
        }
        return all;
      }),
    differs: {
      row: 'errors that have no class',
      theirs: ['RangeError', 'Error', 'Error', 'RangeError', 'Error'].map((name) => [name, 'closed', 0, 2]),
      ours: ['RangeError', 'TypeError', 'TypeError', 'RangeError', 'TokenProviderTimeoutError'].map(
        (name) => [name, 'closed', 0, 2],
      ),
    },
  },
  {
    name: 'a provider that fails during a reconnect is tried on, and reported from the third time',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        let failing = false;
        const tokenProvider = (): Promise<string> =>
          failing ? Promise.reject(new RangeError('none left')) : Promise.resolve('t');
        const { client, wire, log } = await connected(engine, { tokenProvider });
        failing = true;
        wire.socket.drop(1006);
        for (let n = 0; n < 4; n += 1) await pass(500 * 2 ** n);
        failing = false;
        await pass(8_000);
        const observed = { log: [...log], state: client.state };
        await Promise.all([client.close(), pass(2_000)]);
        return observed;
      }),
  },
  {
    name: 'reconnects back off from half a second to thirty',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire } = await connected(engine);
        wire.options = { welcome: false };
        const delays: unknown[] = [];
        for (let n = 0; n < 8; n += 1) {
          wire.socket.drop(1006);
          delays.push(await untilSocket(wire, pass, 40_000));
        }
        // A welcome makes the next delay short again.
        wire.welcome(wire.socket);
        await settle();
        wire.socket.drop(1006);
        delays.push(await untilSocket(wire, pass, 40_000));
        await Promise.all([client.close(), pass(2_000)]);
        return delays;
      }),
  },
  {
    name: 'reconnect knobs, a number of attempts, and none at all',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const all: unknown[] = [];
        for (const reconnect of [
          { initialDelayMs: 1_000, multiplier: 3, maxDelayMs: 5_000, jitterRatio: 0, maxAttempts: 3 },
          { maxAttempts: 1 },
          false as const,
        ]) {
          const { client, wire, log } = await connected(engine, { reconnect });
          wire.options = { welcome: false };
          const delays: unknown[] = [];
          for (let n = 0; n < 4 && client.state !== 'closed'; n += 1) {
            wire.socket.drop(1006);
            delays.push(await untilSocket(wire, pass, 20_000));
          }
          all.push({ delays, state: client.state, log });
        }
        return all;
      }),
  },
  {
    name: 'every close code that is not the end is followed by a reconnect',
    run: async (engine) => {
      const all: unknown[] = [];
      for (const code of closeCodes) all.push(await afterClose(engine, code));
      return all;
    },
  },
  {
    name: 'four close codes are the end',
    run: async (engine) => {
      const all: unknown[] = [];
      for (const code of terminalCodes) all.push(await afterClose(engine, code));
      return all;
    },
  },
  {
    name: 'over the connection limit the first attempt waits',
    run: async (engine) => ((await afterClose(engine, 4010)) as { delay: number }).delay,
    differs: { row: 'close code 4010', theirs: 30_000, ours: 33_000 },
  },
  {
    name: 'a server that goes away says for how long',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire, log } = await connected(engine);
        wire.socket.receive({ type: 'going_away', retryAfterMs: 7_000 });
        const told = [...log];
        wire.socket.drop(1001, 'going away');
        const delay = await untilSocket(wire, pass, 40_000);
        await Promise.all([client.close(), pass(2_000)]);
        return { told, delay };
      }),
    differs: {
      row: '`going_away`',
      theirs: { told: [['going-away', { retryAfterMs: 7_000 }]], delay: 500 },
      // 50 ms of spreading behind what was asked for, seen in steps of 250.
      ours: { told: [['going-away', { retryAfterMs: 7_000 }]], delay: 7_250 },
    },
  },
  {
    name: 'a quiet connection is pinged every third of the timeout, a silent one replaced',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const pinged: unknown[] = [];
        for (const inactivityTimeoutMs of [60_000, 9_000, 0, -1, Infinity]) {
          const answer = (): void => undefined;
          const { client, wire, log } = await connected(engine, { inactivityTimeoutMs, reconnect: false });
          wire.options = { welcome: false, answer };
          const seconds: number[] = [];
          for (let second = 1; second <= 61; second += 1) {
            const before = wire.sockets[0]?.of('ping').length ?? 0;
            await pass(1_000);
            if ((wire.sockets[0]?.of('ping').length ?? 0) > before) seconds.push(second);
          }
          pinged.push({ inactivityTimeoutMs, seconds, log: [...log], closed: wire.sockets[0]?.closedWith });
          await Promise.all([client.close(), pass(2_000)]);
        }
        return pinged;
      }),
  },
  {
    name: 'any frame counts as a sign of life',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire } = await connected(engine, { inactivityTimeoutMs: 6_000 });
        wire.options = { answer: () => undefined };
        for (let n = 0; n < 5; n += 1) {
          await pass(5_000);
          wire.socket.receive({ type: 'pong' });
        }
        const { state } = client;
        await Promise.all([client.close(), pass(2_000)]);
        return state;
      }),
  },
  {
    name: 'a welcome that does not come ends the attempt after ten seconds',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire, log } = observe(engine, {}, { welcome: false });
        const connecting = outcome(client.connect());
        await settle();
        wire.socket.open();
        await pass(9_999);
        const before = client.state;
        await pass(1);
        return [before, await connecting, client.state, wire.socket.closedWith?.[0], log.length];
      }),
    differs: {
      row: 'errors that have no class',
      theirs: ['connecting', 'Error', 'closed', 4000, 3],
      ours: ['connecting', 'WelcomeTimeoutError', 'closed', 4000, 3],
    },
  },
  {
    name: 'a welcome that does not come on a reconnect',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire } = await connected(engine);
        wire.options = { welcome: false };
        wire.socket.drop(1006);
        await untilSocket(wire, pass, 1_000);
        wire.socket.open();
        let waited = 0;
        for (; wire.socket.closedWith === null && waited < 20_000; waited += 500) await pass(500);
        await Promise.all([client.close(), pass(2_000)]);
        return waited;
      }),
    differs: { row: 'no welcome on a reconnect', theirs: 10_000, ours: 5_000 },
  },
  {
    name: 'an answer that does not come fails the request after fifteen seconds',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client } = await connected(engine, {}, { answer: () => undefined });
        const results = [client.subscribe('room'), client.publish('room', 1), client.send('you', 1)].map(
          outcome,
        );
        await pass(14_999);
        const open = await Promise.race([Promise.any(results), settle().then(() => 'open')]);
        await pass(1);
        const observed = [open, await Promise.all(results)];
        await Promise.all([client.close(), pass(2_000)]);
        return observed;
      }),
    differs: {
      row: 'errors that have no class',
      theirs: ['open', ['Error', 'Error', 'Error']],
      ours: ['open', ['AckTimeoutError', 'AckTimeoutError', 'AckTimeoutError']],
    },
  },
  {
    name: 'frames of requests, as the server sees them',
    async run(engine) {
      const { client, wire } = await connected(engine);
      await client.subscribe('room');
      await client.subscribe('room', { includeSenderMetadata: true });
      await client.publish('room', { a: [1, null, 'ü'] });
      await client.publish('room', null);
      await client.send('you', 'text');
      await client.unsubscribe('room');
      const ids = wire.socket.sent.map(({ requestId }) => requestId);
      const idsFit = ids.every((id) => typeof id === 'string' && id.length <= 128);
      await client.close();
      return {
        frames: wire.socket.sent.map(({ requestId: _requestId, ...frame }) => frame),
        unique: new Set(ids).size === ids.length && idsFit,
      };
    },
  },
  {
    name: 'requests that cannot be made are refused before anything is sent',
    async run(engine) {
      const { client, wire } = await connected(engine);
      const bad = undefined as unknown as string;
      const results = [
        await outcome(client.subscribe('')),
        await outcome(client.subscribe('x'.repeat(257))),
        await outcome(client.subscribe('a\nb')),
        await outcome(client.subscribe(bad)),
        await outcome(client.unsubscribe('')),
        await outcome(client.publish('', 1)),
        await outcome(client.send('', 1)),
        await outcome(client.send('x'.repeat(129), 1)),
        await outcome(client.publish('room', 'x'.repeat(65_535))),
        await outcome(client.send('you', 'ü'.repeat(40_000))),
        await outcome(client.publish('room', undefined)),
      ];
      const { length } = wire.socket.sent;
      const stillOpen = client.state;
      await client.close();
      return { results, length, stillOpen };
    },
  },
  {
    name: 'a peer id that no server knows',
    async run(engine) {
      const { client, wire } = await connected(engine);
      const result = [await outcome(client.send('ü', 1)), wire.socket.sent.length];
      await client.close();
      return result;
    },
    differs: { row: 'a peer id outside printable ASCII', theirs: ['resolved', 1], ours: ['TypeError', 0] },
  },
  {
    name: 'requests without a connection fail by name, and those under way when it closes',
    async run(engine) {
      const { client } = observe(engine);
      const early = [
        await outcome(client.subscribe('room')),
        await outcome(client.publish('room', 1)),
        await outcome(client.send('you', 1)),
      ];
      const open = await connected(engine, { reconnect: false }, { answer: () => undefined });
      const pending = outcome(open.client.publish('room', 1));
      open.wire.socket.drop(1006);
      const late = [await pending, await outcome(open.client.publish('room', 1)), open.client.state];
      return { early, late };
    },
  },
  {
    name: 'connect() while connected or connecting',
    async run(engine) {
      const { client } = observe(engine);
      const first = outcome(client.connect());
      const second = await outcome(client.connect());
      await first;
      const third = await outcome(client.connect());
      await client.close();
      return [second, third];
    },
  },
  {
    name: 'an error rejects its request under the name of its code, known or not',
    async run(engine) {
      const codes = ['channel_not_authorized', 'peer_not_found', 'code_of_tomorrow'];
      const results: unknown[] = [];
      const { client, log } = await connected(
        engine,
        {},
        {
          answer: (socket, { requestId }) =>
            socket.receive({ type: 'error', code: codes[0], message: 'No.', requestId }),
        },
      );
      for (const _code of [...codes]) {
        results.push(await outcome(client.publish('room', 1)));
        codes.shift();
      }
      await client.close();
      return { results, unsolicited: log.filter((entry) => (entry as unknown[])[0] === 'server-error') };
    },
  },
  {
    name: 'frames from the server become events, and malformed ones nothing',
    async run(engine) {
      const { client, wire, log } = await connected(engine);
      const { socket } = wire;
      for (const frame of [
        { type: 'message', channel: 'room', from: 'you', data: { a: 1 }, fromMetadata: { name: 'Y' } },
        { type: 'message', channel: 'room', from: 'you', data: null },
        { type: 'direct', from: 'you', data: 'psst' },
        { type: 'direct', from: 'you', data: 'psst', fromMetadata: { name: 'Y' } },
        { type: 'presence', channel: 'room', joined: [{ peerId: 'you', metadata: { a: 1 } }], left: [] },
        { type: 'error', code: 'over_message_quota', message: 'Too many.' },
        { type: 'error', code: 'internal_error', requestId: 'nobody-asked' },
        { type: 'pong' },
        { type: 'frame_of_tomorrow', field: 1 },
      ]) {
        socket.receive(frame);
      }
      for (const text of ['', '{', 'null', '[]', '7', '"x"', '{"type":7}']) socket.receive(text);
      const { state } = client;
      await client.close();
      return { log: log.slice(0, -2), state };
    },
  },
  {
    name: 'a frame above a megabyte is refused by closing with 1009',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire, log } = await connected(engine);
        const text = (length: number): string => JSON.stringify({ type: 'pong', x: 'x'.repeat(length) });
        wire.socket.receive(text(1_000_000));
        const below = wire.socket.closedWith;
        wire.socket.receive(text(1_100_000));
        const above = wire.socket.closedWith?.[0];
        await settle();
        const observed = { below, above, state: client.state, codes: log.map((e) => (e as unknown[])[0]) };
        await Promise.all([client.close(), pass(2_000)]);
        return observed;
      }),
  },
  {
    name: 'subscriptions are made again after a reconnect, as they were last asked for',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const all: unknown[] = [];
        for (const autoResubscribe of [undefined, true, false]) {
          const given = autoResubscribe === undefined ? {} : { autoResubscribe };
          const { client, wire } = await connected(engine, given);
          await client.subscribe('kept');
          await client.subscribe('kept', { includeSenderMetadata: true });
          await client.subscribe('plain');
          await client.subscribe('dropped');
          await client.unsubscribe('dropped');
          wire.socket.drop(1006);
          await pass(500);
          all.push(wire.socket.of('subscribe'));
          await Promise.all([client.close(), pass(2_000)]);
        }
        return all;
      }),
  },
  {
    name: 'a subscription that is refused after a reconnect is tried three more times, two seconds apart',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const { client, wire } = await connected(engine);
        await client.subscribe('room');
        wire.options = {
          answer: (socket, frame) => {
            if (frame['type'] !== 'subscribe') return acknowledge(socket, frame);
            socket.receive({ type: 'error', code: 'backend_error', requestId: frame['requestId'] });
          },
        };
        wire.socket.drop(1006);
        await pass(500);
        const counts = [wire.socket.of('subscribe').length];
        for (let n = 0; n < 5; n += 1) {
          await pass(1_999);
          counts.push(wire.socket.of('subscribe').length);
          await pass(1);
          counts.push(wire.socket.of('subscribe').length);
        }
        const { state } = client;
        await Promise.all([client.close(), pass(2_000)]);
        return { counts, state };
      }),
  },
  {
    name: 'closing while a reconnect is waited for, and while connecting',
    run: (engine) =>
      inFrozenTime(async (pass) => {
        const waiting = await connected(engine);
        waiting.wire.socket.drop(1006);
        await Promise.all([waiting.client.close(), pass(2_000)]);
        await pass(60_000);
        const connecting = observe(engine, {}, { welcome: false });
        const result = outcome(connecting.client.connect());
        await settle();
        await Promise.all([connecting.client.close(), pass(2_000)]);
        return {
          waiting: [waiting.client.state, waiting.wire.sockets.length, waiting.log],
          connecting: [connecting.client.state, await result],
        };
      }),
  },
  {
    name: 'a handler that throws is told to the logger, and the others are called',
    async run(engine) {
      const lines: string[] = [];
      const note = (level: string) => (): void => void lines.push(level);
      const logger = {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: note('error'),
      };
      const { client, wire, log } = await connected(engine, { logger });
      const once: unknown[] = [];
      const handler = (): void => {
        throw new Error('mine');
      };
      client.on('direct', handler);
      client.once('direct', ({ data }) => once.push(data));
      wire.socket.receive({ type: 'direct', from: 'you', data: 1 });
      client.off('direct', handler);
      wire.socket.receive({ type: 'direct', from: 'you', data: 2 });
      const chained = client.on('message', () => undefined) === client;
      await client.close();
      return {
        lines,
        once,
        chained,
        direct: log.filter((entry) => (entry as unknown[])[0] === 'direct').length,
      };
    },
  },
  {
    name: 'options that cannot work throw at construction',
    run: (engine) => {
      const key = { apiKey: 'pk_live_test', webSocketFactory: new Wire().factory };
      const tokenProvider = (): Promise<string> => Promise.resolve('t');
      const given: readonly Package.SignallingClientOptions[] = [
        key,
        { webSocketFactory: key.webSocketFactory },
        { ...key, tokenProvider },
        { ...key, apiKey: '' },
        ...[
          'ws://localhost:1',
          'ws://127.0.0.1',
          'ws://[::1]:9',
          'wss://example.org',
          'wss://example.org/',
        ].map((url) => ({ ...key, url })),
        ...[
          'ws://example.org',
          'http://localhost',
          'https://x.org',
          'x',
          '',
          'wss://x.org/v1',
          'wss://x.org?a=1',
        ].map((url) => ({ ...key, url })),
        { ...key, url: 'wss://x.org#a' },
        ...[1, 0, -1, NaN, Infinity].map((tokenProviderTimeoutMs) => ({ ...key, tokenProviderTimeoutMs })),
        ...[1, 0, -1, NaN, Infinity].map((inactivityTimeoutMs) => ({ ...key, inactivityTimeoutMs })),
        ...[0, -1, NaN, Infinity].map((initialDelayMs) => ({ ...key, reconnect: { initialDelayMs } })),
        ...[0, -1, NaN, Infinity].map((maxDelayMs) => ({ ...key, reconnect: { maxDelayMs } })),
        ...[1, 0.5, 0, -1, NaN, Infinity].map((multiplier) => ({ ...key, reconnect: { multiplier } })),
        ...[0, 1, 1.5, -1, NaN].map((jitterRatio) => ({ ...key, reconnect: { jitterRatio } })),
        ...[0, 1.5, -1, NaN, Infinity].map((maxAttempts) => ({ ...key, reconnect: { maxAttempts } })),
        { ...key, reconnect: false },
      ];
      return Promise.resolve(given.map((options) => thrown(() => new engine.SignallingClient(options))));
    },
  },
  {
    name: 'a secret key in a page',
    run: (engine) =>
      Promise.resolve(
        thrown(
          () => new engine.SignallingClient({ apiKey: 'sk_secret_x', webSocketFactory: new Wire().factory }),
        ),
      ),
    differs: { row: 'a secret key as `apiKey`', theirs: 'accepted', ours: 'TypeError' },
  },
];
