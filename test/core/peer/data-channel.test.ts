import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataChannel } from '../../../core/index.ts';
import { FakeChannel } from '../../parity/fakes.ts';
import { outcome, settle } from '../../parity/observe.ts';

/** Tells as browsers do: once, when the buffer falls from above the threshold to it or below. */
class EdgeChannel extends FakeChannel {
  override slow = true;

  override drain(to: number): void {
    const above = this.bufferedAmount > this.bufferedAmountLowThreshold;
    this.bufferedAmount = to;
    if (above && to <= this.bufferedAmountLowThreshold) this.dispatch('bufferedamountlow');
  }
}

const OPTIONS = { maxBufferedAmount: 100, bufferedAmountLowThreshold: 50 };

for (const [what, size] of [
  ['has no room at the threshold', 70],
  ['is as large as the buffer', 100],
  ['is larger than the buffer', 300],
] as const) {
  test(`a message that ${what} goes out when it has`, async () => {
    const fake = new EdgeChannel();
    const channel = new DataChannel(fake, OPTIONS);
    await channel.send('a'.repeat(60));
    const sending = outcome(channel.send('b'.repeat(size)));
    await settle();
    for (const left of [50, 40, 31]) {
      fake.drain(left);
      await settle();
      assert.equal(fake.sent.length, 1, `${left} are left`);
    }
    for (const left of [30, 20, 10, 0]) fake.drain(left);
    assert.equal(await sending, 'resolved');
    assert.equal(fake.sent.length, 2);
    assert.equal(fake.bufferedAmountLowThreshold, 50, 'the threshold is what it was');
  });
}

test('one that has room at the threshold goes out there', async () => {
  const fake = new EdgeChannel();
  const channel = new DataChannel(fake, OPTIONS);
  await channel.send('a'.repeat(60));
  const sending = outcome(channel.send('b'.repeat(50)));
  await settle();
  fake.drain(51);
  assert.equal(fake.bufferedAmountLowThreshold, 50);
  fake.drain(50);
  assert.equal(await sending, 'resolved');
});

test('who waits is told when the channel closes', async () => {
  const fake = new EdgeChannel();
  const channel = new DataChannel(fake, OPTIONS);
  await channel.send('a'.repeat(60));
  const sending = outcome(channel.send('b'.repeat(90)));
  await settle();
  channel.close();
  assert.equal(await sending, 'Error');
});

test('what is wrong with a channel has a code', async () => {
  const fake = new EdgeChannel();
  const channel = new DataChannel(fake, OPTIONS);
  const failed = new Promise<Error>((resolve) => channel.once('error', ({ err }) => resolve(err)));
  fake.dispatch('error', {});
  assert.equal(((await failed) as Error & { code?: string }).code, 'data_channel_failed');
  fake.readyState = 'connecting';
  await assert.rejects(channel.send('x'), { name: 'Error', code: 'data_channel_not_open' });
  channel.close();
  await assert.rejects(channel.send('x'), { name: 'Error', code: 'data_channel_closed' });
});
