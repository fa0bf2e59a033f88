import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityClaims, buildServerNote, parseServerNote } from '../../../core/peer/identity.ts';

const anyone = (): boolean => true;

test('a claim is proven by its nonce from the id that was claimed, once', () => {
  const claims = new IdentityClaims<string>();
  const nonce = claims.open('ada', 'new-id');
  assert.equal(claims.claimed('new-id'), true);
  assert.equal(claims.prove('another-id', nonce, anyone), undefined, 'the right nonce from another id');
  assert.equal(claims.prove('new-id', 'guessed', anyone), undefined, 'the right id with another nonce');
  assert.equal(claims.prove('new-id', nonce, anyone), 'ada');
  assert.equal(claims.prove('new-id', nonce, anyone), undefined, 'a proof counts once');
});

test('a new claim takes the place of an old one, whose nonce is worth nothing then', () => {
  const claims = new IdentityClaims<string>();
  const old = claims.open('ada', 'first');
  claims.open('ada', 'second');
  assert.equal(claims.prove('first', old, anyone), undefined);
  assert.equal(claims.claimed('first'), false);
});

test('two peers that claim one id are told apart by their nonces', () => {
  const claims = new IdentityClaims<string>();
  const liar = claims.open('liar', 'id');
  const owner = claims.open('owner', 'id');
  assert.notEqual(liar, owner);
  assert.equal(claims.prove('id', owner, anyone), 'owner');
});

test('a proof that came by another connection than the claim proves nothing', () => {
  const claims = new IdentityClaims<string>();
  const nonce = claims.open('liar', 'id');
  const fromOwner = (peer: string): boolean => peer === 'owner';
  assert.equal(claims.prove('id', nonce, fromOwner), undefined);
});

test('a forgotten peer proves nothing', () => {
  const claims = new IdentityClaims<string>();
  const nonce = claims.open('ada', 'id');
  claims.forget('ada');
  assert.equal(claims.prove('id', nonce, anyone), undefined);
  assert.deepEqual(claims.pending(), []);
});

test('notes are read back, and the application’s data is no note', () => {
  assert.deepEqual(parseServerNote(buildServerNote({ proof: 'x', via: 'y' })), { proof: 'x', via: 'y' });
  assert.deepEqual(parseServerNote(buildServerNote({ fence: 'y', e: 3 })), { fence: 'y', e: 3 });
  for (const e of [undefined, '3', 1.5, NaN])
    assert.deepEqual(parseServerNote({ __meteredCall: { fence: 'y', e } }), { fence: 'y', e: 0 });
  for (const data of [
    null,
    1,
    'x',
    [],
    {},
    { proof: 'x' },
    { __meteredCall: 1 },
    { __meteredCall: { proof: 'x' } },
    { __meteredCall: {}, more: 1 },
  ]) {
    assert.equal(parseServerNote(data), undefined, JSON.stringify(data));
  }
});
