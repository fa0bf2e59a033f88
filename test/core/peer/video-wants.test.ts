import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerLinkEventMap } from '../../../core/peer/peer-link-events.ts';
import type { PeerLink } from '../../../core/peer/peer-link.ts';
import { RemotePeer } from '../../../core/peer/remote-peer.ts';
import { parseSideMessage } from '../../../core/peer/side-messages.ts';
import { buildWants } from '../../../core/peer/video-wants.ts';
import { EventEmitter } from '../../../core/util/emitter.ts';

const WANTS = { t: 'wants', width: 640, height: 360, visible: true, screen: false } as const;

test('a size that is asked for arrives', () => {
  assert.deepEqual(buildWants({ width: 640.4, height: 359.7 }), WANTS);
  assert.deepEqual(parseSideMessage(JSON.stringify({ ...WANTS, more: 1 })), WANTS);
});

test('no size is asked for beyond the bounds, and none is invisible', () => {
  assert.deepEqual(buildWants({ width: 1e9, height: -5, screen: true }), {
    ...WANTS,
    width: 8_192,
    height: 0,
    visible: false,
    screen: true,
  });
  for (const width of [NaN, undefined, 'wide'])
    assert.throws(() => buildWants({ width: width as number, height: 1 }), TypeError);
});

test('what is no size is not taken from a peer', () => {
  for (const wrong of [
    { width: -1 },
    { width: 8_193 },
    { height: 1.5 },
    { height: '360' },
    { visible: 1 },
    { screen: undefined },
  ])
    assert.equal(parseSideMessage(JSON.stringify({ ...WANTS, ...wrong })), undefined, JSON.stringify(wrong));
});

test('a peer is asked once it has said that it understands, and again on each new connection', () => {
  const sent: unknown[] = [];
  const link = Object.assign(new EventEmitter<PeerLinkEventMap>(), {
    sendSide: (message: unknown) => sent.push(message) > 0,
  });
  const init = { id: 'p', metadata: undefined, send: () => Promise.resolve() };
  const { remote } = RemotePeer.create({ ...init, link: link as unknown as PeerLink });
  const hello = (...capabilities: string[]): void =>
    void link.emit('hello', { hello: { version: 1, capabilities } });
  remote.requestVideo({ width: 640, height: 360 });
  hello('health');
  assert.deepEqual(sent, []);
  hello('wants');
  assert.deepEqual(sent, [WANTS]);
  remote.requestVideo({ width: 640, height: 360 });
  assert.equal(sent.length, 1, 'nothing new');
  remote.requestVideo({ width: 1_920, height: 1_080, screen: true });
  assert.equal(sent.length, 2);
  link.emit('reset', { negotiated: true });
  hello('wants');
  assert.equal(sent.length, 4, 'both sizes again');
});
