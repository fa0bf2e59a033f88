import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheKey, keyText } from '../../../core/tokens/cache-key.ts';
import { fromRecord, toRecord } from '../../../core/tokens/record.ts';
import { tokenFor } from './jwt.ts';

const KEY = { server: 'wss://rms.metered.ca', room: 'lobby', user: 'ann' };
const TOKEN = tokenFor('peer-1');
const RECORD = { version: 1, ...KEY, token: TOKEN, fetchedAt: 1_800_000_000_000 };

test('a record holds the version, the key, the token and when it was fetched, nothing else', () => {
  assert.deepEqual(toRecord(KEY, { token: TOKEN, times: {}, fetchedAt: RECORD.fetchedAt }), RECORD);
});

test('a sound record gives its token', () => {
  const cached = fromRecord(RECORD, KEY);
  assert.equal(cached?.token, TOKEN);
  assert.equal(cached?.fetchedAt, RECORD.fetchedAt);
  assert.equal(typeof cached?.times.expiresAt, 'number');
});

const UNSOUND: Readonly<Record<string, unknown>> = {
  nothing: null,
  'a text': TOKEN,
  'a list': [RECORD],
  'another version': { ...RECORD, version: 2 },
  'no version': { ...RECORD, version: undefined },
  'another server': { ...RECORD, server: 'wss://elsewhere' },
  'another room': { ...RECORD, room: 'hall' },
  'another user': { ...RECORD, user: 'bob' },
  'a token that is none': { ...RECORD, token: 'opaque' },
  'a token of another type': { ...RECORD, token: { length: 3 } },
  'a token above the limit': { ...RECORD, token: TOKEN.padEnd(16_385, 's') },
  'a time of another type': { ...RECORD, fetchedAt: '1' },
  'a time that is none': { ...RECORD, fetchedAt: NaN },
};

for (const [name, record] of Object.entries(UNSOUND)) {
  test(`a record with ${name} gives none`, () => assert.equal(fromRecord(record, KEY), null));
}

test('no two keys share a text, whatever their parts contain', () => {
  const keys = [
    { server: 's', room: 'a","b', user: 'c' },
    { server: 's', room: 'a', user: 'b","c' },
    { server: 's","a', room: 'b', user: 'c' },
  ];
  assert.equal(new Set(keys.map(keyText)).size, keys.length);
  assert.equal(keyText(KEY), 'v1:["wss://rms.metered.ca","lobby","ann"]');
});

test('a key is a copy', () => {
  const given = { ...KEY };
  const key = cacheKey(given);
  given.user = 'bob';
  assert.equal(key.user, 'ann');
});

for (const part of ['server', 'room', 'user']) {
  for (const value of [undefined, '', 7, 'x'.repeat(513)]) {
    test(`a key whose ${part} is ${String(value).slice(0, 9)} is refused`, () => {
      assert.throws(() => cacheKey({ ...KEY, [part]: value }), {
        name: 'TypeError',
        message: new RegExp(`cacheKey\\.${part}`),
      });
    });
  }
}
