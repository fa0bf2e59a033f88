import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SideChannel } from '../../../core/peer/side-channel.ts';
import type { PeerHealth, PeerHello } from '../../../core/peer/side-channel.ts';
import { NoopLogger } from '../../../core/util/log.ts';

/** A data channel's surface, for the pure logic of the messages. */
class Channel extends EventTarget {
  readyState = 'open';
  readonly sent: Record<string, unknown>[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  receive(data: unknown): void {
    this.dispatchEvent(
      new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }),
    );
  }
}

function open(): { channel: Channel; side: SideChannel; hellos: PeerHello[]; healths: PeerHealth[] } {
  const channel = new Channel();
  const hellos: PeerHello[] = [];
  const healths: PeerHealth[] = [];
  const events = {
    onHello: (h: PeerHello) => void hellos.push(h),
    onHealth: (h: PeerHealth) => void healths.push(h),
  };
  const side = new SideChannel(channel as unknown as RTCDataChannel, events, NoopLogger);
  return { channel, side, hellos, healths };
}

const HELLO = { t: 'hello', version: 1, capabilities: ['health'] };
const HEALTH = { microphone: 'on', camera: 'off', screen: 'none' } as const;

test('nothing but a hello is sent before the other side has said hello', () => {
  const { channel, side } = open();
  side.setHealth(HEALTH);
  assert.deepEqual(
    channel.sent.map((message) => message['t']),
    ['hello'],
  );
  channel.receive(HELLO);
  assert.deepEqual(
    channel.sent.map((message) => message['t']),
    ['hello', 'health'],
  );
});

test('hello and health reach the other side', () => {
  const { channel, hellos, healths } = open();
  channel.receive({ ...HELLO, displayName: '  Ada ' });
  channel.receive({ t: 'health', ...HEALTH });
  assert.equal(hellos[0]?.displayName, 'Ada');
  assert.deepEqual(healths, [HEALTH]);
});

test('health before hello, and messages of a wrong shape, change nothing', () => {
  const { channel, hellos, healths } = open();
  channel.receive({ t: 'health', ...HEALTH });
  for (const bad of [
    '{',
    'null',
    '[]',
    { t: 'hello' },
    { ...HELLO, version: 0 },
    { ...HELLO, capabilities: 'all' },
  ]) {
    channel.receive(bad);
  }
  channel.receive('x'.repeat(70_000));
  assert.deepEqual([hellos, healths], [[], []]);
  channel.receive(HELLO);
  channel.receive({ t: 'health', microphone: 'loud', camera: 'on', screen: 'on' });
  assert.deepEqual([hellos.length, healths.length], [1, 0]);
});

test('a name is bounded, and capabilities are text', () => {
  const { channel, hellos } = open();
  channel.receive({ ...HELLO, displayName: 'x'.repeat(500), capabilities: ['health', 7, 'y'.repeat(40)] });
  assert.equal(hellos[0]?.displayName?.length, 128);
  assert.deepEqual(hellos[0]?.capabilities, ['health']);
});

test('a closed side channel hears nothing more', () => {
  const { channel, side, hellos } = open();
  side.close();
  channel.receive(HELLO);
  assert.equal(hellos.length, 0);
});
