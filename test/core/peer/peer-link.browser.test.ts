import { LocalTracks } from '../../../core/peer/local-tracks.ts';
import { PeerLink } from '../../../core/peer/peer-link.ts';
import type { PeerLinkEventMap } from '../../../core/peer/peer-link-events.ts';
import type { RtcSignal, TrackMetadataMessage } from '../../../core/protocol/frames.ts';
import { parseSignal } from '../../../core/protocol/signals.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { afterEach, describe, equal, it, ok } from '../../helpers/bdd.ts';
import { movingStream } from '../../helpers/page/moving-stream.ts';

type Payload = RtcSignal | TrackMetadataMessage;

interface Side {
  readonly link: PeerLink;
  readonly tracks: LocalTracks;
  readonly seen: PeerLinkEventMap['track'][];
  readonly sent: Payload[];
  readonly errors: Error[];
  readonly connections: RTCPeerConnection[];
  readonly hello: Promise<unknown>;
}

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function stream(): MediaStream {
  const moving = movingStream();
  cleanups.push(() => moving.stop());
  return moving.stream;
}

/** Resolves once the condition holds; re-examined at every turn of the event loop that a timer makes. */
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Wire {
  /** Keeps what is sent from now on, until it is released in order. */
  hold(): void;
  /** What was kept never arrives. */
  lose(): void;
  release(): void;
  /** From now on the server refuses what the first sends, with this code; null: it carries it again. */
  refuseFirst(code: string | null): void;
  /** Puts a side that knows nothing in the place of the first; the old one hears and says no more. */
  renewFirst(): Side;
}

/** Two links joined by a wire that delivers in order, one macrotask later. */
function pair(): [Side, Side, Wire] {
  const sides: Side[] = [];
  let held: (() => void)[] | null = null;
  let refusal: string | null = null;
  const make = (index: number): Side => {
    const tracks = new LocalTracks();
    const sent: Payload[] = [];
    const connections: RTCPeerConnection[] = [];
    const link = new PeerLink({
      polite: index === 0,
      tracks,
      createConnection: (config) => {
        const pc = new RTCPeerConnection(config);
        connections.push(pc);
        return pc;
      },
      iceServers: () => [],
      reachable: () => true,
      profile: () => ({ hello: { displayName: `side ${index}` }, health: null }),
      send: (payload) => {
        sent.push(payload);
        const text = JSON.stringify(payload);
        const arrive = (): void => deliver(sides[1 - index], text);
        if (sides[index]?.link !== link) return Promise.resolve();
        if (index === 0 && refusal !== null)
          return Promise.reject(Object.assign(new Error('refused'), { name: refusal }));
        if (held) held.push(arrive);
        else setTimeout(arrive);
        return Promise.resolve();
      },
      logger: NoopLogger,
    });
    const seen: PeerLinkEventMap['track'][] = [];
    const errors: Error[] = [];
    link.on('track', (ev) => seen.push(ev)).on('negotiation-error', ({ err }) => errors.push(err));
    const hello = new Promise((resolve) => link.once('hello', ({ hello }) => resolve(hello)));
    cleanups.push(() => link.close());
    return { link, tracks, seen, sent, errors, connections, hello };
  };
  const first = make(0);
  const second = make(1);
  sides.push(first, second);
  const wire: Wire = {
    hold: () => (held = []),
    lose: () => (held = null),
    release() {
      for (const arrive of held ?? []) setTimeout(arrive);
      held = null;
    },
    refuseFirst: (code) => (refusal = code),
    renewFirst: () => (sides[0] = make(0)),
  };
  return [first, second, wire];
}

function deliver(to: Side | undefined, text: string): void {
  const parsed = parseSignal(JSON.parse(text));
  if (!to) return;
  if (parsed.kind === 'signal') to.link.handleSignal(parsed.signal);
  else if (parsed.kind === 'track-metadata') to.link.remoteTrackMetadata(parsed.trackId, parsed.metadata);
}

function add(side: Side, name: string): MediaStream {
  const added = stream();
  for (const track of added.getTracks()) {
    side.tracks.add(track, { stream: added, metadata: { name } });
    side.link.attach(track);
  }
  return added;
}

const answersOf = (side: Side): RtcSignal[] =>
  side.sent.flatMap((p) =>
    'type' in p && p.type === 'rtc-description' && p.description.type === 'answer' ? [p] : [],
  );

