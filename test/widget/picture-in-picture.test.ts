import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureKey } from '../../widget/picture-in-picture.ts';
import type { DeviceState, Participant } from '../../widget/snapshot.ts';

const person = (id: string, camera: DeviceState = 'on', isLocal = false): Participant => ({
  ...{ id, camera, isLocal, name: id, verified: false, microphone: 'on' },
  ...{ state: 'connected', stream: null, screen: null, canChat: true },
});
const me = person('me', 'on', true);

test('whoever is named is shown: you by your own tile, somebody unknown not by another’s', () => {
  const snapshot = { participants: [me, person('a'), person('b')], activeSpeaker: 'a' };
  assert.equal(pictureKey(snapshot, 'b'), 'b');
  assert.equal(pictureKey(snapshot, 'me'), 'local');
  assert.equal(pictureKey(snapshot, 'nobody'), null);
  assert.equal(pictureKey(snapshot, ''), null);
});

test('where nobody is named it is who spoke last, somebody else, or you, the first with a picture', () => {
  const others = [person('a'), person('b')];
  assert.equal(pictureKey({ participants: [me, ...others], activeSpeaker: 'b' }), 'b');
  assert.equal(pictureKey({ participants: [me, ...others], activeSpeaker: null }), 'a');
  assert.equal(pictureKey({ participants: [me, ...others], activeSpeaker: 'gone' }), 'a');
  const dark = [person('a', 'off'), person('b')];
  assert.equal(pictureKey({ participants: [me, ...dark], activeSpeaker: 'a' }), 'b');
  assert.equal(pictureKey({ participants: [me, person('a', 'off')], activeSpeaker: 'a' }), 'local');
  const none = [person('me', 'off', true), person('a', 'none')];
  assert.equal(pictureKey({ participants: none, activeSpeaker: null }), 'a');
  assert.equal(pictureKey({ participants: [], activeSpeaker: null }), null);
});
