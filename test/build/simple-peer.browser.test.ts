import { SimplePeerTransport } from '../../core/peer/simple-peer-transport.ts';
import { afterEach, beforeEach, describe, equal, it, next, ok, rejects } from '../helpers/bdd.ts';

interface Side {
  readonly pc: RTCPeerConnection;
  readonly transport: SimplePeerTransport;
}

const opened: Side[] = [];

function side(): Side {
  const pc = new RTCPeerConnection({ iceServers: [] });
  const made = { pc, transport: new SimplePeerTransport(pc, true) };
  opened.push(made);
  return made;
}

/** With every candidate in it. */
async function description({ pc }: Side): Promise<string> {
  if (pc.iceGatheringState !== 'complete')
    await next(pc, 'icegatheringstatechange', () => pc.iceGatheringState === 'complete');
  return pc.localDescription?.sdp ?? '';
}

async function negotiate(from: Side, to: Side): Promise<void> {
  equal((await from.transport.makeOffer()).type, 'offer');
  equal((await to.transport.acceptOffer(await description(from))).type, 'answer');
  await from.transport.acceptAnswer(await description(to));
  equal(from.pc.signalingState, 'stable');
  equal(to.pc.signalingState, 'stable');
}

function channelOf({ transport }: Side): RTCDataChannel {
  ok(transport.channel);
  return transport.channel;
}

const isOpen = async (one: Side): Promise<unknown> =>
  channelOf(one).readyState === 'open' || next(channelOf(one), 'open');

// The bundled simple-peer lacks what nothing is to reach behind the facade: reaching it would throw.
describe('simple-peer as it is bundled', () => {
  const thrown: unknown[] = [];
  const onError = (event: ErrorEvent): unknown => thrown.push(event.message);
  const onRejection = (event: PromiseRejectionEvent): unknown => thrown.push(String(event.reason));

  beforeEach(() => {
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
  });

  afterEach(() => {
    for (const { pc, transport } of opened.splice(0)) {
      transport.destroy();
      pc.close();
    }
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
    equal(thrown.splice(0).join(), '');
  });

  it('connects, and leaves the channel to its owner', async () => {
    const a = side();
    const b = side();
    await negotiate(a, b);
    await Promise.all([isOpen(a), isOpen(b)]);
    const toB = next<MessageEvent<string>>(channelOf(b), 'message');
    channelOf(a).send('hello');
    equal((await toB).data, 'hello');
    const toA = next<MessageEvent<ArrayBuffer>>(channelOf(a), 'message');
    channelOf(a).binaryType = 'arraybuffer';
    channelOf(b).send(new Uint8Array([1, 2, 255]));
    equal([...new Uint8Array((await toA).data)].join(), '1,2,255');
  });

  it('offers from either side, time and again', async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    const [first, second] = stream.getTracks();
    ok(first && second);
    const a = side();
    const b = side();
    await negotiate(a, b);
    a.pc.addTrack(first, stream);
    const atB = next<RTCTrackEvent>(b.pc, 'track');
    await negotiate(a, b);
    equal((await atB).track.kind, first.kind);
    b.pc.addTrack(second, stream);
    const atA = next<RTCTrackEvent>(a.pc, 'track');
    await negotiate(b, a);
    equal((await atA).track.kind, second.kind);
    const [sender] = a.pc.getSenders();
    ok(sender);
    a.pc.removeTrack(sender);
    await negotiate(a, b);
    for (const track of stream.getTracks()) track.stop();
  });

  it('answers an offer while its own is out', async () => {
    const a = side();
    const b = side();
    await b.transport.makeOffer();
    await negotiate(a, b);
    await Promise.all([isOpen(a), isOpen(b)]);
  });

  it('rejects a description that is none, and goes on', async () => {
    const a = side();
    const b = side();
    const err = await a.transport.acceptOffer('nonsense').then(
      () => null,
      (reason: unknown) => reason,
    );
    ok(err instanceof DOMException || err instanceof Error, 'nothing was rejected');
    await negotiate(a, b);
    await Promise.all([isOpen(a), isOpen(b)]);
  });

  it('ends what is under way and its channel when destroyed, and not the connection', async () => {
    const a = side();
    const b = side();
    await negotiate(a, b);
    await Promise.all([isOpen(a), isOpen(b)]);
    const closed = next(channelOf(b), 'close');
    const offer = a.transport.makeOffer();
    a.transport.destroy();
    a.transport.destroy();
    await rejects(offer, 'TransportClosedError');
    await closed;
    ok(a.pc.connectionState !== 'closed', 'the connection was closed');
    await rejects(a.transport.makeOffer(), 'TransportClosedError');
  });

  it('is not shaken by the other side going away', async () => {
    const a = side();
    const b = side();
    await negotiate(a, b);
    await Promise.all([isOpen(a), isOpen(b)]);
    const closed = next(channelOf(a), 'close');
    b.pc.close();
    await closed;
    equal((await a.transport.makeOffer()).type, 'offer');
  });
});
