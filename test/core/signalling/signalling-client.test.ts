import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { SignallingClient } from '../../../core/signalling/signalling-client.ts';
import type { SignallingClientOptions } from '../../../core/signalling/types.ts';

type Frame = Record<string, unknown>;

/** A real WebSocket server that does what each test tells it. */
let server: WebSocketServer;
let clients: SignallingClient[];
let onConnection: (socket: WebSocket, attempt: number, url: string) => void;
let onFrame: (socket: WebSocket, frame: Frame) => void;

const say = (socket: WebSocket, frame: Frame): void => socket.send(JSON.stringify(frame));
const welcome = (socket: WebSocket, extra: Frame = {}): void =>
  say(socket, {
    type: 'welcome',
    peerId: 'me',
    expiresAt: null,
    serverTime: 1,
    maxMessageSize: 65_536,
    ...extra,
  });
const acknowledge = (socket: WebSocket, frame: Frame): void =>
  say(socket, { type: 'ack', requestId: frame['requestId'] });

beforeEach(async () => {
  clients = [];
  onConnection = (socket) => welcome(socket);
  onFrame = acknowledge;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  let attempts = 0;
  server.on('connection', (socket, request) => {
    attempts += 1;
    socket.on('message', (text: Buffer) => onFrame(socket, JSON.parse(text.toString()) as Frame));
    onConnection(socket, attempts, request.url ?? '');
  });
  await once(server, 'listening');
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function client(options: Partial<SignallingClientOptions> = {}): SignallingClient {
  const { port } = server.address() as AddressInfo;
  const made = new SignallingClient({
    ...('tokenProvider' in options ? {} : { apiKey: 'pk_live_test' }),
    url: `ws://127.0.0.1:${port}`,
    webSocketFactory: (url) => new WebSocket(url),
    reconnect: { initialDelayMs: 1, maxDelayMs: 5 },
    ...options,
  });
  clients.push(made);
  return made;
}

const next = <K extends 'connected' | 'disconnected' | 'server-error' | 'token-provider-error' | 'message'>(
  from: SignallingClient,
  event: K,
) => new Promise<Parameters<Parameters<typeof from.on<K>>[1]>[0]>((resolve) => from.once(event, resolve));

test('connect() resolves with the welcome, whose ICE servers are on the event', async () => {
  const iceServers = [{ urls: 'turn:host', username: 'u', credential: 'c' }];
  onConnection = (socket) => welcome(socket, { metadata: { iceServers } });
  const made = client();
  const connected = next(made, 'connected');
  await made.connect();
  assert.deepEqual((await connected).iceServers, iceServers);
  assert.equal(made.state, 'connected');
});

test('a close before the welcome rejects with its code and is not tried again', async () => {
  onConnection = (socket) => socket.close(4001, 'who are you');
  const made = client();
  await assert.rejects(made.connect(), {
    name: 'SignallingConnectError',
    closeCode: 4001,
    closeReason: 'who are you',
  });
  assert.equal(made.state, 'closed');
  onConnection = (socket) => welcome(socket);
  await made.connect();
  assert.equal(made.state, 'connected', 'the same client can be connected again');
});

test('the reason of a close is never part of the message', async () => {
  onConnection = (socket) => socket.close(4001, '<b>bold</b>');
  await assert.rejects(client().connect(), (err: Error) => !err.message.includes('bold'));
});

test('after a drop it reconnects, asks the provider again and subscribes anew', async () => {
  const urls: string[] = [];
  const subscribed: string[] = [];
  let tokens = 0;
  onConnection = (socket, attempt, url) => {
    urls.push(url);
    welcome(socket);
    if (attempt === 1) socket.once('message', () => setImmediate(() => socket.close(4002)));
  };
  onFrame = (socket, frame) => {
    subscribed.push(String(frame['channel']));
    acknowledge(socket, frame);
  };
  const made = client({ tokenProvider: () => Promise.resolve(`token-${++tokens}`) });
  await made.connect();
  const again = next(made, 'connected');
  await made.subscribe('room');
  assert.equal((await again).isReconnect, true);
  const sent = made.publish('room', 1);
  await sent;
  assert.deepEqual(urls, ['/v1?token=token-1', '/v1?token=token-2']);
  assert.deepEqual(subscribed, ['room', 'room', 'room']);
});

test('a terminal code after the welcome closes for good', async () => {
  onConnection = (socket) => {
    welcome(socket);
    socket.close(4020, 'out');
  };
  const made = client();
  const gone = next(made, 'disconnected');
  await made.connect();
  assert.deepEqual(await gone, { code: 4020, reason: 'out', willReconnect: false });
  assert.equal(made.state, 'closed');
});

test('close() called from a disconnected handler stops the reconnect', async () => {
  onConnection = (socket) => {
    welcome(socket);
    socket.close(1001);
  };
  const made = client();
  const closed = new Promise<void>((resolve) => {
    made.on('disconnected', () => void made.close().then(resolve));
  });
  await made.connect();
  await closed;
  assert.equal(made.state, 'closed');
});

test('an error that answers a request rejects it by its code; one that answers none is an event', async () => {
  onFrame = (socket, frame) => {
    say(socket, { type: 'error', code: 'over_message_quota' });
    say(socket, { type: 'error', code: 'peer_not_found', requestId: frame['requestId'] });
  };
  const made = client();
  const event = next(made, 'server-error');
  await made.connect();
  await assert.rejects(made.send('nobody', 1), { name: 'peer_not_found' });
  assert.deepEqual(await event, { code: 'over_message_quota' });
});

test('requests under way reject when the connection drops, and none is taken without one', async () => {
  onFrame = (socket) => socket.terminate();
  const made = client({ reconnect: false });
  await assert.rejects(made.publish('room', 1), { name: 'NotConnectedError' });
  await made.connect();
  await assert.rejects(made.publish('room', 1), { name: 'DisconnectedError' });
});

test('a payload above the server’s limit is refused before it is sent', async () => {
  onConnection = (socket) => welcome(socket, { maxMessageSize: 10 });
  onFrame = () => assert.fail('nothing may reach the server');
  const made = client();
  await made.connect();
  await assert.rejects(made.publish('room', 'x'.repeat(9)), {
    name: 'OversizedPayloadError',
    size: 11,
    cap: 10,
  });
});

test('garbage, binary and unknown frames are dropped and the connection goes on', async () => {
  onConnection = (socket) => {
    welcome(socket);
    socket.send('{');
    socket.send(Buffer.from([1, 2, 3]));
    say(socket, { type: 'brand_new' });
    say(socket, { type: 'message', channel: 'c', from: 'a', data: 1 });
  };
  const made = client();
  const message = next(made, 'message');
  await made.connect();
  assert.deepEqual(await message, { channel: 'c', from: 'a', data: 1 });
});

test('a frame above 1 MB closes the socket', async () => {
  onConnection = (socket) => {
    welcome(socket);
    socket.send(`"${'x'.repeat(1_100_000)}"`);
  };
  const made = client({ reconnect: false });
  const gone = next(made, 'disconnected');
  await made.connect();
  assert.equal((await gone).code, 1009);
});

test('a server that falls silent is left after the inactivity timeout', async () => {
  onFrame = () => undefined;
  const made = client({ inactivityTimeoutMs: 30, reconnect: false });
  const gone = next(made, 'disconnected');
  await made.connect();
  assert.equal((await gone).code, 4000);
});

test('a token provider that hangs or fails rejects connect() with a name that says so', async () => {
  const hung = client({ tokenProvider: () => new Promise(() => undefined), tokenProviderTimeoutMs: 5 });
  await assert.rejects(hung.connect(), { name: 'TokenProviderTimeoutError' });
  const failing = client({ tokenProvider: () => Promise.reject(new RangeError('no')) });
  await assert.rejects(failing.connect(), { name: 'RangeError' });
});

test('three failures of the provider in a row are told, and retries go on', async () => {
  let calls = 0;
  onConnection = (socket, attempt) => {
    welcome(socket);
    if (attempt === 1) socket.close(4002);
  };
  const tokenProvider = (): Promise<string> => {
    calls += 1;
    return calls === 1 || calls > 4 ? Promise.resolve('t') : Promise.reject(new Error('minting failed'));
  };
  const made = client({ tokenProvider });
  const told = next(made, 'token-provider-error');
  await made.connect();
  const again = next(made, 'connected');
  assert.equal((await told).consecutiveFailures, 3);
  assert.equal((await again).isReconnect, true);
});

const BAD_OPTIONS: [name: string, options: SignallingClientOptions][] = [
  ['no credential', {}],
  ['two credentials', { apiKey: 'pk_live_x', tokenProvider: () => Promise.resolve('t') }],
  ['a secret key', { apiKey: 'sk_live_x' }],
  ['plain ws to another host', { apiKey: 'pk_live_x', url: 'ws://example.com' }],
  ['a path', { apiKey: 'pk_live_x', url: 'wss://example.com/v1' }],
  ['no URL at all', { apiKey: 'pk_live_x', url: 'example' }],
  ['a timeout of nothing', { apiKey: 'pk_live_x', tokenProviderTimeoutMs: 0 }],
  ['a watchdog of NaN', { apiKey: 'pk_live_x', inactivityTimeoutMs: NaN }],
];

for (const [name, options] of BAD_OPTIONS) {
  test(`${name} throws a TypeError at construction`, () => {
    const withSocket = { webSocketFactory: () => assert.fail(), ...options };
    assert.throws(() => new SignallingClient(withSocket), TypeError);
  });
}

test('the credential is nowhere in what the client gives away', async () => {
  const lines: string[] = [];
  const log = (message: string, context?: Record<string, unknown>): void =>
    void lines.push(message + JSON.stringify(context ?? {}));
  onConnection = (socket) => socket.close(4001, 'no');
  const made = client({
    apiKey: 'pk_live_very_private',
    logger: { debug: log, info: log, warn: log, error: log },
  });
  await assert.rejects(made.connect(), (err: Error) => {
    lines.push(err.message, err.stack ?? '', JSON.stringify(err));
    return true;
  });
  lines.push(JSON.stringify(made));
  assert.ok(lines.length > 3);
  assert.equal(
    lines.some((line) => line.includes('very_private')),
    false,
  );
});

test('connecting twice, and without a WebSocket, fail with a code', async (t) => {
  const made = client();
  await made.connect();
  await assert.rejects(made.connect(), { code: 'invalid_state' });
  const socket = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  t.after(() => socket && Object.defineProperty(globalThis, 'WebSocket', socket));
  Object.defineProperty(globalThis, 'WebSocket', { value: undefined, configurable: true });
  assert.throws(() => new SignallingClient({ apiKey: 'pk_live_test' }), { code: 'websocket_unavailable' });
});
