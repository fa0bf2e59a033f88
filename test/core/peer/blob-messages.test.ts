import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CHUNK_BYTES,
  FRAME_BYTES,
  buildFrame,
  cleanName,
  cleanType,
  inertType,
  parseFrame,
  verifiedChunk,
} from '../../../core/peer/blob-messages.ts';
import { parseSideMessage } from '../../../core/peer/side-messages.ts';

const parse = (message: object): unknown => parseSideMessage(JSON.stringify({ t: 'blob', ...message }));

test('what is said about a blob keeps its known fields', () => {
  const offer = { id: 1, op: 'offer', size: 3, name: 'a', type: 'text/plain' };
  assert.deepEqual(parse({ ...offer, extra: 1 }), { t: 'blob', ...offer });
  for (const message of [
    { id: 0, op: 'accept' },
    { id: 0xffff_ffff, op: 'ack', received: 0 },
    { id: 2, op: 'decline', code: 'busy' },
    { id: 2, op: 'cancel', code: 'aborted' },
  ]) {
    assert.deepEqual(parse(message), { t: 'blob', ...message });
  }
});

test('what has a wrong shape says nothing', () => {
  const offer = { id: 1, op: 'offer', size: 3, name: 'a', type: '' };
  for (const message of [
    {},
    { ...offer, id: -1 },
    { ...offer, id: 1.5 },
    { ...offer, id: 2 ** 32 },
    { ...offer, id: '1' },
    { ...offer, size: -1 },
    { ...offer, size: 1e300 },
    { ...offer, size: null },
    { ...offer, name: 7 },
    { ...offer, type: {} },
    { id: 1, op: 'ack' },
    { id: 1, op: 'ack', received: -3 },
    { id: 1, op: 'decline', code: 'because' },
    { id: 1, op: 'cancel', code: ['busy'] },
    { id: 1, op: 'toString' },
  ]) {
    assert.equal(parse(message), undefined, JSON.stringify(message));
  }
});

const NAMES: [told: string, shown: string][] = [
  ['holiday.jpg', 'holiday.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\x.dll', 'x.dll'],
  ['a\nb\u0000c\u2028d', 'abcd'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['  \u200B ', ''],
  ['x'.repeat(5_000), 'x'.repeat(255)],
  [`${'x'.repeat(254)}\u{1F600}`, 'x'.repeat(254)],
  ['żółć \u{1F600}.txt', 'żółć \u{1F600}.txt'],
];
for (const [told, shown] of NAMES) {
  test(`a name is one bounded line: ${JSON.stringify(told.slice(0, 20))}`, () =>
    assert.equal(cleanName(told), shown));
}

const TYPES: [told: string, type: string, carried: string][] = [
  ['text/plain;charset=utf-8', 'text/plain', 'text/plain'],
  ['IMAGE/PNG', 'image/png', 'image/png'],
  ['video/webm; codecs="vp8, opus"', 'video/webm', 'video/webm'],
  ['text/html', 'text/html', 'application/octet-stream'],
  ['image/svg+xml', 'image/svg+xml', 'application/octet-stream'],
  ['application/xhtml+xml', 'application/xhtml+xml', 'application/octet-stream'],
  ['application/xml', 'application/xml', 'application/octet-stream'],
  ['text/javascript', 'text/javascript', 'application/octet-stream'],
  ['nonsense', '', 'application/octet-stream'],
  ['a/b\u0000', '', 'application/octet-stream'],
  [`a/${'b'.repeat(64)}`, '', 'application/octet-stream'],
];
for (const [told, type, carried] of TYPES) {
  test(`a type is one a browser does not run: ${told.slice(0, 30)}`, () => {
    assert.equal(cleanType(told), type);
    assert.equal(inertType(cleanType(told)), carried);
  });
}

test('a frame is at most 64 KB, and its chunk is what its hash says', async () => {
  const chunk = new Uint8Array(CHUNK_BYTES).fill(7).buffer;
  const frame = await buildFrame(0xffff_ffff, 3, chunk);
  assert.equal(frame.byteLength, FRAME_BYTES);
  assert.deepEqual(parseFrame(frame), { id: 0xffff_ffff, index: 3, frame });
  assert.deepEqual(await verifiedChunk(frame), new Uint8Array(chunk));
  const bytes = new Uint8Array(frame);
  for (const at of [8, 39, 40, FRAME_BYTES - 1]) {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.equal(await verifiedChunk(frame), undefined, `a bit of byte ${at}`);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
});

test('what is no frame is none', () => {
  for (const data of ['text', null, new ArrayBuffer(40), new ArrayBuffer(FRAME_BYTES + 1), new Blob(['x'])])
    assert.equal(parseFrame(data), undefined);
});
