/** How a plain WebSocket speaks to each of the servers compared. Clients do as little as they can. */
export interface Contender {
  readonly name: string;
  /** Path and query of a new client. */
  path(id: string): string;
  /** What a client sends on opening, and what it waits for before it counts as connected. */
  readonly hello: string | null;
  isWelcome(text: string): boolean;
  /** The client's id on the wire, given its welcome. */
  idFrom(text: string, id: string): string;
  /** Text that joins a channel, and publishes to it; null where the server knows no channels. */
  join(channel: string): string | null;
  publish(channel: string, n: number, body: string): string | null;
  direct(to: string, n: number, body: string): string;
  /** The answer to a keepalive question of the server's, if this is one. */
  answer(text: string): string | null;
  readonly acks: boolean;
  isAck(text: string): boolean;
  isDelivery(text: string): boolean;
}

/** Ours, and the bare relay that speaks the same frames. */
function framed(name: string, path: string): Contender {
  return {
    name,
    path: () => path,
    hello: null,
    isWelcome: (text) => text.startsWith('{"type":"welcome"'),
    idFrom: (text) => (JSON.parse(text) as { peerId: string }).peerId,
    join: (channel) => `{"type":"subscribe","channel":"${channel}","requestId":"s"}`,
    publish: (channel, n, body) =>
      `{"type":"publish","channel":"${channel}","data":{"n":${n},"body":"${body}"},"requestId":"${n}"}`,
    direct: (to, n, body) =>
      `{"type":"send","to":"${to}","data":{"n":${n},"body":"${body}"},"requestId":"${n}"}`,
    answer: () => null,
    acks: true,
    isAck: (text) => text.startsWith('{"type":"ack"'),
    isDelivery: (text) => text.startsWith('{"type":"direct"') || text.startsWith('{"type":"message"'),
  };
}

/** Ours where nobody asks for an ack, which is all that PeerServer can do. */
const unacked: Contender = {
  ...framed('metered-call, no ack', '/v1?key=pk_live_bench'),
  join: () => null,
  publish: () => null,
  direct: (to, n, body) => `{"type":"send","to":"${to}","data":{"n":${n},"body":"${body}"}}`,
  acks: false,
};

const socketIo: Contender = {
  name: 'socket.io',
  path: (id) => `/socket.io/?EIO=4&transport=websocket&id=${id}`,
  hello: '40',
  isWelcome: (text) => text.startsWith('40'),
  idFrom: (_text, id) => id,
  join: (channel) => `420["join","${channel}"]`,
  publish: (channel, n, body) => `42${n}["publish","${channel}",{"n":${n},"body":"${body}"}]`,
  direct: (to, n, body) => `42${n}["send","${to}",{"n":${n},"body":"${body}"}]`,
  answer: (text) => (text === '2' ? '3' : null),
  acks: true,
  isAck: (text) => text.startsWith('43'),
  isDelivery: (text) => text.startsWith('42'),
};

const peerServer: Contender = {
  name: 'PeerServer',
  path: (id) => `/peerjs?key=peerjs&id=${id}&token=t`,
  hello: null,
  isWelcome: (text) => text.startsWith('{"type":"OPEN"'),
  idFrom: (_text, id) => id,
  join: () => null,
  publish: () => null,
  direct: (to, n, body) => `{"type":"OFFER","dst":"${to}","payload":{"n":${n},"body":"${body}"}}`,
  answer: () => null,
  acks: false,
  isAck: () => false,
  isDelivery: (text) => text.startsWith('{"type":"OFFER"'),
};

export const CONTENDERS: readonly Contender[] = [
  framed('bare ws', '/'),
  framed('metered-call', '/v1?key=pk_live_bench'),
  unacked,
  socketIo,
  peerServer,
];
