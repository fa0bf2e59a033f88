import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeteredPeer, NoopLogger } from '../../../core/index.ts';
import { FakeConnection, FakeTrack } from '../../parity/fakes.ts';
import { inFrozenTime, outcome, settle } from '../../parity/observe.ts';
import { Wire } from '../../parity/wire.ts';

/** A connection whose replacements settle when the test says so, and never once it is closed. */
class SlowConnection extends FakeConnection {
  readonly #settling: (() => void)[] = [];

  override addTrack(track: MediaStreamTrack): ReturnType<FakeConnection['addTrack']> {
    const sender = super.addTrack(track);
    sender.replaceTrack = (next) =>
      new Promise((resolve, reject) =>
        this.#settling.push(() => {
          if (this.connectionState === 'closed') return;
          if (this.refuses) return reject(new RangeError('refused'));
          sender.track = next;
          resolve();
        }),
      );
    return sender;
  }

  finish(): void {
    for (const settleOne of this.#settling.splice(0)) settleOne();
  }

  get sends(): (string | undefined)[] {
    return this.senders.map(({ track }) => track?.id);
  }
}

interface Scene {
  readonly peer: MeteredPeer;
  readonly wire: Wire;
  /** In the order in which they were made. */
  readonly connections: SlowConnection[];
  readonly old: MediaStreamTrack;
  readonly next: MediaStreamTrack;
  readonly finish: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
}

function replacing(
  name: string,
  body: (scene: Scene) => Promise<void>,
  { refusing = [] as readonly number[] } = {},
): void {
  test(name, { timeout: 5_000 }, () =>
    inFrozenTime(async (pass) => {
      const wire = new Wire();
      const connections: SlowConnection[] = [];
      const peer = new MeteredPeer({
        apiKey: 'pk_live_test',
        webSocketFactory: wire.factory,
        rtcPeerConnectionFactory: (config) => {
          const connection = new SlowConnection(config, refusing.includes(connections.length));
          connections.push(connection);
          return connection.like;
        },
        logger: NoopLogger,
      });
      const [old, next] = [new FakeTrack('old').like, new FakeTrack('next').like];
      const finish = async (): Promise<void> => {
        for (const connection of connections) connection.finish();
        await settle();
      };
      peer.addTrack(old);
      await peer.join('room');
      wire.presence('room', ['me', 'ann', 'zoe']);
      await body({ peer, wire, connections, old, next, finish, pass });
      await Promise.all([peer.close(), pass(2_000)]);
    }),
  );
}

const sent = ({ connections }: Scene): unknown[] => connections.map(({ sends }) => sends);

replacing('who comes while a track is being replaced sends the new one too', async (scene) => {
  const { peer, wire, old, next, finish } = scene;
  const replaced = outcome(peer.replaceTrack(old, next));
  wire.presence('room', ['kim']);
  assert.deepEqual(sent(scene), [['old'], ['old'], ['old']]);
  await finish();
  assert.equal(await Promise.race([replaced, settle()]), undefined, 'not yet for Kim');
  await finish();
  assert.equal(await replaced, 'resolved');
  assert.deepEqual(sent(scene), [['next'], ['next'], ['next']]);
});

replacing('who comes while a track is being silenced does not hear it for long', async (scene) => {
  const { peer, wire, old, finish } = scene;
  const replaced = outcome(peer.replaceTrack(old, null));
  wire.presence('room', ['kim']);
  await finish();
  await finish();
  assert.equal(await replaced, 'resolved');
  wire.presence('room', ['lea']);
  assert.deepEqual(sent(scene), [[undefined], [undefined], [undefined]], 'for Lea no connection is made');
});

replacing('who leaves while a track is being replaced holds up nobody', async (scene) => {
  const { peer, wire, connections, old, next } = scene;
  const replaced = outcome(peer.replaceTrack(old, next));
  wire.presence('room', [], ['ann']);
  connections[1]?.finish();
  assert.equal(await replaced, 'resolved');
  assert.deepEqual(connections[1]?.sends, ['next']);
});

replacing('when all have left meanwhile, who comes next gets the new track', async (scene) => {
  const { peer, wire, connections, old, next } = scene;
  const replaced = outcome(peer.replaceTrack(old, next));
  wire.presence('room', [], ['ann', 'zoe']);
  assert.equal(await replaced, 'resolved');
  wire.presence('room', ['kim']);
  assert.deepEqual(connections[2]?.sends, ['next']);
});

replacing(
  'a failure for who has just come is told, and who has the new track',
  async (scene) => {
    const { peer, wire, old, next, finish } = scene;
    const replaced = outcome(peer.replaceTrack(old, next));
    wire.presence('room', ['kim']);
    await finish();
    await finish();
    assert.deepEqual(await replaced, {
      name: 'MeteredPeerReplaceTrackError',
      succeeded: ['ann', 'zoe'],
      failed: [['kim', 'RangeError']],
    });
  },
  { refusing: [2] },
);

replacing(
  'where it failed for all, who came meanwhile keeps the old track as they do',
  async (scene) => {
    const { peer, wire, old, next, finish } = scene;
    const replaced = outcome(peer.replaceTrack(old, next));
    wire.presence('room', ['kim']);
    await finish();
    assert.deepEqual(await replaced, {
      name: 'MeteredPeerReplaceTrackError',
      succeeded: [],
      failed: [
        ['ann', 'RangeError'],
        ['zoe', 'RangeError'],
      ],
    });
    assert.deepEqual(sent(scene), [['old'], ['old'], ['old']]);
    assert.equal(peer.getTrackMetadata(next), undefined);
  },
  { refusing: [0, 1] },
);

replacing('a connection that is replaced meanwhile sends the new track', async (scene) => {
  const { peer, wire, connections, old, next, finish, pass } = scene;
  const replaced = outcome(peer.replaceTrack(old, next));
  // Under another id we are a stranger to those two: both get another connection.
  wire.options = { peerId: 'me again' };
  wire.socket.drop(1006);
  await pass(600);
  wire.presence('room', ['me again', 'ann', 'zoe']);
  assert.equal(connections.length, 4);
  await finish();
  await finish();
  assert.equal(await replaced, 'resolved');
  assert.deepEqual(
    connections.slice(2).map(({ sends }) => sends),
    [['next'], ['next']],
  );
});
