import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalMedia } from '../../widget/local-media.ts';
import type { Asked, FakeTrack } from './fake-devices.ts';
import { fakeDevices } from './fake-devices.ts';

const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stand() {
  const { asked, stored } = fakeDevices();
  const local = new LocalMedia({
    added: () => undefined,
    removed: () => undefined,
    replaced: () => undefined,
    changed: () => undefined,
  });
  /** The question that was asked last, once it was asked. */
  const question = async (): Promise<Asked> => {
    await rest();
    return asked.at(-1) as Asked;
  };
  const track = (kind: 'microphone' | 'camera'): FakeTrack => local.track(kind) as unknown as FakeTrack;
  return { asked, stored, local, question, track, what: () => asked.map(({ what }) => what) };
}

/** Camera and microphone are running. */
async function running() {
  const one = stand();
  const started = one.local.start();
  (await one.question()).grant();
  await started;
  return one;
}

test('before it is started nothing is opened, and what was wanted counts from then on', async () => {
  const { local, what, question, stored } = stand();
  await local.set('camera', true);
  await local.set('microphone', false);
  await local.select('camera', 'desk');
  await local.reopen('camera');
  assert.deepEqual(what(), []);
  assert.deepEqual(stored(), { camera: 'desk' });
  const started = local.start();
  (await question()).grant();
  await started;
  assert.deepEqual(what(), ['video desk']);
});

test('after it was stopped nothing is opened', async () => {
  const { local, what } = await running();
  local.stop();
  await local.set('camera', true);
  await local.set('microphone', true);
  await local.setProcessing('noiseSuppression', false);
  await rest();
  assert.deepEqual(what(), ['audio, video']);
});

test('a busy camera that was being changed to opens nothing once all was stopped', async () => {
  for (const again of [false, true]) {
    const { local, what, question } = await running();
    const selected = local.select('camera', 'hand');
    const asked = await question();
    local.stop();
    if (again) void local.start();
    asked.refuse('NotReadableError');
    await selected;
    await rest();
    const expected = [
      'audio, video',
      'video hand',
      ...(again ? ['audio first audio, video first video'] : []),
    ];
    assert.deepEqual(what(), expected);
  }
});

test('a camera that could not be changed comes back where it had to make way', async () => {
  const { local, what, question, track, stored } = await running();
  const before = track('camera');
  const selected = assert.rejects(local.select('camera', 'hand'), { code: 'camera-busy' });
  (await question()).refuse('NotReadableError');
  (await question()).refuse('NotReadableError');
  (await question()).grant();
  await selected;
  assert.deepEqual(what().slice(1), ['video hand', 'video hand', 'video first video']);
  assert.deepEqual([before.readyState, track('camera').readyState], ['ended', 'live']);
  assert.deepEqual([local.deviceId('camera'), stored()], ['first video', {}]);
});

test('whoever is muted stays muted when the microphone is replaced, opened again, or there again', async () => {
  const ways: readonly ((local: LocalMedia) => unknown)[] = [
    (local) => local.select('microphone', 'headset'),
    (local) => local.reopen('microphone'),
    (local) => {
      local.devicesChanged({ camera: [], speaker: [], microphone: [{ id: 'first audio', label: '' }] });
    },
  ];
  for (const way of ways) {
    const { local, question, track } = await running();
    await local.set('microphone', false);
    track('microphone').lose();
    assert.equal(local.state('microphone'), 'none');
    const done = way(local);
    (await question()).grant();
    await done;
    await rest();
    assert.deepEqual([track('microphone').enabled, local.state('microphone')], [false, 'off']);
    await local.set('microphone', true);
    assert.equal(track('microphone').enabled, true);
  }
});

test('whoever is not muted is heard again', async () => {
  const { local, question, track, stored } = await running();
  track('microphone').lose();
  const selected = local.select('microphone', 'headset');
  (await question()).grant();
  await selected;
  assert.deepEqual([local.state('microphone'), stored()], ['on', { microphone: 'headset' }]);
});

