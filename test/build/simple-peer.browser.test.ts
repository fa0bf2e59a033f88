import SimplePeer from 'simple-peer';
import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';

const opened: SimplePeer.Instance[] = [];

/** Two peers in one page, each other's signalling, without any STUN server. */
function pair(options: SimplePeer.Options = {}): readonly [SimplePeer.Instance, SimplePeer.Instance] {
  const config = { iceServers: [] };
  const a = new SimplePeer({ initiator: true, config, ...options });
  const b = new SimplePeer({ config });
  a.on('signal', (signal) => b.destroyed || b.signal(signal));
  b.on('signal', (signal) => a.destroyed || a.signal(signal));
  // An end that is cut off reports it, as in the published package: Chromium as an RTCError.
  for (const peer of [a, b]) peer.on('error', () => undefined);
  opened.push(a, b);
  return [a, b];
}

const once = <T>(peer: SimplePeer.Instance, event: string): Promise<T> =>
  new Promise((resolve) => peer.once(event, resolve as (value: unknown) => void));

describe('simple-peer as it is bundled', () => {
  afterEach(() => {
    for (const peer of opened.splice(0)) peer.destroy();
  });

  it('connects and carries text and bytes both ways', async () => {
    const [a, b] = pair();
    await Promise.all([once(a, 'connect'), once(b, 'connect')]);
    const toB = once<string>(b, 'data');
    a.send('hello');
    equal(await toB, 'hello');
    const toA = once<Uint8Array>(a, 'data');
    b.send(new Uint8Array([1, 2, 255]));
    equal([...(await toA)].join(), '1,2,255');
  });

  it('keeps what was written before it connected, and the order of what follows', async () => {
    const [a, b] = pair();
    const received: string[] = [];
    const all = new Promise<void>((resolve) => {
      b.on('data', (chunk: string) => {
        received.push(chunk);
        if (received.length === 50) resolve();
      });
    });
    for (let i = 0; i < 50; i += 1) a.write(String(i));
    await all;
    equal(received.join(), Array.from({ length: 50 }, (_, i) => String(i)).join());
  });

  it('holds back a writer while the channel is full', async () => {
    const [a, b] = pair();
    await Promise.all([once(a, 'connect'), once(b, 'connect')]);
    const size = 4 * 1024 * 1024;
    let received = 0;
    const all = new Promise<void>((resolve) => {
      b.on('data', (chunk: Uint8Array) => {
        received += chunk.byteLength;
        if (received === size) resolve();
      });
    });
    const chunk = new Uint8Array(16 * 1024);
    let full = false;
    for (let sent = 0; sent < size; sent += chunk.byteLength) {
      if (a.write(chunk)) continue;
      full = true;
      await once(a, 'drain');
    }
    await all;
    ok(full, 'write() never asked to wait');
  });

  it('carries a stream', async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    const [, b] = pair({ stream });
    const remote = await once<MediaStream>(b, 'stream');
    equal(remote.getTracks().length, 2);
    for (const track of stream.getTracks()) track.stop();
  });

  it('closes both ends, each once, when one is destroyed', async () => {
    const [a, b] = pair();
    await Promise.all([once(a, 'connect'), once(b, 'connect')]);
    const seen: string[] = [];
    a.on('error', () => seen.push('a error'));
    for (const event of ['end', 'close']) {
      a.on(event, () => seen.push(`a ${event}`));
      b.on(event, () => seen.push(`b ${event}`));
    }
    const closed = Promise.all([once(a, 'close'), once(b, 'close')]);
    a.destroy();
    a.destroy();
    await closed;
    ok(a.destroyed && b.destroyed);
    equal(seen.sort().join(), 'a close,a end,b close,b end');
  });

  it('ends when its writer ends', async () => {
    const [a, b] = pair();
    await Promise.all([once(a, 'connect'), once(b, 'connect')]);
    const closed = Promise.all([once(a, 'close'), once(b, 'close')]);
    a.end('bye');
    await closed;
  });

  it('reports a bad signal as an error with its code', async () => {
    const [a] = pair();
    const failed = once<Error & { code: string }>(a, 'error');
    a.signal({} as SimplePeer.SignalData);
    equal((await failed).code, 'ERR_SIGNALING');
  });
});
