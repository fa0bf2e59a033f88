import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { before, describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import { connect, join, startServer, TestClient, tokenQuery } from './helpers.ts';

const FRAMES = 3_000;
const REQUESTS = 150;
const ERRORS = new Set([
  'malformed_message',
  'unknown_type',
  'invalid_channel',
  'invalid_peer_id',
  'channel_not_authorized',
  'channel_reserved',
  'channel_limit_exceeded',
  'peer_not_found',
  'missing_data',
  'action_not_permitted',
]);

let server: Server;
const logged: string[] = [];
before(async () => {
  const note = (msg: string, ctx?: Record<string, unknown>): void =>
    void logged.push(`${msg} ${JSON.stringify(ctx)}`);
  const logger = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  server = await startServer({
    logger,
    limits: { messagesPerSecond: 1e6, messageBurst: 1e6, restBurst: 1e4 },
  });
});

/** Repeatable chance (mulberry32), so that a failure can be had again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const SEEDS = [
  '{"type":"subscribe","channel":"room","includeSenderMetadata":true,"requestId":"a"}',
  '{"type":"unsubscribe","channel":"room","requestId":"b"}',
  '{"type":"publish","channel":"room","data":{"x":[1,null,"é"]},"requestId":"c"}',
  '{"type":"send","to":"peer","data":{"__proto__":1},"requestId":"d"}',
];
const SCRAPS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '\u0000',
  '__proto__',
  '1e999',
  '\\ud800',
  'null',
  '_system/',
  '*',
];

function mutate(text: string, next: (below: number) => number): string {
  let out = text;
  for (let n = next(4); n >= 0; n--) {
    const at = next(out.length + 1);
    const scrap = SCRAPS[next(SCRAPS.length)] ?? '';
    const cut = next(3) === 0 ? next(8) : 0;
    out = out.slice(0, at) + (next(4) === 0 ? out.slice(next(out.length + 1)) : scrap) + out.slice(at + cut);
  }
  return out;
}

describe('frames that chance has changed', () => {
  it('get a documented answer or none, and disturb nobody', async () => {
    const next = chance(4);
    const bystander = await connect(server, await tokenQuery({ sub: 'bystander' }));
    await join(bystander, 'calm');
    const attacker = await connect(server);
    for (let i = 0; i < FRAMES; i++) attacker.send(mutate(SEEDS[i % SEEDS.length] ?? '', next));
    const answers = await attacker.drain();
    for (const { type, code } of answers) {
      if (type === 'error') assert.ok(ERRORS.has(String(code)), String(code));
      else assert.ok(['ack', 'presence', 'pong', 'message', 'direct'].includes(type), type);
    }
    assert.ok(answers.length > FRAMES / 2);
    assert.deepEqual(await bystander.drain(), []);
    assert.deepEqual(logged, []);
  });
});

describe('requests that chance has changed', () => {
  it('get an HTTP answer or a close, and the server goes on', async () => {
    const next = chance(5);
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const heads = [
      `GET /v1?key=pk_live_demo HTTP/1.1\r\nHost: x\r\n${upgrade}`,
      `GET /v1${await tokenQuery()} HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n${upgrade}`,
      'POST /v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_id_demo:sk_secret_demo\r\nContent-Length: 14\r\n\r\n{"peerId":"a"}',
      'DELETE /v1/peers/%2e%2e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n',
      'GET /demo/?room=a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n',
    ];
    for (let i = 0; i < REQUESTS; i++) {
      const socket = connectTcp(server.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.end(mutate(heads[i % heads.length] ?? '', next), 'latin1');
      await once(socket, 'close');
      if (answer !== '')
        assert.match(answer, /^HTTP\/1\.1 (101|200|206|308|400|401|403|404|405|413|416|426|431) /);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 \d+ [^\n]*\n(.*\n)*.*(at |node:|\/server\/)/);
    }
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    assert.deepEqual(logged, []);
  });
});

describe('algorithm confusion', () => {
  it('in every spelling is a 4001', async () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ sub: 'a', exp: 9_999_999_999, channels: ['**'] });
    for (const header of [
      { alg: 'none', kid: 'sk_id_demo' },
      { alg: 'None', kid: 'sk_id_demo' },
      { alg: 'RS256', kid: 'sk_id_demo' },
      { alg: 'HS256', kid: ['sk_id_demo'] },
      { alg: ['HS256'], kid: 'sk_id_demo' },
      { alg: 'HS256', kid: '__proto__' },
      { alg: 'HS256', kid: 'sk_id_demo', crit: ['b64'], b64: false },
      { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } },
    ]) {
      const client = new TestClient(server, `?token=${part(header)}.${claims}.${part('x')}`);
      assert.equal((await client.closedWith()).code, 4001, JSON.stringify(header));
    }
  });
});
