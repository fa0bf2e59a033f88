import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorthRetry } from '../../widget/worth-retry.ts';

const provider = (): Promise<string> => Promise.resolve('');
const other = (): Promise<string> => Promise.resolve('');

test('a failed attempt is made again for another room, credential or server, and for nothing else', () => {
  for (const name of ['room', 'apiKey', 'tokenUrl', 'server'])
    assert.equal(isWorthRetry(new Map([[name, '']]), { tokenProvider: null }), true, name);
  for (const name of ['displayName', 'theme', 'logger'])
    assert.equal(isWorthRetry(new Map([[name, '']]), { tokenProvider: provider }), false, name);
});

test('the first token provider is worth an attempt, a new function in place of one is not', () => {
  for (const before of [null, undefined])
    assert.equal(isWorthRetry(new Map([['tokenProvider', before]]), { tokenProvider: provider }), true);
  assert.equal(isWorthRetry(new Map([['tokenProvider', other]]), { tokenProvider: provider }), false);
  assert.equal(isWorthRetry(new Map([['tokenProvider', provider]]), { tokenProvider: null }), false);
});
