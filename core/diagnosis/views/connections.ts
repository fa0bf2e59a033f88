import type {
  ConnectionEvent,
  ConnectionTrace,
  PeerTrace,
  StatsEntry,
  StatsSample,
  Trace,
} from '../../recorder/trace.ts';
import { negotiated, type Negotiated } from './sections.ts';
import { entriesOf, numberOf, textOf } from './samples.ts';

/** An open connection as it stands at the end of the trace. */
export interface ConnectionView {
  readonly trace: ConnectionTrace;
  readonly peer: PeerTrace | undefined;
  readonly subject: { readonly id: string; readonly label?: string | undefined };
  readonly state: RTCPeerConnectionState;
  readonly ice: RTCIceConnectionState;
  readonly signaling: RTCSignalingState;
  /** When each of them began. */
  readonly stateSince: number;
  readonly signalingSince: number;
  /** Since when it has been connected; undefined while it is not. */
  readonly connectedAt: number | undefined;
  readonly wasConnected: boolean;
  readonly negotiated: Negotiated | undefined;
  /** `new`, `connecting`, `connected`, `closed`, `failed`; undefined where the browser does not tell. */
  readonly dtls: string | undefined;
  /** The candidate pair in use. */
  readonly pair: StatsEntry | undefined;
}

export type LogOf<T extends ConnectionEvent['type']> = ConnectionEvent & { type: T };

export const eventsOf = <T extends ConnectionEvent['type']>(
  connection: ConnectionTrace,
  type: T,
): LogOf<T>[] => connection.log.filter((event): event is LogOf<T> => event.type === type);

export function viewConnections(trace: Trace): readonly ConnectionView[] {
  return trace.connections.filter(({ closedAt }) => closedAt === undefined).map((c) => view(c, trace.peers));
}

function view(trace: ConnectionTrace, peers: readonly PeerTrace[]): ConnectionView {
  const states = eventsOf(trace, 'connection-state');
  const signaling = eventsOf(trace, 'signaling-state').at(-1);
  const state = states.at(-1);
  const peer = peers.findLast(({ id }) => id === trace.peer);
  const sample = trace.samples.at(-1);
  return {
    trace,
    peer,
    subject: { id: trace.peer ?? trace.id, label: peer?.label },
    state: state?.state ?? 'new',
    ice: eventsOf(trace, 'ice-state').at(-1)?.state ?? 'new',
    signaling: signaling?.state ?? 'stable',
    stateSince: state?.at ?? trace.createdAt,
    signalingSince: signaling?.at ?? trace.createdAt,
    connectedAt: state?.state === 'connected' ? state.at : undefined,
    wasConnected: states.some((event) => event.state === 'connected'),
    negotiated: negotiated(trace),
    dtls: dtlsOf(sample),
    pair: pairInUse(trace, -1),
  };
}

export const dtlsOf = (sample: StatsSample | undefined): string | undefined =>
  textOf(entriesOf(sample, 'transport')[0]?.[1], 'dtlsState');

/** Chromium names the pair in the transport's entry, Firefox marks the pair. */
export function pairInUse({ samples }: ConnectionTrace, index: number): StatsEntry | undefined {
  const sample = samples.at(index);
  const named = entriesOf(sample, 'transport')
    .map(([, entry]) => textOf(entry, 'selectedCandidatePairId'))
    .find((id) => id !== undefined);
  if (named !== undefined) return sample?.stats[named];
  const pairs = entriesOf(sample, 'candidate-pair').map(([, entry]) => entry);
  const nominated = pairs.filter((pair) => pair['nominated'] === true && pair['state'] === 'succeeded');
  return pairs.find((pair) => pair['selected'] === true) ?? nominated.sort(byTraffic)[0];
}

const byTraffic = (a: StatsEntry, b: StatsEntry): number =>
  (numberOf(b, 'lastPacketReceivedTimestamp') ?? 0) - (numberOf(a, 'lastPacketReceivedTimestamp') ?? 0);

/** `host`, `srflx`, `prflx` or `relay` of both ends of a pair. */
export function pairTypes(
  { samples }: ConnectionTrace,
  pair: StatsEntry | undefined,
  index = -1,
): readonly (string | undefined)[] {
  const stats = samples.at(index)?.stats ?? {};
  return ['localCandidateId', 'remoteCandidateId'].map((field) =>
    textOf(stats[textOf(pair, field) ?? ''], 'candidateType'),
  );
}
