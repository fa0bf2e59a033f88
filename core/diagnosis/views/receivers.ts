import type { StatsEntry, TrackTrace, Trace } from '../../recorder/trace.ts';
import { FLOW, FRESH, PLAIN_FRAME_BYTES } from '../thresholds.ts';
import { eventsOf, type ConnectionView } from './connections.ts';
import { entriesOf, numberOf, rise, riseSince, riseWithin, textOf } from './samples.ts';

/** A video section on which we receive, over a connection that is connected. */
export interface ReceiverView {
  readonly connection: ConnectionView;
  readonly track: TrackTrace | undefined;
  readonly subject: { readonly id: string; readonly label?: string | undefined };
  /** Everything this is about, for what explains what. */
  readonly about: readonly string[];
  /** Since when pictures could have come. */
  readonly since: number;
  /** Its inbound-rtp of the last sample; absent until the first packet in some browsers. */
  readonly inbound: StatsEntry | undefined;
  readonly total: (field: string) => number | undefined;
  /** By how much a counter rose in the last three seconds of sampling. */
  readonly rose: (field: string, ms?: number) => number | undefined;
  /** The same of what the sender says that it sent, and of the time at which it said so. */
  readonly senderRose: (field: string, ms?: number) => number | undefined;
  /**
   * The same between reports that came within that time. What rose up to the first of them may have arrived before: on a
   * busy machine reports come late, and far apart.
   */
  readonly senderRoseWithin: (field: string) => number | undefined;
  /** Frames that came since one was decoded for the last time, as far back as there are samples. */
  readonly waitingFrames: () => number;
}

export function viewReceivers(trace: Trace, connections: readonly ConnectionView[]): readonly ReceiverView[] {
  return connections.flatMap((connection) => receiversOf(trace, connection));
}

function receiversOf(trace: Trace, connection: ConnectionView): readonly ReceiverView[] {
  const { connectedAt, negotiated } = connection;
  const sample = connection.trace.samples.at(-1);
  // The other side's goodbye ends what it sends before the connection's state does.
  if (connectedAt === undefined || connection.dtls === 'closed' || !sample || trace.until - sample.at > FRESH)
    return [];
  const inbound = entriesOf(sample, 'inbound-rtp').filter(([, entry]) => kindOf(entry) === 'video');
  const began = eventsOf(connection.trace, 'track');
  const sections = negotiated?.local.filter((section) => {
    const other = negotiated.remote.find(({ mid }) => mid === section.mid);
    return (
      section.kind === 'video' &&
      !section.rejected &&
      section.receives &&
      other &&
      !other.rejected &&
      other.sends
    );
  });
  // A dump may lack the descriptions: then whatever is counted is received.
  const mids = sections?.map(({ mid }) => mid) ?? inbound.map(([, entry]) => textOf(entry, 'mid') ?? '');
  return mids.map((mid, index) => {
    const event = began.findLast((candidate) => candidate.mid === mid);
    const found = event && trace.tracks.find(({ id }) => id === event.track);
    const [id = '', entry] =
      inbound.find(([, stats]) => textOf(stats, 'mid') === mid) ??
      inbound.find(([, stats]) => textOf(stats, 'trackIdentifier') === (found?.browserId ?? '?')) ??
      (sections ? [] : (inbound[index] ?? []));
    const track = found ?? trackNamed(trace, connection, textOf(entry, 'trackIdentifier'));
    const remote = textOf(entry, 'remoteId') ?? '';
    return {
      connection,
      track,
      subject: { id: track?.id ?? `${connection.subject.id}/${mid}`, label: connection.subject.label },
      about: [connection.trace.id, connection.subject.id, ...(track ? [track.id] : [])],
      since: Math.max(connectedAt, event?.at ?? negotiated?.at ?? 0),
      inbound: entry,
      total: (field) => numberOf(entry, field),
      rose: (field, ms = FLOW) => rise(connection.trace, id, field, ms),
      senderRose: (field, ms = FLOW) => rise(connection.trace, remote, field, ms),
      senderRoseWithin: (field) => riseWithin(connection.trace, remote, field),
      waitingFrames: () => riseSince(connection.trace, id, 'framesReceived', 'framesDecoded') ?? 0,
    };
  });
}

/** Old Firefox says `mediaType` alone. */
const kindOf = (entry: StatsEntry): string | undefined => textOf(entry, 'kind') ?? textOf(entry, 'mediaType');

const trackNamed = (
  { tracks }: Trace,
  connection: ConnectionView,
  browserId: string | undefined,
): TrackTrace | undefined =>
  tracks.findLast((track) => track.browserId === browserId && track.connection === connection.trace.id);

/** Pictures come out of the decoder. */
export const framesFlow = (receiver: ReceiverView): boolean => (receiver.rose('framesDecoded') ?? 0) > 0;

/** So little data that the picture may be black: a reason to look, and no proof. */
export function looksPlain(receiver: ReceiverView): boolean {
  const frames = receiver.rose('framesDecoded') ?? 0;
  return frames > 0 && (receiver.rose('bytesReceived') ?? Infinity) / frames < PLAIN_FRAME_BYTES;
}
