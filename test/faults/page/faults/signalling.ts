import { ask, caused, givenToken, input } from '../input.ts';
import { elsewhere } from '../loopback.ts';
import { picture, wait } from '../media.ts';
import { engineIn, given, join } from '../engines.ts';
import { seen } from '../seen.ts';

/** What a client does that is refused is seen by the doctor; here nobody waits for it. */
const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

async function client(
  credentials = given(),
): Promise<InstanceType<Awaited<ReturnType<typeof engineIn>>['SignallingClient']>> {
  const { SignallingClient } = await engineIn(window);
  return new SignallingClient({ url: input.server, ...credentials });
}

/** Speaks the protocol without any engine. */
async function bare(): Promise<WebSocket> {
  const credential = input.key === '' ? `token=${await givenToken()}` : `key=${input.key}`;
  const socket = new WebSocket(`${input.server}/v1?${credential}`);
  await new Promise((done) => socket.addEventListener('message', done, { once: true }));
  return socket;
}

/** Faults of the way to the server, and of what it permits. */
export const signallingFaults = {
  /** Whatever the credentials or the server bring about. */
  join: () => quietly(join(window, given(), picture())),

  async 'join-where-others-are'() {
    await join(await elsewhere(), { tokenProvider: () => Promise.resolve(input.otherToken) }, picture());
    await quietly(join(window, given(), picture()));
    // Making the offer, or waiting for it, takes what time it takes.
    await seen(({ sockets }) =>
      sockets.some(({ frames }) => frames.some(({ code }) => code === 'action_not_permitted')),
    );
  },

  async 'connection-limit'() {
    await (await client()).connect();
    await quietly((await client()).connect());
  },

  async 'message-rate'() {
    const own = await client();
    await own.connect();
    await own.subscribe(input.room);
    await Promise.all(Array.from({ length: 80 }, (_, n) => quietly(own.publish(input.room, n))));
  },

  async kicked() {
    const peer = await join(window, given());
    const left = new Promise((done) => peer.on('left', done));
    ask('kick', peer.peerId ?? '');
    await left;
  },

  async 'reconnect-loop'() {
    await quietly(join(window, given()));
    ask('drop', 'again and again');
    await wait(8_000);
  },

  async 'presence-not-permitted'() {
    const own = await client();
    await own.connect();
    await own.subscribe(input.room);
  },

  async 'publish-not-permitted'() {
    const own = await client();
    await own.connect();
    await own.subscribe(input.room);
    await quietly(own.publish(input.room, 'hello'));
  },

  /** Nobody waits for what becomes of it. */
  async 'sent-before-join'() {
    const { MeteredPeer } = await engineIn(window);
    void new MeteredPeer({ url: input.server, ...given() }).send('hello');
  },

  async 'listener-leak'() {
    const peer = await join(window, given());
    for (let i = 0; i < 100; i += 1) peer.on('peer-joined', () => undefined);
  },

  async 'message-oversized'() {
    const socket = await bare();
    const closed = new Promise((done) => socket.addEventListener('close', done));
    socket.send(JSON.stringify({ type: 'publish', channel: input.room, data: 'x'.repeat(100_000) }));
    await closed;
  },

  async 'direct-from-outside'() {
    const peer = await join(window, given());
    const { SignallingClient } = await engineIn(await elsewhere());
    const other = new SignallingClient({
      url: input.server,
      tokenProvider: () => Promise.resolve(input.otherToken),
    });
    await other.connect();
    await other.send(peer.peerId ?? '', 'hello from outside');
    caused();
  },

  async 'sender-metadata-off'() {
    const own = await client();
    await own.connect();
    await own.subscribe(input.room);
    const { SignallingClient } = await engineIn(await elsewhere());
    const other = new SignallingClient({
      url: input.server,
      tokenProvider: () => Promise.resolve(input.otherToken),
    });
    await other.connect();
    await other.publish(input.room, 'hello');
  },
} as const;
