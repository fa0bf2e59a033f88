export interface ChromeDump {
  readonly getUserMedia: readonly object[];
  readonly PeerConnections: Readonly<Record<string, ChromeConnection>>;
}

interface ChromeConnection {
  readonly url: string;
  readonly stats: Readonly<Record<string, { readonly statsType: string; readonly values: string }>>;
  readonly updateLog: readonly { readonly type: string }[];
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

const shapeOf = (value: object): string =>
  Object.entries(value)
    .map(([key, field]) => `${key}: ${typeOf(field)}`)
    .sort()
    .join(', ');

/** The type of the points of each series, by its kind, such as `inbound-rtp.packetsReceived`. */
const fieldsOf = (connections: readonly ChromeConnection[]): Map<string, string> =>
  new Map(
    connections.flatMap(({ stats }) =>
      Object.entries(stats).map(([key, { statsType, values }]) => [
        `${statsType}.${key.slice(key.lastIndexOf('-') + 1)}`,
        typeOf((JSON.parse(values) as unknown[]).find((value) => value !== null)),
      ]),
    ),
  );

const connectionsOf = ({ PeerConnections }: ChromeDump, url: string): ChromeConnection[] =>
  Object.values(PeerConnections).filter((connection) => url.startsWith(connection.url));

/** Names of lines in the log. */
export const linesOf = (dump: ChromeDump): string[] =>
  Object.values(dump.PeerConnections).flatMap(({ updateLog }) => updateLog.map(({ type }) => type));

/**
 * What has other keys or types in ours of one page than in Chromium's of the same; what Chromium has beside it is no
 * difference. Chromium asks a connection for its numbers only once that has a path.
 */
export function differences(own: ChromeDump, theirs: ChromeDump, url: string, paths: boolean): string[] {
  const different: string[] = [];
  const compare = (what: string, ours: readonly object[], known: readonly object[]): void => {
    const all = new Set(known.map(shapeOf));
    for (const shape of new Set(ours.map(shapeOf)))
      if (!all.has(shape)) different.push(`${what} {${shape}}, Chromium's {${[...all].join('} {')}}`);
  };
  const [mine, here] = [Object.values(own.PeerConnections), connectionsOf(theirs, url)];
  compare('the whole', [own], [theirs]);
  compare('a request', own.getUserMedia, theirs.getUserMedia);
  if (mine.length !== here.length) different.push(`${mine.length} connections, Chromium's ${here.length}`);
  compare('a connection', mine, here);
  const lines = (of: readonly ChromeConnection[]): object[] => of.flatMap(({ updateLog }) => updateLog);
  const series = (of: readonly ChromeConnection[]): object[] =>
    of.flatMap(({ stats }) => Object.values(stats));
  compare('a line', lines(mine), lines(here));
  if (!paths) return different;
  compare('a series', series(mine), series(here));
  const fields = fieldsOf(here);
  for (const [field, type] of fieldsOf(mine))
    if (fields.get(field) !== type) different.push(`${field}: ${type}, Chromium's ${fields.get(field)}`);
  return different;
}
