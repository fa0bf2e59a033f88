import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { BlobEventMap, BlobInbox } from '../../../core/peer/blob-events.ts';
import { BlobExchange } from '../../../core/peer/blob-exchange.ts';
import {
  CHUNK_BYTES,
  FRAME_BYTES,
  MAX_BLOB_BYTES,
  MAX_TRANSFERS_PER_PEER,
  buildFrame,
} from '../../../core/peer/blob-messages.ts';
import type { BlobMessage } from '../../../core/peer/blob-messages.ts';
import { EventEmitter } from '../../../core/util/emitter.ts';

/** A blob channel that keeps what is sent and hands on what a test says has come. */
class Channel extends EventTarget {
  readyState = 'open';
  bufferedAmount = 0;
  binaryType = '';
  bufferedAmountLowThreshold = 0;
  readonly sent: ArrayBuffer[] = [];
  send(frame: ArrayBuffer): void {
    this.sent.push(frame);
  }
  close(): void {
    this.readyState = 'closed';
  }
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const exchanges: BlobExchange[] = [];
afterEach(() => {
  for (const exchange of exchanges.splice(0)) exchange.closed(true);
});

type Seen = { [K in keyof BlobEventMap]: [K, BlobEventMap[K]] }[keyof BlobEventMap];

function stand(inbox: BlobInbox & EventEmitter<BlobEventMap> = newInbox()) {
  const said: BlobMessage[] = [];
  const channels: Channel[] = [];
  const link = {
    connectionState: 'connected' as RTCPeerConnectionState | null,
    opened: 0,
    openSide: () => void (link.opened += 1),
    openBeside: () => {
      const channel = new Channel();
      channels.push(channel);
      return channel as unknown as RTCDataChannel;
    },
    sendSide: (message: BlobMessage) => said.push(message) > 0,
  };
  const exchange = new BlobExchange('eve', link, inbox);
  exchanges.push(exchange);
  const seen: Seen[] = [];
  for (const name of ['blob-offered', 'blob-progress', 'blob', 'blob-failed'] as const)
    inbox.on(name, (ev) => void seen.push([name, ev] as Seen));
  return {
    exchange,
    link,
    inbox,
    said,
    seen,
    channel: () => channels.at(-1) ?? new Channel(),
    channels,
    events: () => seen.map(([name]) => name.replace('blob-', '')).join(),
    failures: () => seen.flatMap(([name, ev]) => (name === 'blob-failed' ? [ev.err.code] : [])).join(),
    answers: () => said.map((m) => ('code' in m ? `${m.op} ${m.code}` : m.op)).join(),
    offer: (id: number, size: number, name = '', type = '') =>
      exchange.handle({ t: 'blob', id, op: 'offer', size, name, type }),
  };
}

function newInbox(): BlobInbox & EventEmitter<BlobEventMap> {
  return Object.assign(new EventEmitter<BlobEventMap>(), { reserved: 0 });
}

/** Lets hashes and microtasks come to an end. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const bytes = (length: number): ArrayBuffer => new Uint8Array(length).fill(length).buffer;

test('a chunk with another hash ends the transfer, and nothing of it is handed out', async () => {
  const { offer, channel, events, answers, failures, inbox } = stand();
  offer(1, 10);
  const frame = await buildFrame(1, 0, bytes(10));
  new Uint8Array(frame)[45] = 99;
  channel().receive(frame);
  await rest();
  assert.equal(answers(), 'accept,decline corrupted');
  assert.equal(events(), 'offered,failed');
  assert.equal(failures(), 'corrupted');
  assert.equal(inbox.reserved, 0);
});

const LIES: [what: string, frames: [index: number, length: number][]][] = [
  ['a chunk out of order', [[1, CHUNK_BYTES]]],
  ['the same chunk twice', [[0, CHUNK_BYTES], [0, CHUNK_BYTES]]],
  ['a chunk left out', [[0, CHUNK_BYTES], [2, 10]]],
  ['a chunk shorter than is due', [[0, 10]]],
  ['one byte too many at the end', [[0, CHUNK_BYTES], [1, 11]]],
  ['chunks without end', [[0, CHUNK_BYTES], [1, 10], [2, CHUNK_BYTES], [3, CHUNK_BYTES]]],
]; // prettier-ignore
for (const [what, frames] of LIES) {
  test(`${what} gains nothing`, async () => {
    const { offer, channel, events, failures, inbox } = stand();
    offer(1, CHUNK_BYTES + 10);
    const built = await Promise.all(frames.map(([index, length]) => buildFrame(1, index, bytes(length))));
    // All at once: what is complete and right before the lie comes would be a blob.
    for (const frame of built) channel().receive(frame);
    await rest();
    assert.equal(events(), 'offered,failed');
    assert.equal(failures(), 'corrupted');
    assert.equal(inbox.reserved, 0);
  });
}

test('frames of an unknown id, and what is no frame, change nothing', async () => {
  const { offer, channel, events, said } = stand();
  offer(1, 10);
  const before = said.length;
  for (const data of [
    await buildFrame(2, 0, bytes(10)),
    'text',
    new ArrayBuffer(0),
    new ArrayBuffer(FRAME_BYTES + 1),
  ])
    channel().receive(data);
  await rest();
  assert.equal(events(), 'offered');
  assert.equal(said.length, before);
});

test('chunks that come before a large blob is accepted end it', async () => {
  const { offer, exchange, events, channels, inbox } = stand();
  inbox.on('blob-offered', () => void exchange.channel());
  offer(1, 20_000_000);
  channels[0]?.receive(await buildFrame(1, 0, bytes(CHUNK_BYTES)));
  await rest();
  assert.equal(events(), 'offered,failed');
  assert.equal(inbox.reserved, 0);
});

test('an id is good for one offer, and a lower one for none', async () => {
  const { offer, exchange, events } = stand();
  offer(5, 20_000_000);
  offer(5, 10);
  offer(4, 10);
  exchange.handle({ t: 'blob', id: 5, op: 'cancel', code: 'aborted' });
  offer(5, 10);
  await rest();
  assert.equal(events(), 'offered,failed');
});

test('an id that comes again on another connection is another transfer', () => {
  const { offer, exchange, seen } = stand();
  offer(1, 20_000_000);
  exchange.closed(false);
  offer(1, 20_000_000);
  const named = seen.flatMap(([name, ev]) => (name === 'blob-offered' ? [ev.offer.transferId] : []));
  assert.equal(new Set(named).size, 2);
});

test('a small one that is held waits for its answer', () => {
  const { offer, answers, inbox } = stand();
  let accept = (): void => undefined;
  inbox.on('blob-offered', ({ offer }) => {
    offer.hold();
    accept = () => offer.accept();
  });
  offer(1, 10);
  assert.equal(answers(), '');
  accept();
  assert.equal(answers(), 'accept');
});

test('a size above what is taken is refused unheard', () => {
  const { offer, answers, events } = stand();
  offer(1, MAX_BLOB_BYTES + 1);
  offer(2, Number.MAX_SAFE_INTEGER);
  assert.equal(answers(), 'decline too_large,decline too_large');
  assert.equal(events(), '');
});

test('one peer has a bounded number of transfers under way', () => {
  const { offer, exchange, answers, seen } = stand();
  for (let id = 1; id <= MAX_TRANSFERS_PER_PEER + 2; id += 1) offer(id, 20_000_000);
  assert.equal(answers(), 'decline busy,decline busy');
  assert.equal(seen.length, MAX_TRANSFERS_PER_PEER);
  exchange.handle({ t: 'blob', id: 1, op: 'cancel', code: 'aborted' });
  offer(99, 20_000_000);
  assert.equal(answers(), 'decline busy,decline busy');
});

test('all peers together have a bounded number of bytes under way, given back at the end', () => {
  const inbox = newInbox();
  const peers = [stand(inbox), stand(inbox)];
  const offers: BlobEventMap['blob-offered']['offer'][] = [];
  inbox.on('blob-offered', ({ offer }) => void offers.push(offer));
  for (const { offer } of peers) offer(1, MAX_BLOB_BYTES - 5_000_000);
  for (const offer of offers) offer.accept();
  assert.equal(peers[0]?.answers(), 'accept');
  assert.equal(peers[1]?.answers(), 'decline busy');
  assert.equal(inbox.reserved, MAX_BLOB_BYTES - 5_000_000);
  peers[0]?.exchange.closed(false);
  assert.equal(inbox.reserved, 0);
});

test('an offer that says nothing for a minute is given up', (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { offer, answers, failures, inbox } = stand();
  offer(1, 10);
  t.mock.timers.tick(60_000);
  assert.equal(answers(), 'accept,decline link_lost');
  assert.equal(failures(), 'link_lost');
  assert.equal(inbox.reserved, 0);
});

test('text and type of an offer are the sender’s, and what comes out is inert', async () => {
  const { offer, channel, seen } = stand();
  offer(1, 3, 'x.html', 'text/html');
  channel().receive(await buildFrame(1, 0, bytes(3)));
  await rest();
  const blob = seen.find((entry) => entry[0] === 'blob')?.[1] as BlobEventMap['blob'];
  assert.deepEqual(
    [blob.type, blob.blob.type, blob.size, blob.blob.size, blob.senderPeerId],
    ['text/html', 'application/octet-stream', 3, 3, 'eve'],
  );
});

const INIT = { name: '', signal: undefined, onProgress: undefined };
const code = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'sent',
    (err: { code: string }) => err.code,
  );

test('nothing is offered to a peer that did not say it takes blobs', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { exchange, said, link } = stand();
  const unknown = code(exchange.send(new Blob(['x']), INIT));
  assert.equal(link.opened, 1);
  t.mock.timers.tick(3_000);
  assert.equal(await unknown, 'unsupported');
  exchange.greeted(['health', 'outage']);
  assert.equal(await code(exchange.send(new Blob(['x']), INIT)), 'unsupported');
  assert.equal(said.length, 0);
});

test('an acknowledgement of what was not sent ends the transfer', async () => {
  for (const received of [1, CHUNK_BYTES * 3]) {
    const { exchange, answers } = stand();
    exchange.greeted(['blob']);
    const sending = code(exchange.send(new Blob([bytes(CHUNK_BYTES * 3)]), INIT));
    exchange.handle({ t: 'blob', id: 1, op: 'ack', received });
    assert.equal(await sending, 'corrupted');
    assert.equal(answers(), 'offer,cancel corrupted');
  }
});

const TALES: [what: string, received: number[], progress: number[]][] = [
  ['takes another back', [CHUNK_BYTES * 2, CHUNK_BYTES], [CHUNK_BYTES * 2]],
  ['is of more than was sent', [CHUNK_BYTES * 3 + 1], []],
];
for (const [what, acks, expected] of TALES) {
  test(`an acknowledgement that ${what} ends the transfer`, async () => {
    const { exchange, channel } = stand();
    exchange.greeted(['blob']);
    const progress: number[] = [];
    const onProgress = (sent: number): void => void progress.push(sent);
    const sending = code(exchange.send(new Blob([bytes(CHUNK_BYTES * 3)]), { ...INIT, onProgress }));
    exchange.handle({ t: 'blob', id: 1, op: 'accept' });
    while (channel().sent.length !== 3) await rest();
    for (const received of acks) exchange.handle({ t: 'blob', id: 1, op: 'ack', received });
    const outcome = await Promise.race([sending, rest().then(() => 'nothing')]);
    assert.equal(outcome, 'corrupted');
    assert.deepEqual(progress, expected);
  });
}

test('nothing is sent before it is accepted, nor more than the browser and the receiver keep up with', async () => {
  const { exchange, channels } = stand();
  exchange.greeted(['blob']);
  const sending = code(exchange.send(new Blob([bytes(12 * 1_048_576)]), INIT));
  await rest();
  assert.equal(channels.length, 0);
  exchange.handle({ t: 'blob', id: 1, op: 'accept' });
  exchange.handle({ t: 'blob', id: 1, op: 'accept' });
  const sent = async (least: number): Promise<number> => {
    while ((channels[0]?.sent.length ?? 0) < least) await rest();
    for (let turn = 0; turn < 20; turn += 1) await rest();
    return channels[0]?.sent.length ?? 0;
  };
  const until = (mebibytes: number): number => Math.ceil((mebibytes * 1_048_576) / CHUNK_BYTES);
  assert.equal(await sent(until(8)), until(8), 'until the receiver acknowledges');
  exchange.handle({ t: 'blob', id: 1, op: 'ack', received: 1_048_576 });
  assert.equal(await sent(until(9)), until(9), 'until it acknowledges more');
  const channel = channels[0] as Channel;
  channel.bufferedAmount = 600_000;
  exchange.handle({ t: 'blob', id: 1, op: 'ack', received: 4 * 1_048_576 });
  assert.equal(await sent(until(9)), until(9), 'until the browser has room');
  channel.bufferedAmount = 0;
  channel.dispatchEvent(new Event('bufferedamountlow'));
  assert.equal(await sent(until(12)), until(12));
  assert.ok(channel.sent.every((frame) => frame.byteLength <= FRAME_BYTES));
  assert.ok(
    channel.sent.every((frame, at) => new DataView(frame).getUint32(4) === at),
    'each once',
  );
  exchange.closed(false);
  assert.equal(await sending, 'link_lost');
});

test('answers to what was never offered change nothing', () => {
  const { exchange, said } = stand();
  exchange.greeted(['blob']);
  for (const op of ['accept', 'ack', 'decline', 'cancel'] as const)
    exchange.handle({ t: 'blob', id: 7, op, received: 0, code: 'busy' });
  assert.equal(said.length, 0);
});

test('an offer that nobody answers counts as refused after two minutes, and is taken back', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { exchange, answers } = stand();
  exchange.greeted(['blob']);
  const [ignored, taken] = ['x', 'yy'].map((text) => code(exchange.send(new Blob([text]), INIT)));
  await rest();
  t.mock.timers.tick(119_000);
  exchange.handle({ t: 'blob', id: 2, op: 'accept' });
  t.mock.timers.tick(1_000);
  assert.equal(await ignored, 'refused');
  assert.equal(answers(), 'offer,offer,cancel aborted');
  exchange.handle({ t: 'blob', id: 1, op: 'accept' });
  t.mock.timers.tick(60_000);
  assert.equal(await taken, 'link_lost', 'one that was accepted has the time of one that moves');
  assert.equal(answers(), 'offer,offer,cancel aborted,cancel link_lost');
});

test('a receiver that never answers holds a transfer until it is aborted', async () => {
  const { exchange, answers } = stand();
  exchange.greeted(['blob']);
  const abort = new AbortController();
  const sending = code(exchange.send(new Blob(['x']), { ...INIT, signal: abort.signal }));
  await rest();
  abort.abort();
  assert.equal(await sending, 'aborted');
  assert.equal(answers(), 'offer,cancel aborted');
});
