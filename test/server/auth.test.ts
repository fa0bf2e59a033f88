import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authenticate } from '../../server/auth.ts';
import { DEMO_TENANT } from '../../server/demo-credentials.ts';
import { indexCredentials } from '../../server/tenants.ts';
import { mintToken } from './helpers.ts';
import type { TokenOptions } from './helpers.ts';

const credentials = indexCredentials([
  DEMO_TENANT,
  {
    id: 'acme',
    publishableKeys: [
      {
        key: 'pk_live_acme',
        channels: ['app/*'],
        actions: ['subscribe'],
        allowedOrigins: ['https://acme.example'],
      },
      { key: 'pk_live_nowhere', channels: [], actions: ['subscribe'] },
    ],
    secretKeys: [{ id: 'sk_id_acme', secret: 'sk_secret_acme' }],
  },
]);
const NOW = 1_800_000_000_000;
const LATER = NOW / 1000 + 3600;

const check = (query: string, origin?: string) =>
  authenticate({ query: new URLSearchParams(query), origin }, credentials, NOW);
const checkToken = async (options: TokenOptions) =>
  check(`token=${await mintToken({ ...options, claims: { exp: LATER, ...options.claims } })}`);
const code = (result: Awaited<ReturnType<typeof check>>): number => (result.ok ? 0 : result.code);

