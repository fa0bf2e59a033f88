import type { BlobTransferError } from '../../../core/peer/blob-error.ts';
import type { BlobEventMap } from '../../../core/peer/blob-events.ts';
import { afterEach, beforeEach, deepEqual, describe, equal, it, ok, rejects } from '../../helpers/bdd.ts';
import { linkPair } from './link-pair.ts';
import type { End, LinkPair } from './link-pair.ts';

const LARGE = 25_000_000;

let pair: LinkPair;
let a: End;
let b: End;
beforeEach(() => {
  pair = linkPair();
  ({ a, b } = pair);
});
afterEach(() => pair.close());

/** Bytes that no chunk of has a twin. */
function payload(size: number, type = 'application/zip'): Blob {
  const words = new Uint32Array(Math.ceil(size / 4));
  let seed = 1;
  for (let at = 0; at < words.length; at += 1)
    words[at] = seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
  return new Blob([words], { type }).slice(0, size, type);
}

async function digest(blob: Blob): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())).join();
}

function event<K extends keyof BlobEventMap>(at: End, name: K): Promise<BlobEventMap[K]> {
  return new Promise((resolve) => at.inbox.once(name, resolve));
}

async function code(sending: Promise<unknown>): Promise<string> {
  return ((await rejects(sending, 'BlobTransferError')) as BlobTransferError).code;
}

/** Accepts whatever is offered, and listens for it, so that it is taken at all. */
function welcoming(at: End): void {
  at.inbox.on('blob', () => undefined).on('blob-offered', ({ offer }) => offer.accept());
}

/** Nothing is left of any transfer: what is reserved is given back. */
function settled(): void {
  equal(a.inbox.reserved + b.inbox.reserved, 0, 'bytes still reserved');
}

describe('sendBlob', () => {
  it('brings a small file at once, over a connection that it makes for itself', async () => {
    const received = event(b, 'blob');
    const file = new File(['grüezi'], '../notes/a.txt', { type: 'text/plain;charset=utf-8' });
    deepEqual(await a.blobs.send('other', file, {}), ['other']);
    const { blob, name, size, type, senderPeerId } = await received;
    equal(await blob.text(), 'grüezi');
    deepEqual([name, size, type, blob.type, senderPeerId], ['a.txt', 7, 'text/plain', 'text/plain', 'other']);
    equal(a.connections.length, 1);
    settled();
  });

  it('brings an empty file', async () => {
    const received = event(b, 'blob');
    await a.blobs.send('other', new Blob([]), {});
    equal((await received).blob.size, 0);
  });

  it('brings 25 MB once they are accepted, with progress that only rises at both ends', async () => {
    const sent: number[] = [];
    const came: number[] = [];
    const blob = payload(LARGE);
    let accepted = false;
    const received = event(b, 'blob');
    b.inbox.on('blob-progress', (ev) => came.push(ev.received));
    b.inbox.on('blob-offered', ({ offer }) => {
      equal(offer.automatic, false);
      // Nothing comes before the answer.
      setTimeout(() => {
        equal(came.length, 0);
        accepted = true;
        offer.accept();
        offer.accept();
      });
    });
    await a.blobs.send('other', blob, {
      name: 'big.zip',
      onProgress: ({ sent: bytes, total }) => {
        equal(total, LARGE);
        sent.push(bytes);
      },
    });
    ok(accepted);
    const { blob: copy, name } = await received;
    equal(name, 'big.zip');
    equal(await digest(copy), await digest(blob));
    for (const steps of [sent, came]) {
      ok(steps.length > 10, `${steps.length} steps`);
      ok(
        steps.every((bytes, at) => bytes > (steps[at - 1] ?? 0)),
        `rising: ${steps.join()}`,
      );
      equal(steps.at(-1), LARGE);
    }
    settled();
  });

  it('crosses another on its way, and eight more wait for their turn', async () => {
    welcoming(a);
    let count = 0;
    b.inbox.on('blob', () => (count += 1));
    const ours = Array.from({ length: 12 }, (_none, at) => a.blobs.send('other', payload(300_000 + at), {}));
    await Promise.all([...ours, b.blobs.send('other', payload(2_000_000), {})]);
    equal(count, 12);
    settled();
  });

  it('is refused where it is declined, and where nobody listens', async () => {
    equal(await code(a.blobs.send('other', new Blob(['x']), {})), 'refused', 'nobody listens:');
    b.inbox.on('blob', () => undefined);
    equal(await code(a.blobs.send('other', payload(LARGE), {})), 'refused', 'nobody is asked:');
    b.inbox.once('blob-offered', ({ offer }) => offer.decline());
    const failed = event(b, 'blob-failed');
    equal(await code(a.blobs.send('other', payload(LARGE), {})), 'refused', 'declined:');
    equal((await failed).err.code, 'refused');
    settled();
  });

  it('is aborted by its sender at both ends, and another goes through after it', async () => {
    welcoming(b);
    const abort = new AbortController();
    const failed = event(b, 'blob-failed');
    const reason = new Error('enough');
    const sending = a.blobs.send('other', payload(LARGE), {
      signal: abort.signal,
      onProgress: () => abort.abort(reason),
    });
    const err = await rejects(sending, 'BlobTransferError');
    deepEqual([(err as BlobTransferError).code, err.cause === reason], ['aborted', true]);
    equal((await failed).err.code, 'aborted');
    settled();
    await a.blobs.send('other', new Blob(['next']), {});
  });

  it('is aborted before it began', async () => {
    equal(await code(a.blobs.send('other', new Blob(['x']), { signal: AbortSignal.abort() })), 'aborted');
    equal(a.connections.length, 0);
    const abort = new AbortController();
    const sending = a.blobs.send('other', new Blob(['x']), { signal: abort.signal });
    abort.abort();
    equal(await code(sending), 'aborted');
  });

  it('is ended midway by its receiver', async () => {
    b.inbox.on('blob', () => undefined);
    b.inbox.on('blob-offered', ({ offer }) => {
      b.inbox.once('blob-progress', () => offer.decline());
      offer.accept();
    });
    const failed = event(b, 'blob-failed');
    equal(await code(a.blobs.send('other', payload(LARGE), {})), 'refused');
    equal((await failed).err.code, 'refused');
    settled();
  });

  for (const [what, lose] of [
    ['closes', (at: End) => at.link.close()],
    ['is replaced', (at: End) => at.link.replaceConnection()],
    ['loses its blob channel', (at: End) => at.channels[1]?.close()],
  ] as const) {
    it(`tells both ends when the link ${what}`, async () => {
      welcoming(b);
      const failed = event(b, 'blob-failed');
      const sending = a.blobs.send('other', payload(LARGE), {});
      b.inbox.once('blob-progress', () => lose(b));
      equal(await code(sending), 'link_lost');
      equal((await failed).err.code, 'link_lost');
      settled();
    });
  }

  it('tells both ends when the link closes before the receiver has decided', async () => {
    b.inbox.on('blob', () => undefined);
    const offered = event(b, 'blob-offered');
    const failed = event(b, 'blob-failed');
    const sending = a.blobs.send('other', payload(LARGE), {});
    await offered;
    a.link.replaceConnection();
    equal(await code(sending), 'link_lost');
    equal((await failed).err.code, 'link_lost');
    settled();
  });
});