test('a camera that the page does not want is not opened in place of one that failed', async () => {
  const { local, question, track, what } = await running();
  track('camera').lose();
  await local.set('camera', false);
  await local.select('camera', 'hand');
  await rest();
  assert.deepEqual([what().length, local.state('camera')], [1, 'off']);
  const on = local.set('camera', true);
  const asked = await question();
  assert.equal(asked.what, 'video hand');
  asked.grant();
  await on;
});

test('of two choices in a row the last one is in use and remembered, whichever opens first', async () => {
  const { local, question, track, what, stored } = await running();
  const choices = [local.select('camera', 'desk')];
  const first = await question();
  choices.push(local.select('camera', 'hand'));
  assert.deepEqual(stored(), {}, 'nothing is remembered before it is in use');
  const [desk] = first.grant();
  (await question()).grant();
  await Promise.all(choices);
  assert.deepEqual(what().slice(1), ['video desk', 'video hand']);
  assert.equal(desk?.readyState, 'ended');
  assert.deepEqual([track('camera').deviceId, track('camera').readyState], ['hand', 'live']);
  assert.deepEqual([local.deviceId('camera'), stored()], ['hand', { camera: 'hand' }]);
});

test('a last choice that cannot be had is not remembered, and one before it that failed is not told', async () => {
  const { local, question, stored, track } = await running();
  const failing = assert.rejects(local.select('microphone', 'gone'), { code: 'microphone-missing' });
  (await question()).refuse('NotFoundError');
  await failing;
  assert.deepEqual([local.deviceId('microphone'), stored()], ['first audio', {}]);
  const choices = [local.select('microphone', 'gone')];
  const first = await question();
  choices.push(local.select('microphone', 'headset'));
  first.refuse('NotFoundError');
  (await question()).grant();
  await Promise.all(choices);
  assert.deepEqual([track('microphone').deviceId, stored()], ['headset', { microphone: 'headset' }]);
});

test('a choice and a wish for the sound that overlap both hold', async () => {
  const { local, question, track, stored } = await running();
  const changes = [local.select('microphone', 'headset')];
  const first = await question();
  changes.push(
    local.setProcessing('noiseSuppression', false),
    local.setProcessing('voiceIsolation', true),
    local.setProcessing('voiceIsolation', false),
  );
  assert.deepEqual(local.processing, { noiseSuppression: false, voiceIsolation: false });
  assert.deepEqual(stored(), {});
  first.grant();
  (await question()).grant();
  await Promise.all(changes);
  assert.equal(track('microphone').deviceId, 'headset');
  assert.deepEqual(stored(), { microphone: 'headset', noiseSuppression: false, voiceIsolation: false });
});

test('a wish for the sound that cannot be had is taken back', async () => {
  const { local, question, stored } = await running();
  const code = 'microphone-busy';
  const change = assert.rejects(local.setProcessing('noiseSuppression', false), { code });
  (await question()).refuse('NotReadableError');
  await change;
  assert.deepEqual([local.processing.noiseSuppression, stored()], [true, {}]);
});

test('a choice that comes while the first device is still asked for is made after it', async () => {
  const { local, question, track, what } = stand();
  const started = local.start();
  const asked = await question();
  const selected = local.select('camera', 'hand');
  await rest();
  assert.deepEqual(what(), ['audio, video']);
  asked.grant();
  await started;
  (await question()).grant();
  await selected;
  assert.equal(track('camera').deviceId, 'hand');
});

test('a camera that is turned off while it is changed stays off, and comes back as the chosen one', async () => {
  const { local, question } = await running();
  const selected = local.select('camera', 'hand');
  const asked = await question();
  await local.set('camera', false);
  const [hand] = asked.grant();
  await selected;
  assert.deepEqual([hand?.readyState, local.state('camera')], ['ended', 'off']);
  const on = local.set('camera', true);
  const again = await question();
  assert.equal(again.what, 'video hand');
  again.grant();
  await on;
});
