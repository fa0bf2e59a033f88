import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { before, describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import { connect, join, startServer, TestClient, tokenQuery } from './helpers.ts';
import { chance, CONFUSED, FRAMES_TO_CHANGE, mutate, requestsOf } from './hostile-input.ts';

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

describe('frames that chance has changed', () => {
  it('get a documented answer or none, and disturb nobody', async () => {
    const next = chance(4);
    const bystander = await connect(server, await tokenQuery({ sub: 'bystander' }));
    await join(bystander, 'calm');
    const attacker = await connect(server);
    for (let i = 0; i < FRAMES; i++)
      attacker.send(mutate(FRAMES_TO_CHANGE[i % FRAMES_TO_CHANGE.length] ?? '', next));
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
    const heads = requestsOf(await tokenQuery());
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
    for (const query of CONFUSED) {
      const client = new TestClient(server, query);
      assert.equal((await client.closedWith()).code, 4001, query);
    }
  });
});