const offers = (side: Side): number =>
  side.sent.filter((p) => 'type' in p && p.type === 'rtc-description' && p.description.type === 'offer')
    .length;

describe('PeerLink', () => {
  it('asks again where an answer is lost without a trace, and takes none that is for another offer', async () => {
    const [a, b, wire] = pair();
    add(a, 'first');
    await Promise.all([a.hello, b.hello]);
    await until(() => a.connections[0]?.signalingState === 'stable', 'the first exchange');
    wire.hold();
    add(a, 'second');
    await until(() => offers(a) > 1, 'the offer that is lost');
    wire.lose();
    const before = offers(a);
    await until(() => offers(a) > before, 'the same offer again');
    await until(() => b.seen.length === 2, 'the second stream');
    await until(() => answersOf(b).length === 2, 'its answer');
    await until(() => a.connections[0]?.signalingState === 'stable', 'the second exchange');
    // Answered once more, when a third is being offered: the answer is for none that is open.
    const [again] = answersOf(b).slice(-1);
    ok(again);
    wire.hold();
    add(a, 'third');
    await until(() => a.connections[0]?.signalingState === 'have-local-offer', 'the third offer');
    a.link.handleSignal(again);
    wire.release();
    await until(() => b.seen.length === 3, 'the third stream');
    equal([...a.errors, ...b.errors].map(String).join(), '');
  });

  it('says of the first answer on a fresh connection too which offer it is for, to one of ours', async () => {
    const [a, b] = pair();
    add(a, 'kept');
    add(b, 'renewed');
    await Promise.all([a.hello, b.hello]);
    await until(() => a.connections.at(-1)?.connectionState === 'connected', 'the connection');
    const before = answersOf(a).length;
    b.link.replaceConnection();
    await until(() => answersOf(a).length > before, 'the answer to the new connection');
    const first = answersOf(a)[before];
    ok(JSON.stringify(first).includes('a=x-metered-answers:'), 'it is tied');
  });

  it('asks again where the offer on a fresh connection is lost without a trace', async () => {
    const [a, b, wire] = pair();
    add(a, 'kept');
    add(b, 'renewed');
    await Promise.all([a.hello, b.hello]);
    await until(() => a.connections.at(-1)?.connectionState === 'connected', 'the connection');
    const [before, answered] = [offers(b), answersOf(a).length];
    wire.hold();
    b.link.replaceConnection();
    await until(() => offers(b) > before, 'the offer that is lost');
    wire.lose();
    await until(() => answersOf(a).length > answered, 'its answer, once it came again');
    await until(() => b.connections.at(-1)?.connectionState === 'connected', 'the fresh connection');
    equal([...a.errors, ...b.errors].map(String).join(), '');
  });

  it('does not take its offer back for one that it has answered already and that is sent again', async () => {
    const [polite, other, wire] = pair();
    add(other, 'first');
    await Promise.all([polite.hello, other.hello]);
    await until(() => other.connections[0]?.signalingState === 'stable', 'the first exchange');
    const before = answersOf(polite).length;
    add(other, 'second');
    await until(() => answersOf(polite).length > before, 'the second is answered');
    const repeated = JSON.stringify(other.sent.findLast((p) => 'type' in p && p.type === 'rtc-description'));
    await until(() => other.connections[0]?.signalingState === 'stable', 'the answer has come');
    const answers = answersOf(polite).length;
    wire.hold();
    add(polite, 'third');
    await until(() => polite.connections[0]?.signalingState === 'have-local-offer', 'the polite side offers');
    const states: string[] = [];
    const [connection] = polite.connections;
    connection?.addEventListener('signalingstatechange', () => states.push(connection.signalingState));
    deliver(polite, repeated);
    await until(() => answersOf(polite).length > answers, 'the answer is sent again');
    equal(states.join(), '');
    wire.release();
    await until(() => other.seen.length > 0 && connection?.signalingState === 'stable', 'the third arrives');
    equal([...polite.errors, ...other.errors].join(), '');
  });

  it('opens no connection until there is something to send', () => {
    const [a, b] = pair();
    a.link.start();
    equal(a.connections.length + b.connections.length + a.sent.length, 0);
  });

  it('introduces two of our own to each other over the side channel', async () => {
    const [a, b] = pair();
    add(a, 'only');
    equal(((await a.hello) as { displayName: string }).displayName, 'side 1');
    equal(((await b.hello) as { displayName: string }).displayName, 'side 0');
  });

  it('survives 25 rounds of offers that meet, on connections that stay once they carry something', async () => {
    const [a, b] = pair();
    let made: RTCPeerConnection[] = [];
    for (let round = 1; round <= 25; round += 1) {
      const [ofA, ofB] = [add(a, `a${round}`), add(b, `b${round}`)];
      await until(() => a.seen.length >= round && b.seen.length >= round, `the streams of round ${round}`);
      equal(a.seen[round - 1]?.metadata?.['name'], `b${round}`);
      equal(b.seen[round - 1]?.metadata?.['name'], `a${round}`);
      // A first offer that gives way costs its connection; from here on nothing is replaced.
      if (round === 1) made = [...a.connections, ...b.connections];
      for (const [side, gone] of [
        [a, ofA],
        [b, ofB],
      ] as const) {
        for (const track of gone.getTracks()) {
          side.tracks.remove(track);
          side.link.detach(track);
          track.stop();
        }
      }
    }
    await until(
      () => [a, b].every((side) => side.connections.at(-1)?.connectionState === 'connected'),
      'both connections connected',
    );
    const now = [...a.connections, ...b.connections];
    ok(now.length === made.length && now.every((pc, n) => pc === made[n]), 'a connection was replaced');
    equal([...a.errors, ...b.errors].map(String).join(), '', 'errors');
  });

  it('settles with a peer that offers no data section, at whatever moment its offer comes', async () => {
    const [ours] = pair();
    add(ours, 'ours');
    await until(() => offers(ours) === 1, 'our first offer');
    // The other side is a plain connection that offers at the same moment and never gives way.
    const theirs = new RTCPeerConnection();
    cleanups.push(() => theirs.close());
    for (const track of stream().getTracks()) theirs.addTrack(track);
    theirs.onicecandidate = ({ candidate }) =>
      ours.link.handleSignal({ type: 'rtc-ice', candidate: candidate?.toJSON() ?? null });
    await theirs.setLocalDescription();
    const answered = ours.sent.length;
    ours.link.handleSignal({
      type: 'rtc-description',
      description: { type: 'offer', sdp: theirs.localDescription?.sdp ?? '' },
    });
    // It answers whatever comes after its own offer was answered.
    let heard = answered;
    const framesAtTheirs = async (): Promise<number> => {
      while (heard < ours.sent.length) {
        const payload = ours.sent[heard++];
        if (!payload || !('type' in payload)) continue;
        if (payload.type === 'rtc-ice') await theirs.addIceCandidate(payload.candidate ?? undefined);
        else {
          await theirs.setRemoteDescription(payload.description);
          if (payload.description.type === 'answer') continue;
          await theirs.setLocalDescription();
          const sdp = theirs.localDescription?.sdp ?? '';
          ours.link.handleSignal({ type: 'rtc-description', description: { type: 'answer', sdp } });
        }
      }
      const stats = [...(await theirs.getStats()).values()] as { type: string; framesDecoded?: number }[];
      return stats.reduce(
        (sum, { type, framesDecoded = 0 }) => (type === 'inbound-rtp' ? sum + framesDecoded : sum),
        0,
      );
    };
    let frames = 0;
    await until(() => {
      void framesAtTheirs().then((count) => (frames = count));
      return frames >= 10;
    }, 'ten frames at the other side');
    equal(ours.seen.length, 1, 'their track');
    ok(offers(ours) <= 2, `${offers(ours)} offers were made`);
  });

  it('offers no second time what the server refuses to carry, until something changes', async () => {
    const [a, b, wire] = pair();
    add(a, 'first');
    await Promise.all([a.hello, b.hello]);
    await until(() => a.connections[0]?.signalingState === 'stable', 'the first exchange');
    const [pc] = a.connections;
    ok(pc);
    const before = offers(a);
    wire.refuseFirst('action_not_permitted');
    let rolledBack = false;
    pc.addEventListener('signalingstatechange', () => (rolledBack ||= pc.signalingState === 'stable'));
    let asked = 0;
    pc.addEventListener('negotiationneeded', () => (asked += 1));
    add(a, 'second');
    // The browser asks once for the new track, and again because it was rolled back.
    await until(() => rolledBack && asked > 1, 'a rollback, and the wish for another negotiation');
    // An offer that follows from that wish is made before the answer to this.
    await pc.createOffer();
    equal(offers(a) - before, 1);
    wire.refuseFirst(null);
    add(a, 'third');
    await until(() => b.seen.length === 3, 'both streams that were added since');
  });

  it('offers not without end where its first offer is refused and the other side offers', async () => {
    const [a, b, wire] = pair();
    wire.refuseFirst('action_not_permitted');
    add(a, 'ours');
    await until(() => offers(a) === 1, 'the offer that is refused');
    add(b, 'theirs');
    await until(() => a.seen.length === 1, 'what the other side offers');
    // Time enough for twenty more to be made, one after the other.
    const apart = new RTCPeerConnection();
    cleanups.push(() => apart.close());
    apart.createDataChannel('');
    for (let round = 0; round < 20; round += 1) await apart.setLocalDescription(await apart.createOffer());
    ok(offers(a) <= 2, `${offers(a)} offers`);
  });

  it('reports a description that the browser refuses, and goes on', async () => {
    const [a, b] = pair();
    a.link.handleSignal({ type: 'rtc-description', description: { type: 'offer', sdp: 'nonsense' } });
    await until(() => a.errors.length === 1, 'the report');
    add(a, 'after');
    await until(() => b.seen.length === 1, 'a stream after the refusal');
  });

  it('drops an answer that nothing asked for', async () => {
    const [a, b] = pair();
    add(a, 'one');
    await until(() => b.seen.length === 1, 'the stream');
    await until(() => a.connections[0]?.signalingState === 'stable', 'its answer');
    a.link.handleSignal({ type: 'rtc-description', description: { type: 'answer', sdp: 'v=0' } });
    add(b, 'two');
    await until(() => a.seen.length === 1, 'a stream after it');
    equal(a.errors.length, 0);
  });

  it('replaces its connection when the other side comes with a new one', async () => {
    const [a, b] = pair();
    add(a, 'kept');
    add(b, 'renewed');
    await until(() => a.seen.length === 1 && b.seen.length === 1, 'both streams');
    await until(() => a.connections.at(-1)?.connectionState === 'connected', 'the connection');
    const before = a.connections.length;
    b.link.replaceConnection();
    await until(() => a.seen.length === 2 && b.seen.length === 2, 'both streams again');
    equal(a.connections.length, before + 1);
    await until(() => a.connections.at(-1)?.connectionState === 'connected', 'the new connection');
  });

  for (const [what, end] of [
    ['closes', (link: PeerLink) => link.close()],
    ['is replaced', (link: PeerLink) => link.replaceConnection()],
  ] as const) {
    it(`lets go of a track that is being replaced when its connection ${what}`, async () => {
      const [a, b] = pair();
      const [old] = add(a, 'old').getTracks();
      const [next] = stream().getTracks();
      await until(() => b.seen.length === 1, 'the stream');
      ok(old && next, 'tracks');
      const replacing = a.link.replace(old, next).then(() => 'settled');
      end(a.link);
      const never = new Promise((resolve) => setTimeout(() => resolve('never settled'), 10_000));
      equal(await Promise.race([replacing, never]), 'settled');
    });
  }

  it('meets a side that has begun anew while a restart of the old connection crosses its first offer', async () => {
    const [old, b, wire] = pair();
    add(old, 'old');
    add(b, 'kept');
    await Promise.all([old.hello, b.hello]);
    wire.hold();
    const a = wire.renewFirst();
    const before = offers(b);
    (b.link.connection as RTCPeerConnection).restartIce();
    add(a, 'anew');
    await until(() => offers(b) > before && offers(a) === 1, 'two offers');
    wire.release();
    for (const side of [a, b])
      await until(() => side.link.connectionState === 'connected', 'the connection of both');
  });

  it('connects where another has begun a handshake whose answer was lost', async () => {
    const [old, b, wire] = pair();
    wire.hold();
    add(b, 'offered');
    let heard = 0;
    const begun = (): boolean => {
      for (const payload of b.sent.slice(heard)) deliver(old, JSON.stringify(payload));
      heard = b.sent.length;
      // Firefox tells of no handshake before the answer.
      const knows = navigator.userAgent.includes('Firefox/') || b.link.connectionState === 'connecting';
      return answersOf(old).length > 0 && knows;
    };
    await until(begun, 'an answer, and what follows it');
    wire.lose();
    old.link.close();
    const a = wire.renewFirst();
    add(a, 'anew');
    b.link.signallingRestored();
    for (const side of [a, b])
      await until(() => side.link.connectionState === 'connected', 'the connection of both');
    await Promise.all([a.hello, b.hello]);
  });

  it('looks for a path anew that is silent, before the browser gives it up', async () => {
    const [a, b] = pair();
    add(a, 'one');
    await Promise.all([a.hello, b.hello]);
    const [pc] = a.connections;
    ok(pc, 'a connection');
    const before = offers(a);
    Object.defineProperty(pc, 'connectionState', { configurable: true, value: 'disconnected' });
    pc.dispatchEvent(new Event('connectionstatechange'));
    await until(() => offers(a) > before, 'another offer');
  });

  it('sends a key frame once a lost path is back, without being asked', async () => {
    const [a, b] = pair();
    add(a, 'one');
    await until(() => b.seen.length === 1 && a.link.connectionState === 'connected', 'the connection');
    const shown = document.createElement('video');
    Object.assign(shown, { muted: true, autoplay: true, srcObject: b.seen[0]?.streams[0] });
    document.body.append(shown);
    cleanups.push(() => shown.remove());
    const [sending, receiving] = [a.connections[0], b.connections[0]];
    ok(sending && receiving, 'both connections');
    const decoded = async (what: 'framesDecoded' | 'keyFramesDecoded'): Promise<number> => {
      const stats = [...(await receiving.getStats()).values()] as RTCInboundRtpStreamStats[];
      return stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.[what] ?? 0;
    };
    await until(async () => (await decoded('framesDecoded')) > 5, 'a picture');
    const keyFrames = await decoded('keyFramesDecoded');
    for (const value of ['disconnected', 'connected']) {
      Object.defineProperty(sending, 'connectionState', { configurable: true, value });
      sending.dispatchEvent(new Event('connectionstatechange'));
    }
    await until(async () => (await decoded('keyFramesDecoded')) > keyFrames, 'another key frame');
    const frames = await decoded('framesDecoded');
    await until(async () => (await decoded('framesDecoded')) > frames + 5, 'a picture that goes on');
  });

  it('looks for a path anew where the network has changed, and only there, when the server is back', async () => {
    const [a, b] = pair();
    add(a, 'one');
    await Promise.all([a.hello, b.hello]);
    await until(() => a.link.connectionState === 'connected', 'the connection');
    const before = offers(a);
    a.link.signallingRestored();
    add(a, 'two');
    await until(() => b.seen.length === 2, 'what was added');
    await until(() => a.connections[0]?.signalingState === 'stable', 'its answer');
    equal(offers(a), before + 1);
    a.link.networkChanged();
    a.link.signallingRestored();
    await until(() => offers(a) === before + 2, 'another offer');
  });

  it('shares what it is asked to while a section that the other side left is on its way out', async () => {
    const [a, b] = pair();
    add(a, 'camera');
    add(b, 'camera');
    await until(() => a.seen.length === 1 && b.seen.length === 1, 'both cameras');
    for (let round = 1; round <= 2; round += 1) {
      const [shared] = add(a, 'screen').getTracks();
      ok(shared, 'a track');
      await until(() => b.seen.length === 1 + round, 'the screen');
      const gone = new Promise((resolve) => b.link.once('stream-removed', resolve));
      a.tracks.remove(shared);
      a.link.detach(shared);
      await gone;
      await until(() => b.connections.at(-1)?.signalingState === 'stable', 'the answer to that');
      add(b, 'screen');
      add(b, 'another');
      await until(() => a.seen.length === 1 + 2 * round, 'both of the other side');
      await until(() => a.connections.at(-1)?.signalingState === 'stable', 'rest');
    }
  });

  it('is not held up by what never settles on a connection that was closed', async () => {
    const [a, b] = pair();
    add(a, 'kept');
    add(b, 'renewed');
    await until(() => a.seen.length === 1 && b.seen.length === 1, 'both streams');
    const before = b.connections.at(-1);
    ok(before, 'a connection');
    // As Chromium leaves it where the connection closes meanwhile.
    let asked = false;
    before.addIceCandidate = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    b.link.handleSignal({ type: 'rtc-ice', candidate: { candidate: '', sdpMid: '0' } });
    await until(() => asked, 'the call that never settles');
    b.link.replaceConnection();
    await until(() => a.seen.length >= 2 && b.seen.length >= 2, 'both streams again');
  });

  it('leaves nothing open after close()', async () => {
    const [a, b] = pair();
    add(a, 'one');
    await until(() => b.connections[0]?.connectionState === 'connected', 'the connection');
    a.link.close();
    b.link.close();
    equal([...a.connections, ...b.connections].map((pc) => pc.connectionState).join(), 'closed,closed');
  });
});
