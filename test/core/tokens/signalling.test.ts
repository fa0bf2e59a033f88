import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { SignallingClient } from '../../../core/signalling/signalling-client.ts';
import { TokenCache } from '../../../core/tokens/token-cache.ts';
import { counting, nowSeconds, tokenFor } from './jwt.ts';

/** A real WebSocket server that does to each connection what the test says; `tokens` are those it met. */
let server: WebSocketServer;
let tokens: string[];
let onConnection: (socket: WebSocket, attempt: number) => void;
const clients: SignallingClient[] = [];

/** A client in a loop would never come to the end of its test. */
const LIMIT = { timeout: 10_000 };

const welcome = (socket: WebSocket, serverTime = nowSeconds()): void =>
  socket.send(
    JSON.stringify({ type: 'welcome', peerId: 'me', expiresAt: null, serverTime, maxMessageSize: 65_536 }),
  );

beforeEach(async () => {
  tokens = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket, request) => {
    tokens.push(new URL(request.url ?? '', 'http://localhost').searchParams.get('token') ?? '');
    onConnection(socket, tokens.length);
  });
  await once(server, 'listening');
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function client(cache: TokenCache): SignallingClient {
  const { port } = server.address() as AddressInfo;
  const made = new SignallingClient({
    tokenProvider: cache.provider,
    url: `ws://127.0.0.1:${port}`,
    webSocketFactory: (url) => new WebSocket(url),
    reconnect: { initialDelayMs: 1, maxDelayMs: 5 },
  });
  clients.push(made);
  return made;
}

/** Connects, and resolves at the welcome that follows the first connection's end. */
async function reconnected(made: SignallingClient): Promise<void> {
  const again = new Promise<void>((resolve) =>
    made.on('connected', ({ isReconnect }) => isReconnect && resolve()),
  );
  await made.connect();
  await again;
}

test('after a drop the same token connects again, and the provider is not asked', LIMIT, async () => {
  // Dropped at the client's first frame, so that the welcome has arrived before.
  onConnection = (socket, attempt) => {
    welcome(socket);
    if (attempt === 1) socket.once('message', () => socket.terminate());
  };
  const source = counting();
  const made = client(new TokenCache(source));
  made.on('connected', () => void made.subscribe('room').catch(() => undefined));
  await reconnected(made);
  assert.equal(source.calls, 1);
  assert.equal(tokens.length, 2);
  assert.equal(tokens[0], tokens[1]);
});

test('after 4002 the next connection carries a new token', LIMIT, async () => {
  onConnection = (socket, attempt) => {
    welcome(socket);
    if (attempt === 1) socket.close(4002);
  };
  const source = counting();
  await reconnected(client(new TokenCache(source)));
  assert.equal(source.calls, 2);
  assert.equal(new Set(tokens).size, 2);
});

test('4001 before the welcome: connecting again asks for a new token', LIMIT, async () => {
  onConnection = (socket, attempt) => (attempt === 1 ? socket.close(4001) : welcome(socket));
  const made = client(new TokenCache(counting()));
  await assert.rejects(made.connect(), { closeCode: 4001 });
  await made.connect();
  assert.equal(new Set(tokens).size, 2);
});

test('a kept token that is refused on connecting makes room for a new one at once', LIMIT, async () => {
  onConnection = (socket, attempt) => (attempt === 2 ? socket.close(4001) : welcome(socket));
  const source = counting();
  const cache = new TokenCache(source);
  const first = client(cache);
  await first.connect();
  await first.close();
  const second = client(cache);
  const seen: number[] = [];
  second.on('disconnected', ({ code }) => seen.push(code));
  await second.connect();
  assert.deepEqual(seen, []);
  assert.equal(source.calls, 2);
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[1], tokens[2]);
});

test('a new token that is refused as well ends connecting', LIMIT, async () => {
  onConnection = (socket, attempt) => (attempt === 1 ? welcome(socket) : socket.close(4001));
  const cache = new TokenCache(counting());
  const first = client(cache);
  await first.connect();
  await first.close();
  await assert.rejects(client(cache).connect(), { closeCode: 4001 });
  assert.equal(tokens.length, 3);
});

test('a provider stuck on a refused token meets the server once with it', LIMIT, async () => {
  onConnection = (socket) => {
    welcome(socket);
    socket.close(4002);
  };
  let calls = 0;
  const stuck = tokenFor('stuck');
  const provider = (): Promise<string> => {
    calls += 1;
    return Promise.resolve(stuck);
  };
  const made = client(new TokenCache({ provider }));
  const reported = new Promise<Error>((resolve) =>
    made.on('token-provider-error', ({ err }) => resolve(err)),
  );
  await made.connect();
  const err = await reported;
  assert.equal(err.name, 'StaleTokenError');
  assert.equal(tokens.length, 1);
  assert.ok(calls >= 4);
});

test("the welcome's clock reaches the cache", LIMIT, async () => {
  onConnection = (socket, attempt) => {
    welcome(socket, nowSeconds() + (attempt === 1 ? 550 : 0));
    if (attempt === 1) socket.close(1001);
  };
  const source = counting();
  await reconnected(client(new TokenCache(source)));
  assert.equal(source.calls, 2);
});
