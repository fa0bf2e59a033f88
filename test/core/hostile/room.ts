import { MeteredPeer, NoopLogger, type MeteredPeerEventMap } from '../../../core/index.ts';
import { FakeConnection, FakeTrack } from '../../parity/fakes.ts';
import { settle } from '../../parity/observe.ts';
import { Wire } from '../../parity/wire.ts';

export type Message = Readonly<Record<string, unknown>>;

/** The other end of one side channel: whoever holds it may say what they like. */
export class SideEnd extends EventTarget {
  readyState: RTCDataChannelState = 'open';
  readonly bufferedAmount = 0;
  binaryType = 'arraybuffer';
  bufferedAmountLowThreshold = 0;
  readonly label: string;
  readonly heard: Record<string, unknown>[] = [];

  constructor(label: string) {
    super();
    this.label = label;
  }

  send(text: unknown): void {
    if (typeof text === 'string') this.heard.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 'closed';
  }

  say(message: Message | string | ArrayBuffer): void {
    const data =
      typeof message === 'string' || message instanceof ArrayBuffer ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  of(type: string): Record<string, unknown>[] {
    return this.heard.filter(({ t }) => t === type);
  }
}

/** A connection that is up, to a peer that has one of these fingerprints at either end. */
class LivingConnection extends FakeConnection {
  override connectionState: RTCPeerConnectionState = 'connected';
  override localDescription: RTCSessionDescription;
  readonly #local: string;
  override remoteDescription: RTCSessionDescription;
  readonly ends: SideEnd[] = [];

  constructor(config: RTCConfiguration, local: string, remote: string) {
    super(config);
    this.#local = local;
    this.localDescription = describe('offer', local);
    this.remoteDescription = describe('answer', remote);
  }

  override setLocalDescription(description?: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = describe(description?.type === 'answer' ? 'answer' : 'offer', this.#local);
    return Promise.resolve();
  }

  override setRemoteDescription(description?: RTCSessionDescriptionInit): Promise<void> {
    if (description) this.remoteDescription = description as RTCSessionDescription;
    return Promise.resolve();
  }

  override createDataChannel(label = ''): never {
    const end = new SideEnd(label);
    this.ends.push(end);
    return end as never;
  }
}

function describe(type: 'offer' | 'answer', fingerprint: string): RTCSessionDescription {
  return { type, sdp: `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\n` } as RTCSessionDescription;
}

export const HELLO = { t: 'hello', version: 1, capabilities: ['health', 'outage'] };

export interface Room {
  readonly peer: MeteredPeer;
  readonly wire: Wire;
  readonly data: MeteredPeerEventMap['data'][];
  readonly left: string[];
  readonly errors: Error[];
  /** What one of the others says and hears over its side channel. */
  side(id: string): SideEnd;
  /** What the connection to one of the others was last told of the other end. */
  describedBy(id: string): string;
  ids(): string[];
  /** Sent to that id by way of the server, signals left out. */
  sentTo(id: string): unknown[];
  /** The path to one of the others is lost. */
  lose(id: string): void;
  /** Ours goes away, and comes back under this id with this roster. */
  offline(): Promise<void>;
  online(id: string, roster: readonly string[]): Promise<void>;
}

/** Our own peer `me` in a call with others of this engine, whose ends the test holds. Time is the test's. */
export async function inRoomWith(
  others: readonly string[],
  pass: (ms: number) => Promise<void>,
): Promise<Room> {
  const wire = new Wire();
  const connections: LivingConnection[] = [];
  const peer = new MeteredPeer({
    apiKey: 'pk_live_test',
    webSocketFactory: wire.factory,
    rtcPeerConnectionFactory: (config) => {
      const index = connections.length;
      const connection = new LivingConnection(config, `here:${index}`, `there:${index}`);
      // Nobody is at the other end of those that come later.
      if (index < others.length) connections.push(connection);
      else connection.connectionState = 'connecting';
      return connection.like;
    },
    logger: NoopLogger,
  });
  const data: MeteredPeerEventMap['data'][] = [];
  const left: string[] = [];
  const errors: Error[] = [];
  peer
    .on('data', (payload) => data.push(payload))
    .on('peer-left', ({ peer: remote }) => left.push(remote.id))
    .on('error', ({ err }) => errors.push(err));
  peer.addTrack(new FakeTrack('v1').like);
  await peer.join('room');
  wire.presence('room', ['me', ...others]);
  for (const connection of connections) connection.dispatch('negotiationneeded');
  await settle();

  const side = (id: string): SideEnd => {
    const end = connections[others.indexOf(id)]?.ends.at(-1);
    if (!end) throw new Error(`${id} has no side channel`);
    return end;
  };
  for (const id of others) {
    side(id).dispatchEvent(new Event('open'));
    side(id).say(HELLO);
  }
  for (const connection of connections) connection.dispatch('connectionstatechange');
  await settle();

  return {
    peer,
    wire,
    data,
    left,
    errors,
    side,
    describedBy: (id) => connections[others.indexOf(id)]?.remoteDescription.sdp ?? '',
    ids: () => peer.remotePeers.map((remote) => remote.id),
    sentTo: (id) =>
      wire.sockets
        .flatMap((socket) => socket.of('send'))
        .filter((frame) => frame['to'] === id)
        .map((frame) => frame['data'])
        .filter((payload) => !/^rtc-/.test(String((payload as Message | null)?.['type']))),
    lose(id) {
      const connection = connections[others.indexOf(id)];
      if (!connection) throw new Error(`${id} has no connection`);
      connection.connectionState = 'failed';
      connection.dispatch('connectionstatechange');
    },
    async offline() {
      wire.options = { ...wire.options, welcome: false };
      wire.socket.drop(1006);
      await settle();
    },
    async online(id, roster) {
      wire.options = { peerId: id };
      // The attempt that hangs runs out, and another is made.
      for (let seconds = 0; wire.socket.readyState !== 1 && seconds < 20; seconds += 1) await pass(1_000);
      await settle();
      wire.presence('room', roster);
      await settle();
    },
  };
}

/** What a peer of this engine answers when we change our route, so that messages go over its side channel. */
export async function agreeOnRoute(end: SideEnd): Promise<void> {
  for (const { e } of end.of('route')) end.say({ t: 'route-ack', e, mark: null, had: 0, digest: 0 });
  await settle();
}
