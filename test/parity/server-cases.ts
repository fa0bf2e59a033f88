// Against the real server, over real sockets.
import type * as Package from '@metered-ca/realtime';
import { WebSocket } from 'ws';
import type { SignallingServer } from '../helpers/server.ts';
import { DEMO_KEY, mintToken, NO_SEND_KEY } from '../helpers/tokens.ts';
import type { Case, Engine } from './client-cases.ts';
import { FakeConnection } from './fakes.ts';
import { outcome } from './observe.ts';

interface Party {
  readonly peer: Package.MeteredPeer;
  readonly log: unknown[];
  /** Resolves with the payload of the next event of that name. */
  readonly next: <K extends keyof Package.MeteredPeerEventMap>(
    event: K,
  ) => Promise<Package.MeteredPeerEventMap[K]>;
}

export function serverCases(server: () => SignallingServer): readonly Case[] {
  const options = (): Pick<Package.MeteredPeerOptions, 'url' | 'webSocketFactory'> => ({
    url: server().wsOrigin,
    // As in a browser, each frame is an event by itself: a snapshot never comes in the same turn as the ack.
    webSocketFactory: (url) => new WebSocket(url, { allowSynchronousEvents: false }),
  });

  async function party(engine: Engine, sub: string): Promise<Party> {
    const token = await mintToken({ sub, peerMetadata: { displayName: sub } });
    const peer = new engine.MeteredPeer({
      ...options(),
      tokenProvider: () => Promise.resolve(token),
      rtcPeerConnectionFactory: (config) => new FakeConnection(config).like,
    });
    const log: unknown[] = [];
    peer
      .on('peer-joined', ({ peer: remote }) => log.push(['joined', remote.id, remote.metadata]))
      .on('peer-left', ({ peer: remote }) => log.push(['left', remote.id]))
      .on('left', (payload) => log.push(payload))
      .on('error', ({ err }) => log.push(err.name));
    return {
      peer,
      log,
      next: (event) => new Promise((resolve) => peer.once(event, resolve)),
    };
  }

  async function refusal(
    engine: Engine,
    credential: Partial<Package.SignallingClientOptions>,
  ): Promise<unknown> {
    const client = new engine.SignallingClient({ ...options(), ...credential });
    const result = await outcome(client.connect());
    await client.close();
    return result;
  }

  const tokenOf = (claims: Parameters<typeof mintToken>[0]) => ({ tokenProvider: () => mintToken(claims) });

  return [
    {
      name: 'two meet on the server, talk, and one leaves',
      async run(engine) {
        const ann = await party(engine, 'ann');
        const zoe = await party(engine, 'zoe');
        await ann.peer.join('parity', { includeSenderMetadata: true });
        const met = ann.next('peer-joined');
        await zoe.peer.join('parity');
        await met;
        const first = ann.next('data');
        await zoe.peer.send({ text: 'to all', list: [1, null, 'ü'] });
        const broadcast = await first;
        const second = ann.next('data');
        await zoe.peer.sendTo('ann', null);
        const direct = await second;
        const third = zoe.next('data');
        await ann.peer.remotePeers[0]?.send('back');
        const back = await third;
        const left = ann.next('peer-left');
        await zoe.peer.close('bye');
        await left;
        await ann.peer.close();
        return { broadcast, direct, back, ann: ann.log, zoe: zoe.log };
      },
    },
    {
      name: 'who is kicked has left, and hears why',
      async run(engine) {
        // A kick lasts as long as the token: each package is kicked under a name of its own.
        const sub = `kicked-${Math.random()}`;
        const { peer, log, next } = await party(engine, sub);
        await peer.join('parity');
        const left = next('left');
        const { status } = await fetch(`${server().origin}/v1/peers/${sub}`, {
          method: 'DELETE',
          headers: { authorization: 'Bearer sk_id_demo:sk_secret_demo' },
        });
        if (status >= 300) await peer.close(`the kick was answered with ${status}`);
        const { reason, channel } = await left;
        return { reason, channel, log: JSON.stringify(log).replaceAll(sub, 'SUB'), state: peer.state };
      },
    },
    {
      name: 'credentials that the server refuses',
      run: async (engine) => [
        await refusal(engine, { apiKey: 'pk_live_unknown' }),
        await refusal(engine, { tokenProvider: () => Promise.resolve('not.a.token') }),
        await refusal(engine, tokenOf({ sub: 'late', expiresIn: -60 })),
        await refusal(engine, tokenOf({ sub: 'nowhere', channels: [] })),
      ],
    },
    {
      name: 'requests that the server refuses',
      async run(engine) {
        const client = new engine.SignallingClient({ ...options(), apiKey: NO_SEND_KEY });
        await client.connect();
        const other = new engine.SignallingClient({ ...options(), apiKey: DEMO_KEY });
        await other.connect();
        const narrow = new engine.SignallingClient({
          ...options(),
          ...tokenOf({ sub: 'narrow', channels: ['allowed-*'], permissions: ['subscribe'] }),
        });
        await narrow.connect();
        const results = [
          await outcome(client.send('nobody', 1)),
          await outcome(other.send('nobody', 1)),
          await outcome(narrow.subscribe('forbidden')),
          await outcome(narrow.subscribe('allowed-room')),
          await outcome(narrow.publish('allowed-room', 1)),
          await outcome(narrow.unsubscribe('never-subscribed')),
        ];
        await Promise.all([client.close(), other.close(), narrow.close()]);
        return results;
      },
    },
    {
      name: 'a token that ends in mid-call is followed by a fresh one',
      async run(engine) {
        let minted = 0;
        const client = new engine.SignallingClient({
          ...options(),
          // The server ends it a quarter of a second before its time.
          tokenProvider: () => mintToken({ sub: 'brief', expiresIn: (minted += 1) === 1 ? 2 : 600 }),
        });
        await client.connect();
        const closed = new Promise((resolve) => client.once('disconnected', resolve));
        const again = new Promise((resolve) =>
          client.on('connected', ({ peerId, isReconnect }) => resolve([peerId, isReconnect])),
        );
        const observed = [await closed, await again, minted];
        await client.close();
        return observed;
      },
    },
  ];
}
