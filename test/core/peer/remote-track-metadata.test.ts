import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteTrackMetadata } from '../../../core/peer/remote-track-metadata.ts';
import { fingerprint, trackIdsByMid } from '../../../core/peer/sdp.ts';

const SDP = [
  'v=0',
  'a=fingerprint:sha-256 AB:CD',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=msid:stream-1 mic',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=msid:stream-1 cam',
  'a=msid:stream-2 cam',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:2',
  '',
].join('\r\n');

test('track ids are read per mid, each once', () => {
  assert.deepEqual(
    [...trackIdsByMid(SDP)],
    [
      ['0', ['mic']],
      ['1', ['cam']],
    ],
  );
});

test('the fingerprint is read from the session or the first section', () => {
  assert.equal(fingerprint(SDP), 'sha-256 ab:cd');
  assert.equal(fingerprint('v=0'), undefined);
});

test('metadata is found by the described id, whatever the receiver calls the track', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('cam', { role: 'camera' });
  assert.deepEqual(metadata.find('1', 'local-id', SDP), { role: 'camera' });
  assert.equal(metadata.find('0', 'other-id', SDP), undefined, 'the microphone has none');
});

test('metadata is found by the track id where the description does not help', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('seen-id', { role: 'screen' });
  assert.deepEqual(metadata.find(null, 'seen-id', SDP), { role: 'screen' });
});

test('where no described id is known, what was sent is handed out in order and once', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('firefox-mic', { n: 1 });
  metadata.set('firefox-cam', { n: 2 });
  assert.deepEqual(metadata.find('0', 'a', SDP), { n: 1 });
  assert.deepEqual(metadata.find('1', 'b', SDP), { n: 2 });
  assert.equal(metadata.find('1', 'c', SDP), undefined);
});

test('cleared metadata is gone, and the number of entries is bounded', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('cam', { n: 1 });
  metadata.set('cam', undefined);
  assert.equal(metadata.find('1', 'x', SDP), undefined);
  for (let n = 0; n <= 512; n += 1) metadata.set(`t${n}`, { n });
  assert.equal(metadata.find(null, 't0', 'v=0')?.['n'], 1, 'the oldest gave way, the next is handed out');
  assert.deepEqual(metadata.find(null, 't512', 'v=0'), { n: 512 });
});

const section = (mid: number, id?: string): string =>
  [`m=video 9 UDP/TLS/RTP/SAVPF 96`, `a=mid:${mid}`, ...(id ? [`a=msid:stream ${id}`] : []), ''].join('\r\n');
const sdpOf = (...ids: (string | undefined)[]): string =>
  ['v=0\r\n', ...ids.map((id, mid) => section(mid, id))].join('');

test('in a section that our offer made, a track under a name of its own has what was sent and not described', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('cam', { role: 'camera' });
  metadata.described({ type: 'offer', sdp: sdpOf('cam') });
  assert.deepEqual(metadata.find('0', 'x', sdpOf('cam')), { role: 'camera' });

  metadata.described({ type: 'answer', sdp: sdpOf('cam', undefined) });
  metadata.set('screen', { role: 'screen' });
  const both = sdpOf('cam', 'a name that was never told');
  metadata.described({ type: 'offer', sdp: both });
  assert.deepEqual(metadata.find('1', 'x', both), { role: 'screen' });

  const three = sdpOf('cam', 'a name that was never told', 'one without metadata');
  metadata.set('later', { role: 'later' });
  metadata.described({ type: 'offer', sdp: three });
  assert.equal(metadata.find('2', 'x', three), undefined, 'its own offer made that section');
});

test('of a track told under two names, the other name’s metadata is not given to a track that has none', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('cam', { role: 'camera' });
  metadata.set('cam as described', { role: 'camera' });
  const sdp = sdpOf('cam as described', 'mic');
  metadata.described({ type: 'answer', sdp });
  assert.deepEqual(metadata.find('0', 'x', sdp), { role: 'camera' });
  assert.equal(metadata.find('1', 'x', sdp), undefined);
});

test('a peer of ours names its tracks: what it has told and not described is of a track to come', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.namesAsDescribed();
  metadata.set('cam', { role: 'camera' });
  metadata.set('to come', { role: 'screen' });
  const sdp = sdpOf('cam', 'mic');
  metadata.described({ type: 'answer', sdp });
  assert.equal(metadata.find('1', 'x', sdp), undefined);
});

test('a connection that takes the place of another tells its tracks again', () => {
  const metadata = new RemoteTrackMetadata();
  metadata.set('firefox-cam', { n: 1 });
  assert.deepEqual(metadata.find('0', 'a', sdpOf('x')), { n: 1 });
  metadata.connectionReplaced();
  assert.deepEqual(metadata.find('0', 'b', sdpOf('y')), { n: 1 });
});
