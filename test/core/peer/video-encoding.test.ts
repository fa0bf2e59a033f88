import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyShare, setByApp } from '../../../core/peer/video-encoding.ts';

const SHARE = { active: true, maxBitrate: 300_000, scaleResolutionDownBy: 2, maxFramerate: 20 };

/** A sender whose parameters behave as the browsers' do: a copy out, a copy in. */
class Sender {
  encodings: RTCRtpEncodingParameters[];
  sets = 0;
  constructor(...encodings: object[]) {
    this.encodings = encodings;
  }
  getParameters(): { encodings: RTCRtpEncodingParameters[] } {
    return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
  }
  setParameters({ encodings }: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    this.sets += 1;
    this.encodings = encodings.map((encoding) => ({ ...encoding }));
    return Promise.resolve();
  }
}
const made = (...encodings: object[]): [Sender, RTCRtpSender] => {
  const sender = new Sender(...encodings);
  return [sender, sender as unknown as RTCRtpSender];
};

const DEFAULTS: object[] = [
  {},
  { active: true },
  { active: true, priority: 'low', networkPriority: 'low', scaleResolutionDownBy: 1, adaptivePtime: false },
];
for (const encoding of DEFAULTS) {
  test(`a browser's default is ours to set: ${JSON.stringify(encoding)}`, () =>
    assert.equal(setByApp(made(encoding)[1]), false));
}

const TOUCHED: object[] = [
  { active: false },
  { maxBitrate: 1 },
  { maxFramerate: 30 },
  { scaleResolutionDownBy: 1.5 },
  { priority: 'high' },
  { networkPriority: 'medium' },
  { scalabilityMode: 'L1T2' },
  { rid: 'q' },
];
for (const encoding of TOUCHED) {
  test(`what the application set stays: ${JSON.stringify(encoding)}`, async () => {
    assert.equal(setByApp(made(encoding)[1]), true);
    const [sender, ours] = made({ active: true });
    await applyShare(ours, SHARE);
    Object.assign(sender.encodings[0] ?? {}, encoding);
    assert.equal(setByApp(ours), true, 'set after us');
  });
}

test('what we set is ours, and is not set again', async () => {
  const [sender, ours] = made({ active: true, networkPriority: 'low' });
  await applyShare(ours, SHARE);
  assert.equal(setByApp(ours), false);
  assert.deepEqual(sender.encodings, [{ networkPriority: 'low', ...SHARE }]);
  await applyShare(ours, SHARE);
  assert.equal(sender.sets, 1);
});

test('what fell back to the defaults is set again', async () => {
  const [sender, ours] = made({ active: true });
  await applyShare(ours, SHARE);
  sender.encodings = [{ active: true }];
  assert.equal(setByApp(ours), false);
  await applyShare(ours, SHARE);
  assert.equal(sender.sets, 2);
});

test('simulcast is the application’s', () => assert.equal(setByApp(made({}, {})[1]), true));

test('a sender without encodings is waited for', async () => {
  const [sender, ours] = made();
  assert.equal(setByApp(ours), false);
  await applyShare(ours, SHARE);
  assert.equal(sender.sets, 0);
});

test('what the application sets while ours is on its way is its own', async () => {
  const [sender, ours] = made({ active: true });
  const applied = applyShare(ours, SHARE);
  Object.assign(sender.encodings[0] ?? {}, { maxBitrate: 100_000 });
  await applied;
  assert.equal(setByApp(ours), true);
});
