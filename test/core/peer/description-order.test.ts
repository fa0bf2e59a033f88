import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersAnother, isOutdated, isRepeated, tied } from '../../../core/peer/description-order.ts';

const sdp = (session: string, version: number | string): string =>
  `v=0\r\no=- ${session} ${version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\n`;

test('an answer says which offer it is for, once, before the first section', () => {
  const answer = tied(sdp('7', 2), sdp('5', 3));
  assert.match(answer, /\r\na=x-metered-answers:5 3\r\nm=video/);
  assert.equal(answer.split('x-metered-answers').length, 2);
  assert.equal(answersAnother(answer, sdp('5', 3)), false);
  assert.equal(answersAnother(answer, sdp('5', 4)), true);
  assert.equal(answersAnother(answer, sdp('6', 3)), true);
});

test('an offer that is sent again is told from another, and from what cannot be read', () => {
  assert.equal(isRepeated(sdp('5', 3), sdp('5', 3)), true);
  for (const other of [sdp('5', 4), sdp('6', 3), 'v=0\r\n'])
    assert.equal(isRepeated(sdp('5', 3), other), false);
  assert.equal(isRepeated('v=0\r\n', 'v=0\r\n'), false);
});

test('an answer that says nothing, or what cannot be read, counts as the answer', () => {
  assert.equal(answersAnother(sdp('7', 2), sdp('5', 3)), false);
  assert.equal(
    answersAnother(`${sdp('7', 2)}a=x-metered-answers:${'9'.repeat(40)} 1\r\n`, sdp('5', 3)),
    false,
  );
  assert.equal(tied(sdp('7', 2), 'no origin'), sdp('7', 2));
});

test('an offer is outdated once the same session has said something newer', () => {
  assert.equal(isOutdated(sdp('5', 3), sdp('5', 4)), true);
  assert.equal(isOutdated(sdp('5', 4), sdp('5', 4)), false);
  assert.equal(isOutdated(sdp('5', 5), sdp('5', 4)), false);
  assert.equal(isOutdated(sdp('6', 1), sdp('5', 4)), false);
  assert.equal(isOutdated(sdp('5', 3), undefined), false);
});
