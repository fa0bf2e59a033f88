import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeteredPeer } from '../../core/index.ts';
import { Chat } from '../../widget/chat.ts';
import { MAX_TEXT, cleanText, parseChat } from '../../widget/chat-message.ts';
import { qualityOf } from '../../widget/network-meter.ts';
import { FakePeer } from './fake-peer.ts';

const NO_PEER = { apiKey: 'pk_live_x' };

function chatWith(readers: readonly string[]): { chat: Chat; peer: FakePeer; received: string[] } {
  const received: string[] = [];
  const chat = new Chat({
    changed: () => undefined,
    received: ({ text }) => received.push(text),
    nameOf: (id) => `name of ${id}`,
  });
  const peer = new FakePeer(NO_PEER);
  for (const id of readers) peer.welcome(id, { hello: { version: 1, capabilities: [] } });
  peer.welcome('stranger');
  chat.connect(peer as unknown as MeteredPeer);
  return { chat, peer, received };
}

const say = (peer: FakePeer, senderPeerId: string, id: unknown, text: unknown): void =>
  void peer.emit('data', { senderPeerId, data: { type: 'metered-call/chat', id, text } });

test('what is written goes to those who can read it, and to nobody else', async () => {
  const { chat, peer } = chatWith(['a', 'b']);
  await chat.send(' hello ');
  assert.deepEqual(
    peer.sent.map((one) => (one as { peerId: string }).peerId),
    ['a', 'b'],
  );
  assert.equal(chat.messages[0]?.text, 'hello');
  assert.equal(chat.unread, 0);
});

test('with nobody who can read it nothing is sent', async () => {
  const { chat, peer } = chatWith([]);
  await assert.rejects(chat.send('hello'), { code: 'chat-nobody' });
  await assert.rejects(chat.send('  \n'), { code: 'chat-empty' });
  assert.equal(peer.sent.length, 0);
});

test('what comes counts as unread until the chat is opened', () => {
  const { chat, peer, received } = chatWith(['a']);
  say(peer, 'a', '1', 'one');
  say(peer, 'a', '2', 'two');
  assert.equal(chat.unread, 2);
  chat.setOpen(true);
  say(peer, 'a', '3', 'three');
  assert.equal(chat.unread, 0);
  assert.deepEqual(received, ['one', 'two', 'three']);
  assert.equal(chat.messages[0]?.name, 'name of a');
});

test('nobody can take the place of another message, and no flood grows without end', () => {
  const { chat, peer } = chatWith(['a', 'b']);
  say(peer, 'a', '1', 'mine');
  say(peer, 'b', '1', 'also mine');
  say(peer, 'a', '1', 'again');
  assert.deepEqual(
    chat.messages.map(({ text }) => text),
    ['mine', 'also mine'],
  );
  for (let i = 0; i < 2_000; i++) say(peer, 'a', `n${i}`, 'x');
  assert.equal(chat.messages.length, 500);
});

test('hostile payloads are dropped or cleaned', () => {
  for (const data of [
    null,
    'x',
    1,
    [],
    {},
    { type: 'metered-call/chat' },
    { type: 'other', id: '1', text: 'x' },
  ])
    assert.equal(parseChat(data), null);
  assert.equal(parseChat({ type: 'metered-call/chat', id: '', text: 'x' }), null);
  assert.equal(parseChat({ type: 'metered-call/chat', id: 'x'.repeat(65), text: 'x' }), null);
  assert.equal(parseChat({ type: 'metered-call/chat', id: '1', text: '\u202e\u0000' }), null);
  assert.equal(cleanText('a\u202eb\u0007c\r\nd'), 'a b c\nd');
  assert.equal(cleanText('x'.repeat(1_000_000)).length, MAX_TEXT);
});

test('a connection is called poor or fair by its loss or its delay', () => {
  assert.equal(qualityOf(0, 20), 'good');
  assert.equal(qualityOf(0.05, 20), 'fair');
  assert.equal(qualityOf(0, 300), 'fair');
  assert.equal(qualityOf(0.2, 20), 'poor');
  assert.equal(qualityOf(0, 800), 'poor');
});
