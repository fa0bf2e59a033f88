/** What a page's sockets, channels and connections say, in short: the last of it is kept with what was found wrong. */

const MAX_LINES = 6_000;
const lines: string[] = [];

export function note(what: string): void {
  lines.push(`${Date.now()} ${what}`);
  if (lines.length > MAX_LINES) lines.splice(0, MAX_LINES / 2);
}

export const noted = (): readonly string[] => lines;

/** A message without what is long in it. */
function short(data: unknown): string {
  if (typeof data !== 'string') return typeof data;
  return data
    .replace(/"sdp":"(?:[^"\\]|\\.)*?o=\S+ (\S+) (\S+) (?:[^"\\]|\\.)*"/g, '"sdp":"$1 $2"')
    .replace(/"candidate":(?:\{[^{}]*\}|null)/g, '"candidate":…')
    .slice(0, 300);
}

export function traceSocket(socket: WebSocket, n: number): void {
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    note(`socket ${n} > ${short(data)}`);
    send(data);
  };
  socket.addEventListener('message', ({ data }) => note(`socket ${n} < ${short(data)}`));
  socket.addEventListener('close', ({ code }) => note(`socket ${n} closed ${code}`));
}

export function traceConnection(connection: RTCPeerConnection, n: number): void {
  note(`connection ${n} made`);
  connection.addEventListener('signalingstatechange', () =>
    note(`connection ${n} ${connection.signalingState}`),
  );
  connection.addEventListener('connectionstatechange', () =>
    note(`connection ${n} ${connection.connectionState}`),
  );
  const create = connection.createDataChannel.bind(connection);
  connection.createDataChannel = (label, init) => {
    const channel = create(label, init);
    const send = channel.send.bind(channel) as (data: string) => void;
    channel.send = (data: unknown) => {
      note(`side ${n} > ${short(data)}`);
      send(data as string);
    };
    channel.addEventListener('open', () => note(`side ${n} open`));
    channel.addEventListener('close', () => note(`side ${n} closed`));
    channel.addEventListener('message', ({ data }) => note(`side ${n} < ${short(data)}`));
    return channel;
  };
  const close = connection.close.bind(connection);
  connection.close = () => {
    note(`connection ${n} is closed`);
    close();
  };
}
