import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TOKEN_LENGTH, readTimes } from '../../../core/tokens/claims.ts';
import { jwt } from './jwt.ts';

const turn = (...usernames: unknown[]): Record<string, unknown> => ({
  metadata: { iceServers: usernames.map((username) => ({ urls: 'turn:h', username, credential: 'c' })) },
});

const CASES: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['expiry and minting time', { exp: 20, iat: 10 }, { expiresAt: 20, issuedAt: 10 }],
  ['no times where there are none', { sub: 'me' }, {}],
  ['no time that is not a number', { exp: '20', iat: null }, {}],
  ['the expiry of TURN credentials with a name', turn('1800000000:ann'), { turnExpiresAt: 1_800_000_000 }],
  ['the expiry of TURN credentials without', turn('1800000000'), { turnExpiresAt: 1_800_000_000 }],
  ['the earliest of several', turn('1900000000:b', '1800000000:a', 'x'), { turnExpiresAt: 1_800_000_000 }],
  ['no date in an account number', turn('12345678901', '123456789', '1800000000x', 7, null), {}],
  ['nothing in metadata of another shape', { metadata: { iceServers: { username: '1800000000' } } }, {}],
  ['nothing in servers of another shape', { metadata: { iceServers: [null, 1, []] } }, {}],
];

for (const [name, claims, expected] of CASES) {
  test(`a token gives ${name}`, () => assert.deepEqual(readTimes(jwt(claims)), expected));
}

for (const text of ['', 'opaque', 'a.b', 'a.!!.c', 'a.bnVsbA.c', 'a.W10.c', 'a.b.c.d.e']) {
  test(`"${text}" is no token`, () => assert.equal(readTimes(text), null));
}

test('a token above the limit is not read', () => {
  const token = jwt({ exp: 20 });
  assert.ok(readTimes(token.padEnd(MAX_TOKEN_LENGTH, 's')));
  assert.equal(readTimes(token.padEnd(MAX_TOKEN_LENGTH + 1, 's')), null);
});
