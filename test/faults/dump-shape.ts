export interface ChromeDump {
  readonly getUserMedia: readonly object[];
  readonly PeerConnections: Readonly<Record<string, ChromeConnection>>;
}

interface ChromeConnection {
  readonly url: string;
  readonly rtcConfiguration: string;
  readonly stats: Readonly<Record<string, { readonly statsType: string; readonly values: string }>>;
  readonly updateLog: readonly { readonly type: string; readonly value: string }[];
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

const shapeOf = (value: object): string =>
  Object.entries(value)
    .map(([key, field]) => `${key}: ${typeOf(field)}`)
    .sort()
    .join(', ');

/** Kinds of series with the type of their points, such as `inbound-rtp.packetsReceived: number`. */
const seriesOf = ({ stats }: ChromeConnection): string[] =>
  Object.entries(stats).map(
    ([key, { statsType, values }]) =>
      `${statsType}.${key.slice(key.lastIndexOf('-') + 1)}: ${typeOf((JSON.parse(values) as unknown[]).find((v) => v !== null))}`,
  );

/** The keys of values in the log that are JSON, by the name of their line. */
function linesOf({ updateLog }: ChromeConnection): string[] {
  return updateLog.map((line) => `${line.type}: ${shapeOf(line)}`);
}

/** What differs in keys and types between ours of one page and Chromium's of the same. */
export function dumpShape(own: ChromeDump, theirs: ChromeDump, url: string): string[] {
  const different: string[] = [];
  const compare = (what: string, ours: Iterable<string>, known: Iterable<string>): void => {
    const all = new Set(known);
    for (const one of new Set(ours))
      if (!all.has(one)) different.push(`${what} ${one}, Chromium's: ${[...all].join(' | ')}`);
  };
  compare('the whole', [shapeOf(own)], [shapeOf(theirs)]);
  compare('a request', own.getUserMedia.map(shapeOf), theirs.getUserMedia.map(shapeOf));
  const here = Object.values(theirs.PeerConnections).filter(
    (connection) => connection.url === url.replace(/#.*/s, '') || connection.url === url,
  );
  const mine = Object.values(own.PeerConnections);
  if (mine.length !== here.length) different.push(`${mine.length} connections, Chromium's: ${here.length}`);
  compare('a connection', mine.map(shapeOf), here.map(shapeOf));
  compare(
    'a series',
    mine.flatMap(({ stats }) => Object.values(stats).map(shapeOf)),
    here.flatMap(({ stats }) => Object.values(stats).map(shapeOf)),
  );
  compare('a line', mine.flatMap(linesOf), here.flatMap(linesOf));
  compare('a field', mine.flatMap(seriesOf), here.flatMap(seriesOf));
  return different;
}
