import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_SNAPSHOT_LENGTH } from '../../core/protocol/limits.ts';
import { presenceEntry, presenceFrame } from '../../server/build-frames.ts';
import { Channels } from '../../server/channels.ts';
import type { Member, SubscribeResult } from '../../server/channels.ts';

const member = (peerId: string, extra: Partial<Member> = {}): Member => ({
  peerId,
  presenceEntry: presenceEntry({ peerId }),
  seesPresence: true,
  ...extra,
});
const plain = { includeSenderMetadata: false };

function accepted(result: SubscribeResult<Member>) {
  assert.ok(result.ok);
  return result;
}

describe('channels', () => {
  it('show a newcomer everyone else, and everyone else the newcomer', () => {
    const channels = new Channels<Member>();
    const [a, b] = [member('a'), member('b')];
    assert.deepEqual(accepted(channels.subscribe(a, 'room', plain)).snapshot, []);
    const second = accepted(channels.subscribe(b, 'room', plain));
    assert.deepEqual(second.snapshot, [a.presenceEntry]);
    assert.deepEqual(second.arrival?.witnesses, [a]);
    assert.equal(second.arrival?.entry, b.presenceEntry);
  });

  it('answer a repeated subscribe with the snapshot and no arrival, and let the last options win', () => {
    const channels = new Channels<Member>();
    const [a, b] = [member('a'), member('b')];
    channels.subscribe(a, 'room', plain);
    channels.subscribe(b, 'room', plain);
    const again = accepted(channels.subscribe(b, 'room', { includeSenderMetadata: true }));
    assert.equal(again.arrival, null);
    assert.deepEqual(again.snapshot, [a.presenceEntry]);
    assert.deepEqual(
      [...channels.subscribersOf('room')].map(([, s]) => s.includeSenderMetadata),
      [false, true],
    );
  });

  it('count two sockets of one peer once, until the last is gone', () => {
    const channels = new Channels<Member>();
    const [watcher, first, second] = [member('w'), member('x'), member('x')];
    channels.subscribe(watcher, 'room', plain);
    assert.ok(accepted(channels.subscribe(first, 'room', plain)).arrival);
    assert.equal(accepted(channels.subscribe(second, 'room', plain)).arrival, null);
    assert.deepEqual(accepted(channels.subscribe(watcher, 'room', plain)).snapshot, [first.presenceEntry]);
    assert.deepEqual(channels.leaveAll(first), [
      { channel: 'room', peerId: 'x', lastHere: false, witnesses: null },
    ]);
    const [departure] = channels.leaveAll(second);
    assert.equal(departure?.peerId, 'x');
    assert.deepEqual(departure?.witnesses, [watcher]);
  });

  it('never show a peer to its own other socket', () => {
    const channels = new Channels<Member>();
    channels.subscribe(member('x'), 'room', plain);
    assert.deepEqual(accepted(channels.subscribe(member('x'), 'room', plain)).snapshot, []);
  });

  it('tell nobody who may not see presence, but show them to those who may', () => {
    const channels = new Channels<Member>();
    const [blind, seeing] = [member('blind', { seesPresence: false }), member('seeing')];
    channels.subscribe(blind, 'room', plain);
    const result = accepted(channels.subscribe(seeing, 'room', plain));
    assert.deepEqual(result.arrival?.witnesses, []);
    assert.deepEqual(result.snapshot, [blind.presenceEntry]);
  });

  it('forget a socket in every channel it was in', () => {
    const channels = new Channels<Member>();
    const a = member('a');
    for (const channel of ['one', 'two']) channels.subscribe(a, channel, plain);
    assert.deepEqual(
      channels.leaveAll(a).map(({ channel }) => channel),
      ['one', 'two'],
    );
    assert.deepEqual([...channels.subscribersOf('one')], []);
    assert.equal(channels.unsubscribe(a, 'one'), null);
  });

  it('stop one socket at 100 channels, and let it repeat those it has', () => {
    const channels = new Channels<Member>();
    const a = member('a');
    for (let i = 0; i < 100; i++) accepted(channels.subscribe(a, `room-${i}`, plain));
    assert.deepEqual(channels.subscribe(a, 'one-more', plain), { ok: false, reason: 'too_many_channels' });
    accepted(channels.subscribe(a, 'room-7', plain));
    channels.unsubscribe(a, 'room-7');
    accepted(channels.subscribe(a, 'one-more', plain));
  });

  it('keep the snapshot below its limit to the character, at the cost of who would break it', () => {
    const channels = new Channels<Member>();
    const wide = (peerId: string, length: number) =>
      member(peerId, { presenceEntry: presenceEntry({ peerId, metadata: { x: 'y'.repeat(length) } }) });
    const a = wide('a', 600_000);
    channels.subscribe(a, 'room', plain);
    const used = presenceFrame('room', [a.presenceEntry, wide('b', 0).presenceEntry], []).length;
    const tooMuch = MAX_SNAPSHOT_LENGTH - used;
    assert.deepEqual(channels.subscribe(wide('b', tooMuch), 'room', plain), {
      ok: false,
      reason: 'snapshot_too_long',
    });
    const fits = wide('b', tooMuch - 1);
    accepted(channels.subscribe(fits, 'room', plain));
    assert.equal(
      presenceFrame('room', [a.presenceEntry, fits.presenceEntry], []).length,
      MAX_SNAPSHOT_LENGTH - 1,
    );
    assert.equal(channels.subscribe(member('c'), 'room', plain).ok, false);
    channels.leaveAll(fits);
    accepted(channels.subscribe(member('c'), 'room', plain));
  });

  it('count a peer on several nodes once, until the last of them lets go', () => {
    const channels = new Channels<Member>();
    const [watcher, x] = [member('w'), member('x')];
    channels.subscribe(watcher, 'room', plain);
    assert.deepEqual(channels.joinElsewhere('room', 'x', x.presenceEntry)?.witnesses, [watcher]);
    assert.equal(channels.joinElsewhere('room', 'x', 'another entry'), null);
    const here = accepted(channels.subscribe(x, 'room', plain));
    assert.deepEqual([here.arrival, here.firstHere], [null, true]);
    const other = member('x', { presenceEntry: 'its own' });
    for (let i = 0; i < 2; i++) {
      assert.equal(accepted(channels.subscribe(other, 'room', plain)).entry, x.presenceEntry, 'as announced');
    }
    channels.leaveAll(other);
    assert.deepEqual(channels.peersHere(), [
      [
        'room',
        [
          ['w', watcher.presenceEntry],
          ['x', x.presenceEntry],
        ],
      ],
    ]);
    assert.equal(channels.leaveElsewhere('room', 'x'), null);
    assert.equal(channels.leaveAll(x)[0]?.witnesses, null);
    assert.deepEqual(channels.entriesOf('room'), [watcher.presenceEntry, x.presenceEntry]);
    assert.deepEqual(channels.leaveElsewhere('room', 'x'), [watcher]);
    assert.deepEqual(channels.entriesOf('room'), [watcher.presenceEntry]);
  });

  it('take names of the object prototype for names', () => {
    const channels = new Channels<Member>();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const a = member(name);
      const b = member('b');
      assert.deepEqual(accepted(channels.subscribe(a, name, plain)).snapshot, []);
      assert.deepEqual(accepted(channels.subscribe(b, name, plain)).snapshot, [a.presenceEntry]);
    }
  });
});
