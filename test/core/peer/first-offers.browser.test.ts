import { afterEach, describe, equal, it, ok } from '../../helpers/bdd.ts';
import { linkPair, type End, type LinkPair } from './link-pair.ts';

const PATIENCE = 15_000;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function video(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d');
  return track(canvas.captureStream(5).getVideoTracks());
}

function audio(): MediaStreamTrack {
  const context = new AudioContext();
  cleanups.push(() => void context.close());
  return track(context.createMediaStreamDestination().stream.getAudioTracks());
}

function track([first]: MediaStreamTrack[]): MediaStreamTrack {
  if (!first) throw new Error('there is no track');
  cleanups.push(() => first.stop());
  return first;
}

const KINDS = { audio, video };
type Kind = keyof typeof KINDS;

function add(end: End, kinds: readonly Kind[]): void {
  for (const kind of kinds) {
    const made = KINDS[kind]();
    end.tracks.add(made, { stream: new MediaStream([made]), metadata: undefined });
    end.link.attach(made);
  }
}

/** Resolves once the condition holds; re-examined at every turn of the event loop that a timer makes. */
async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Both sides make their first offer in the same moment; `a` may have had tracks before, which it sends too. */
async function collide(pair: LinkPair, ofA: readonly Kind[], ofB: readonly Kind[]): Promise<void> {
  const { a, b } = pair;
  const ofAInAll = a.tracks.size + ofA.length;
  const got = { a: 0, b: 0 };
  const errors: string[] = [];
  const changes: string[] = [];
  a.link
    .on('track', () => (got.a += 1))
    .on('negotiation-error', ({ err }) => errors.push(`a ${err.message}`));
  b.link
    .on('track', () => (got.b += 1))
    .on('negotiation-error', ({ err }) => errors.push(`b ${err.message}`));
  add(a, ofA);
  add(b, ofB);
  await until(() => a.link.sideReady && b.link.sideReady, 'the side channel is up');
  await until(() => got.a >= ofB.length && got.b >= ofAInAll, 'every track arrives');
  for (const [name, { connections }] of Object.entries({ a, b })) {
    const connection = connections.at(-1);
    connection?.addEventListener('signalingstatechange', () =>
      changes.push(`${name} ${connection.signalingState}`),
    );
  }
  // A few messages each way, as a measure of time: without end, a negotiation takes a few milliseconds.
  for (let n = 0; n < 100; n += 1) {
    const echo = new Promise((resolve) => b.link.once('side', resolve));
    a.link.sendSide({ t: 'offline' });
    await echo;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  ok(changes.length <= 6, `still negotiating: ${changes.length} changes ${changes.slice(-4).join()}`);
  equal(errors.join(), '');
}

const MIXES: readonly (readonly [readonly Kind[], readonly Kind[]])[] = [
  [['video'], ['audio', 'video']],
  [['audio', 'video'], ['video']],
  [['video'], ['audio']],
  [['audio'], ['video']],
  [['video'], ['video']],
  [
    ['audio', 'video'],
    ['audio', 'video'],
  ],
];

describe('first offers that meet', () => {
  for (const [ofA, ofB] of MIXES) {
    it(`${ofA.join(' and ')} against ${ofB.join(' and ')}`, async () => {
      const pair = linkPair();
      cleanups.push(() => pair.close());
      await collide(pair, ofA, ofB);
    });
  }
});

describe('offers that meet after one side came back to a stranger', () => {
  for (const aIsPolite of [true, false]) {
    it(`are settled by who gives way now, where it was ${aIsPolite ? 'the one' : 'the other'} of them before`, async () => {
      const pair = linkPair({ aIsPolite });
      cleanups.push(() => pair.close());
      await collide(pair, ['audio', 'video'], ['audio']);
      pair.meetAnew();
      await collide(pair, [], ['video']);
    });
  }
});

describe('one who was there first, and one who comes', () => {
  function begin(
    first: End,
    ofFirst: readonly Kind[],
    second: End,
    ofSecond: readonly Kind[],
    withinMs?: number,
  ): void {
    first.link.letThemOffer(withinMs);
    for (const [{ tracks, link }, kinds] of [
      [first, ofFirst],
      [second, ofSecond],
    ] as const) {
      for (const kind of kinds) {
        const made = KINDS[kind]();
        tracks.add(made, { stream: new MediaStream([made]), metadata: undefined });
      }
      link.start();
    }
  }
  const described = ({ connections }: End): string =>
    connections.map(({ localDescription }) => localDescription?.type).join();

  for (const who of ['polite', 'impolite'] as const) {
    it(`make one offer: the first one answers it, if ${who}`, async () => {
      const pair = linkPair();
      cleanups.push(() => pair.close());
      const { a, b } = pair;
      const [first, second] = who === 'polite' ? [a, b] : [b, a];
      const got = { first: 0, second: 0 };
      first.link.on('track', () => (got.first += 1));
      second.link.on('track', () => (got.second += 1));
      begin(first, ['audio', 'video'], second, ['audio', 'video'], PATIENCE);
      await until(() => first.link.sideReady && second.link.sideReady, 'the side channel is up');
      await until(() => got.first === 2 && got.second === 2, 'every track arrives');
      equal(described(first), 'answer');
      equal(described(second), 'offer');
    });
  }

  it('send all there is, also what the newcomer’s offer had no room for', async () => {
    const pair = linkPair();
    cleanups.push(() => pair.close());
    const { a, b } = pair;
    const got = { a: 0, b: 0 };
    a.link.on('track', () => (got.a += 1));
    b.link.on('track', () => (got.b += 1));
    begin(a, ['audio', 'video'], b, ['audio']);
    await until(() => got.a === 1 && got.b === 2, 'every track arrives');
    equal(got.a, 1);
  });

  it('do not wait for an offer that never comes', async () => {
    const pair = linkPair();
    cleanups.push(() => pair.close());
    const { a, b } = pair;
    let got = 0;
    b.link.on('track', () => (got += 1));
    begin(a, ['video'], b, []);
    await until(() => got === 1, 'the track arrives');
    await until(() => described(b) === 'answer', 'the other one answers');
    equal(described(a), 'offer');
  });
});
