import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiated } from '../../../core/diagnosis/views/sections.ts';
import type { ConnectionTrace } from '../../../core/recorder/connection-trace.ts';

const section = (kind: string, port: number, ...lines: string[]): string =>
  [`m=${kind} ${port} UDP/TLS/RTP/SAVPF 96`, ...lines, ''].join('\r\n');

/** A connection that answered that offer. */
const answered = (offer: string, answer: string): ConnectionTrace =>
  ({
    log: [
      { at: 1, type: 'description', end: 'remote', kind: 'offer', sdp: `v=0\r\n${offer}` },
      { at: 2, type: 'description', end: 'local', kind: 'answer', sdp: `v=0\r\n${answer}` },
    ],
  }) as unknown as ConnectionTrace;

test('a section offered with a zero port is there if it comes only bundled, as with max-bundle', () => {
  const offer =
    section('audio', 9, 'a=mid:0', 'a=sendrecv') +
    section('video', 0, 'a=mid:1', 'a=sendonly', 'a=bundle-only') +
    section('video', 0, 'a=mid:2', 'a=inactive');
  const answer =
    section('audio', 9, 'a=mid:0', 'a=sendrecv') +
    section('video', 9, 'a=mid:1', 'a=recvonly') +
    section('video', 0, 'a=mid:2', 'a=inactive');
  const { remote = [], local = [] } = negotiated(answered(offer, answer)) ?? {};
  assert.deepEqual(
    remote.map(({ mid, rejected }) => [mid, rejected]),
    [
      ['0', false],
      ['1', false],
      ['2', true],
    ],
  );
  assert.deepEqual(
    local.map(({ rejected }) => rejected),
    [false, false, true],
  );
});
