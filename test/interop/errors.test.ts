import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { WebSocket } from 'ws';
import type * as Engine from '../../core/index.ts';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { DEMO_KEY, mintToken, NO_SEND_KEY } from '../helpers/tokens.ts';

type Credential = { readonly apiKey: string } | { readonly token: string };

interface Client {
  readonly client: Engine.SignallingClient;
  /** The sockets it has opened, for sending what no client would. */
  readonly sockets: WebSocket[];
}

let engine: typeof Engine;
let server: SignallingServer;
let bystander: Engine.SignallingClient;
let heard: unknown[];
let opened: Engine.SignallingClient[] = [];

function open(credential: Credential): Client {
  const sockets: WebSocket[] = [];
  const client = new engine.SignallingClient({
    url: server.wsOrigin,
    reconnect: false,
    webSocketFactory: (url) => {
      const socket = new WebSocket(url);
      sockets.push(socket);
      return socket;
    },
    ...('apiKey' in credential
      ? { apiKey: credential.apiKey }
      : { tokenProvider: () => Promise.resolve(credential.token) }),
  });
  opened.push(client);
  return { client, sockets };
}

async function connected(credential: Credential): Promise<Client> {
  const entry = open(credential);
  await entry.client.connect();
  return entry;
}

const heardNext = (): Promise<unknown> =>
  new Promise((resolve) => bystander.once('message', (message) => resolve(message.data)));

before(async () => {
  engine = (await import(new URL('../../dist/core/index.js', import.meta.url).href)) as typeof Engine;
  server = await startServer();
});

after(() => server.stop());

beforeEach(async () => {
  opened = [];
  heard = [];
  ({ client: bystander } = await connected({ apiKey: DEMO_KEY }));
  bystander.on('message', ({ data }) => heard.push(data));
  await bystander.subscribe('bystanders');
});

/** Whatever a test has done, the server and the connection that stood by carry on. */
afterEach(async () => {
  const { client } = await connected({ apiKey: DEMO_KEY });
  const next = heardNext();
  await client.publish('bystanders', 'still here');
  assert.equal(await next, 'still here');
  assert.deepEqual(heard, ['still here']);
  assert.equal(bystander.state, 'connected');
  assert.ok(server.running());
  await Promise.all(opened.map((one) => one.close()));
});

async function refused(credential: Credential, closeCode: number): Promise<void> {
  const { client } = open(credential);
  await assert.rejects(client.connect(), (err) => {
    assert.ok(err instanceof engine.SignallingConnectError);
    assert.equal(err.name, 'SignallingConnectError');
    assert.equal(err.closeCode, closeCode);
    return true;
  });
}

test('an unknown publishable key is refused with 4001', () => refused({ apiKey: 'pk_live_unknown' }, 4001));

test('a token that is none is refused with 4001', () => refused({ token: 'not.a.token' }, 4001));

test('a token signed with another secret is refused with 4001', async () => {
  await refused({ token: await mintToken({ sub: 'mallory' }, { secret: 'sk_secret_other' }) }, 4001);
});

test('a token of an unknown key id is refused with 4001', async () => {
  await refused({ token: await mintToken({ sub: 'mallory' }, { kid: 'sk_id_other' }) }, 4001);
});

test('an expired token is refused with 4002', async () => {
  await refused({ token: await mintToken({ sub: 'late', expiresIn: -60 }) }, 4002);
});

test('a token that admits no channel is refused with 4003', async () => {
  await refused({ token: await mintToken({ sub: 'nowhere', channels: [] }) }, 4003);
});

test('a channel outside the token is refused by name, and the connection stays', async () => {
  const token = await mintToken({ sub: 'guest', channels: ['allowed-*'] });
  const { client } = await connected({ token });
  await assert.rejects(client.subscribe('forbidden'), { name: 'channel_not_authorized' });
  await client.subscribe('allowed-room');
});

test('a reserved channel is refused before it reaches the server', async () => {
  const { client } = await connected({ apiKey: DEMO_KEY });
  await assert.rejects(client.subscribe('_system/all'));
  assert.equal(client.state, 'connected');
});

test('a payload above the limit is refused at the client, which stays connected', async () => {
  const { client } = await connected({ apiKey: DEMO_KEY });
  await assert.rejects(client.publish('room', 'x'.repeat(70_000)), (err) => {
    assert.ok(err instanceof engine.OversizedPayloadError);
    assert.deepEqual([err.name, err.size, err.cap], ['OversizedPayloadError', 70_002, 65_536]);
    return true;
  });
  await client.publish('room', 'short');
});

test('a frame above the limit is closed with 1009', async () => {
  const { client, sockets } = await connected({ apiKey: DEMO_KEY });
  const disconnected = new Promise<number>((resolve) =>
    client.once('disconnected', ({ code }) => resolve(code)),
  );
  sockets[0]?.send(JSON.stringify({ type: 'publish', channel: 'room', data: 'x'.repeat(80_000) }));
  assert.equal(await disconnected, 1009);
});

test('garbage does not hurt the connection that sends it', async () => {
  const { client, sockets } = await connected({ apiKey: DEMO_KEY });
  const [socket] = sockets;
  assert.ok(socket);
  const complaints: string[] = [];
  client.on('server-error', ({ code }) => complaints.push(code));
  for (const frame of ['{nope', '[]', '"text"', '{"type":5}', '{"type":"nonsense"}']) socket.send(frame);
  const pong = once(socket, 'message', { signal: AbortSignal.timeout(10_000) });
  socket.send('{"type":"ping"}');
  await pong;
  await client.subscribe('room');
  assert.ok(
    complaints.every((code) => ['malformed_message', 'unknown_type'].includes(code)),
    complaints.join(),
  );
});

test('a key without the permission cannot send to a peer, and can still publish', async () => {
  const { client } = await connected({ apiKey: NO_SEND_KEY });
  const { client: other } = await connected({ token: await mintToken({ sub: 'other' }) });
  const direct: unknown[] = [];
  other.on('direct', ({ data }) => direct.push(data));
  await other.subscribe('mixed');
  const received = new Promise<unknown>((resolve) => other.once('message', ({ data }) => resolve(data)));
  await assert.rejects(client.send('other', 'psst'), { name: 'action_not_permitted' });
  await client.publish('mixed', 'aloud');
  assert.equal(await received, 'aloud');
  assert.deepEqual(direct, []);
});

test('a peer that is not there is reported by name', async () => {
  const { client } = await connected({ apiKey: DEMO_KEY });
  await assert.rejects(client.send('nobody', 'hello'), { name: 'peer_not_found' });
});

test('MeteredPeer rejects its join with the same typed error', async () => {
  const peer = new engine.MeteredPeer({
    url: server.wsOrigin,
    apiKey: 'pk_live_unknown',
    webSocketFactory: (url) => new WebSocket(url),
  });
  await assert.rejects(
    peer.join('room'),
    (err) => err instanceof engine.SignallingConnectError && err.closeCode === 4001,
  );
  await peer.close();
});
