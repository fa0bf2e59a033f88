import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRoomWith, type Room } from '../hostile/room.ts';
import { inFrozenTime } from '../../parity/observe.ts';

type Pass = (ms: number) => Promise<void>;

/** What a peer does whose path to Bob is lost, with a Bob that the test speaks for. */
function call(name: string, body: (room: Room, pass: Pass) => Promise<void>): void {
  test(name, { timeout: 20_000 }, () =>
    inFrozenTime(async (pass) => {
      const room = await inRoomWith(['bob'], pass);
      await body(room, pass);
      await Promise.all([room.peer.close(), pass(2_000)]);
    }),
  );
}

async function offers(room: Room, pass: Pass, ufrag: string): Promise<void> {
  const sdp = `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\na=fingerprint:sha-256 there:0\r\na=ice-ufrag:${ufrag}\r\n`;
  const data = { type: 'rtc-description', description: { type: 'offer', sdp } };
  room.wire.socket.receive({ type: 'direct', from: 'bob', data });
  await pass(1);
  assert.equal(room.describedBy('bob'), sdp);
}

call('a restart of the other side is not broken off by one of ours', async (room, pass) => {
  await offers(room, pass, 'a');
  const attempts: number[] = [];
  room.peer.remotePeers[0]?.on('recovery', ({ recovery }) => attempts.push(recovery.attempt));
  room.lose('bob');
  await pass(14_000);
  await offers(room, pass, 'b');
  await pass(14_000);
  assert.deepEqual(attempts, [1]);
  await pass(1_000);
  assert.deepEqual(attempts, [1, 2], 'it led nowhere');
});
