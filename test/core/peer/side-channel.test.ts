import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SideChannel } from '../../../core/peer/side-channel.ts';
import type { PeerHello, SideMessage } from '../../../core/peer/side-messages.ts';
import { NoopLogger } from '../../../core/util/log.ts';

/** A data channel's surface, for the pure logic of the messages. */
class Channel extends EventTarget {
  readyState = 'open';
  readonly sent: Record<string, unknown>[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  readonly bufferedAmount = 0;
  close(): void {
    this.readyState = 'closed';
  }
  receive(data: unknown): void {
    this.dispatchEvent(
      new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }),
    );
  }
}

function open(): {
  channel: Channel;
  side: SideChannel;
  hellos: PeerHello[];
  heard: SideMessage[];
  closed: () => number;
} {
  const channel = new Channel();
  const hellos: PeerHello[] = [];
  const heard: SideMessage[] = [];
  let closed = 0;
  const events = {
    hello: (hello: PeerHello) => void hellos.push(hello),
    message: (message: SideMessage) => void heard.push(message),
    closed: () => void (closed += 1),
  };
  const profile = { hello: {}, health: null };
  const side = new SideChannel(channel as unknown as RTCDataChannel, profile, events, NoopLogger);
  return { channel, side, hellos, heard, closed: () => closed };
}

const HELLO = { t: 'hello', version: 1, capabilities: ['health'] };
const HEALTH = { microphone: 'on', camera: 'off', screen: 'none' } as const;

test('nothing but a hello is sent before the other side has said hello', () => {
  const { channel, side } = open();
  side.setProfile({ hello: {}, health: HEALTH });
  assert.equal(side.send({ t: 'bye' }), false);
  assert.deepEqual(
    channel.sent.map((message) => message['t']),
    ['hello'],
  );
  channel.receive(HELLO);
  assert.equal(side.send({ t: 'bye' }), true);
  assert.deepEqual(
    channel.sent.map((message) => message['t']),
    ['hello', 'health', 'bye'],
  );
});

test('hello and what follows it reach the other side', () => {
  const { channel, hellos, heard } = open();
  channel.receive({ ...HELLO, displayName: '  Ada ' });
  channel.receive({ t: 'health', ...HEALTH });
  assert.equal(hellos[0]?.displayName, 'Ada');
  assert.deepEqual(heard, [{ t: 'health', ...HEALTH }]);
});

test('messages before hello, and those of a wrong shape, change nothing', () => {
  const { channel, hellos, heard } = open();
  channel.receive({ t: 'bye' });
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
  assert.deepEqual([hellos, heard], [[], []]);
  channel.receive(HELLO);
  const shapeless: unknown[] = [
    { t: 'health', microphone: 'loud', camera: 'on', screen: 'on' },
    { t: 'online', id: '\u0000' },
    { t: 'challenge', nonce: '', to: 'a' },
    { t: 'route', via: 'peer', e: -1 },
    { t: 'route', via: 'server', e: 1 },
    { t: 'data', n: 1.5, kind: 'direct', data: 1 },
    { t: 'data', n: 1, kind: 'whisper', data: 1 },
    { t: 'ack', n: '1' },
    { t: 'later' },
  ];
  for (const message of shapeless) channel.receive(message);
  assert.deepEqual([hellos.length, heard.length], [1, 0]);
});

test('a name is bounded, and capabilities are text', () => {
  const { channel, hellos } = open();
  channel.receive({ ...HELLO, displayName: 'x'.repeat(500), capabilities: ['health', 7, 'y'.repeat(40)] });
  assert.equal(hellos[0]?.displayName?.length, 128);
  assert.deepEqual(hellos[0]?.capabilities, ['health']);
});

test('a flood closes the side channel, once', () => {
  const { channel, closed } = open();
  for (let n = 0; n < 5_000; n += 1) channel.receive(HELLO);
  assert.equal(closed(), 1);
  assert.equal(channel.readyState, 'closed');
});

test('a closed side channel hears nothing more', () => {
  const { channel, side, hellos } = open();
  side.close();
  channel.receive(HELLO);
  assert.equal(hellos.length, 0);
});