describe('a publishable key', () => {
  it('gives each connection its own random peer id', async () => {
    const [one, two] = [await check('key=pk_live_demo'), await check('key=pk_live_demo')];
    assert.ok(one.ok && two.ok);
    assert.match(one.identity.peerId, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.notEqual(one.identity.peerId, two.identity.peerId);
    assert.equal(one.identity.expiresAt, null);
    assert.deepEqual([...one.identity.actions].sort(), ['presence', 'publish', 'send', 'subscribe']);
  });

  it('without send has the other three actions', async () => {
    const result = await check('key=pk_live_nosend');
    assert.ok(result.ok);
    assert.deepEqual([...result.identity.actions].sort(), ['presence', 'publish', 'subscribe']);
  });

  for (const [name, query, origin, expected] of [
    ['an allowed origin', 'key=pk_live_acme', 'https://acme.example', 0],
    ['another origin', 'key=pk_live_acme', 'https://evil.example', 4001],
    ['a longer origin', 'key=pk_live_acme', 'https://acme.example.evil.example', 4001],
    ['no origin where some are required', 'key=pk_live_acme', undefined, 4001],
    ['an unknown key', 'key=pk_live_nobody', undefined, 4001],
    ['a name of the object prototype', 'key=__proto__', undefined, 4001],
    ['a secret key id in its place', 'key=sk_id_demo', undefined, 4001],
    ['an empty key', 'key=', undefined, 4001],
    ['no credential', '', undefined, 4001],
    ['two keys', 'key=pk_live_demo&key=pk_live_demo', undefined, 4001],
    ['a key and a token', 'key=pk_live_demo&token=x', undefined, 4001],
    ['a key that admits no channel', 'key=pk_live_nowhere', undefined, 4003],
  ] as const) {
    it(`with ${name} is ${expected === 0 ? 'let in' : `refused with ${expected}`}`, async () => {
      assert.equal(code(await check(query, origin)), expected);
    });
  }
});

describe('a token', () => {
  it('says who connects, what they may do, and until when', async () => {
    const result = await checkToken({
      claims: {
        channels: ['room-*'],
        permissions: ['subscribe', 'presence'],
        metadata: { iceServers: [] },
        peerMetadata: { displayName: 'Amira' },
      },
    });
    assert.ok(result.ok);
    assert.deepEqual(result.identity, {
      tenantId: 'demo',
      peerId: 'amira',
      channels: ['room-*'],
      actions: new Set(['subscribe', 'presence']),
      expiresAt: LATER,
      metadata: { iceServers: [] },
      peerMetadata: { displayName: 'Amira' },
      turn: true,
    });
  });

  it('belongs to the tenant whose key signed it', async () => {
    const result = await checkToken({ kid: 'sk_id_acme', secret: 'sk_secret_acme' });
    assert.ok(result.ok);
    assert.equal(result.identity.tenantId, 'acme');
  });

  const text = (bytes: number) => ({ x: 'y'.repeat(bytes - '{"x":""}'.length) });
  const table: readonly (readonly [string, TokenOptions, number])[] = [
    ['all four actions where it names none', { claims: { permissions: undefined } }, 0],
    ['no actions at all', { claims: { permissions: [] } }, 0],
    ['a sub of 128 characters', { claims: { sub: 'x'.repeat(128) } }, 0],
    ['a sub of 129 characters', { claims: { sub: 'x'.repeat(129) } }, 4001],
    ['a sub beyond ASCII', { claims: { sub: 'zoë' } }, 4001],
    ['a sub with a line break', { claims: { sub: 'a\nb' } }, 4001],
    ['an empty sub', { claims: { sub: '' } }, 4001],
    ['no sub', { claims: { sub: undefined } }, 4001],
    ['no exp', { claims: { exp: undefined } }, 4001],
    ['an exp that is text', { claims: { exp: '9999999999' } }, 4001],
    ['an exp in the past', { claims: { exp: NOW / 1000 - 1 } }, 4002],
    ['an exp that is now', { claims: { exp: NOW / 1000 } }, 4002],
    ['an exp 250 ms away', { claims: { exp: NOW / 1000 + 0.25 } }, 4002],
    ['an exp a second away', { claims: { exp: NOW / 1000 + 1 } }, 0],
    ['a time before it begins', { claims: { nbf: LATER } }, 4001],
    ['an empty list of channels', { claims: { channels: [] } }, 4003],
    ['no channels claim', { claims: { channels: undefined } }, 4003],
    ['channels that are no list', { claims: { channels: '**' } }, 4001],
    ['a channel that is no text', { claims: { channels: [1] } }, 4001],
    ['100 patterns', { claims: { channels: Array(100).fill('a') } }, 0],
    ['101 patterns', { claims: { channels: Array(101).fill('a') } }, 4001],
    ['a pattern of 257 characters', { claims: { channels: ['a'.repeat(257)] } }, 4001],
    ['an unknown action', { claims: { permissions: ['kick'] } }, 4001],
    ['permissions that are no list', { claims: { permissions: 'send' } }, 4001],
    ['metadata of 8 KB', { claims: { metadata: text(8192) } }, 0],
    ['metadata over 8 KB', { claims: { metadata: text(8193) } }, 4001],
    ['metadata that is a list', { claims: { metadata: [] } }, 4001],
    ['peerMetadata of 4 KB', { claims: { peerMetadata: text(4096) } }, 0],
    ['peerMetadata over 4 KB', { claims: { peerMetadata: text(4097) } }, 4001],
    ['peerMetadata over 4 KB in bytes alone', { claims: { peerMetadata: { x: 'é'.repeat(2500) } } }, 4001],
    ['peerMetadata that is text', { claims: { peerMetadata: 'Amira' } }, 4001],
    ['another secret', { secret: 'sk_secret_guess' }, 4001],
    ['another tenant’s secret', { kid: 'sk_id_demo', secret: 'sk_secret_acme' }, 4001],
    ['an unknown kid', { kid: 'sk_id_nobody' }, 4001],
    ['no kid', { kid: '' }, 4001],
    ['HS512', { alg: 'HS512' }, 4001],
    ['a bad signature and an exp in the past', { secret: 'guess', claims: { exp: 1 } }, 4001],
  ];
  for (const [name, options, expected] of table) {
    it(`with ${name} is ${expected === 0 ? 'let in' : `refused with ${expected}`}`, async () => {
      assert.equal(code(await checkToken(options)), expected);
    });
  }

  it('that is not signed at all is refused with 4001', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ sub: 'a', exp: LATER, channels: ['**'] });
    for (const token of [
      `${part({ alg: 'none', kid: 'sk_id_demo' })}.${claims}.`,
      `${part({ alg: 'HS256', kid: 'sk_id_demo' })}.${claims}.`,
      `${part({ alg: 'HS256', kid: '__proto__' })}.${claims}.AAAA`,
      'garbage',
      '..',
      '',
    ]) {
      assert.equal(code(await check(`token=${token}`)), 4001, token);
    }
  });
});

describe('credentials', () => {
  it('are refused where two share a name', () => {
    assert.throws(() => indexCredentials([DEMO_TENANT, { ...DEMO_TENANT, id: 'other' }]), {
      code: 'duplicate_credential',
    });
  });
});
