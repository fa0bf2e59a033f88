import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeteredPeer } from '../../core/index.ts';
import { BlobTransferError } from '../../core/index.ts';
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
    readers: () => readers,
  });
  const peer = new FakePeer(NO_PEER);
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

test('a chat that was open when the call ended is not open in the next one', () => {
  const { chat, peer } = chatWith(['a']);
  chat.setOpen(true);
  chat.close();
  chat.connect(peer as unknown as MeteredPeer);
  say(peer, 'a', '1', 'are you back?');
  assert.equal(chat.unread, 1);
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

const file = new File(['x'], 'x.txt');

/** As the engine rejects where a file did not reach everyone. */
const missed = (succeeded: readonly string[], count: number): BlobTransferError => {
  const err = new BlobTransferError('refused');
  const failed = Array.from({ length: count }, (_, at) => ({ peerId: `${at}`, err }));
  return new BlobTransferError('refused', {}, succeeded, failed);
};

test('a file that reached somebody is delivered, and it says to how many', async () => {
  const { chat, peer } = chatWith(['a', 'b', 'c']);
  for (const [outcome, state, delivered] of [
    [Promise.resolve(['a', 'b', 'c']), 'done', null],
    [Promise.reject(missed(['a', 'b'], 1)), 'done', { count: 2, total: 3 }],
    [Promise.reject(missed([], 3)), 'failed', null],
    [Promise.reject(new Error('not joined')), 'failed', null],
  ] as const) {
    peer.onBlob = () => outcome;
    await chat.sendFile(file);
    const sent = chat.messages.at(-1)?.file;
    assert.deepEqual([sent?.state, sent?.delivered], [state, delivered]);
  }
});

test('what was cancelled is not called cancelled of what somebody has', async () => {
  const { chat, peer } = chatWith(['a', 'b']);
  for (const [has, state] of [
    [['a'], 'done'],
    [[], 'cancelled'],
  ] as const) {
    peer.onBlob = (signal) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(missed(has, 1))));
    const sending = chat.sendFile(file);
    chat.answer(chat.messages.at(-1)?.id ?? '', false);
    await sending;
    assert.equal(chat.messages.at(-1)?.file?.state, state);
  }
});

const offer = (peer: FakePeer, transferId: string, more: object = {}): void => {
  const told = { transferId, senderPeerId: 'a', name: 'x.txt', size: 1, automatic: true };
  peer.emit('blob-offered', { offer: { ...told, ...more } });
};

test('a link is made for a file that the chat shows, and for nothing else', (t) => {
  const made = t.mock.method(URL, 'createObjectURL');
  const gone = t.mock.method(URL, 'revokeObjectURL');
  const { chat, peer } = chatWith(['a']);
  const blob = new Blob(['x']);
  offer(peer, '1', { name: 'metered-call-report-1' });
  peer.emit('blob', { transferId: '1', blob });
  assert.equal(made.mock.callCount(), 0);
  offer(peer, '2');
  peer.emit('blob', { transferId: '2', blob });
  assert.equal(chat.messages[0]?.file?.url, made.mock.calls[0]?.result);
  chat.close();
  assert.deepEqual([made.mock.callCount(), gone.mock.callCount()], [1, 1]);
});

test('files that nobody was asked about do not fill the memory', () => {
  const { chat, peer } = chatWith(['a']);
  const last = (): unknown => chat.messages.at(-1)?.file?.state;
  let held = 0;
  const big = { size: 10_000_000, hold: () => (held += 1), decline: () => undefined };
  for (let at = 0; at < 20; at += 1) {
    offer(peer, `${at}`, big);
    if (at % 2 === 0) peer.emit('blob', { transferId: `${at}`, blob: new Blob([]) });
  }
  assert.deepEqual([held, last()], [0, 'moving']);
  offer(peer, 'more', { hold: () => (held += 1), decline: () => undefined });
  assert.deepEqual([held, last()], [1, 'offered']);
  peer.emit('blob-failed', { transferId: '1', err: new BlobTransferError('link_lost') });
  chat.answer('more', false);
  offer(peer, 'again', big);
  assert.deepEqual([held, last()], [1, 'moving']);
  chat.close();
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
