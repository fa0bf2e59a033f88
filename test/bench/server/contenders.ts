/** How a plain WebSocket speaks to each of the servers compared; `prefix` is the beginning of a frame. */
export interface Contender {
  readonly name: string;
  /** Path and query of a new client. */
  path(id: string): string;
  /** What a client sends on opening, and what it waits for before it counts as connected. */
  readonly hello: string | null;
  isWelcome(prefix: string): boolean;
  /** The client's id on the wire, given its welcome. */
  idFrom(text: string, id: string): string;
  /** Text that joins a channel, and publishes to it; null where the server knows no channels. */
  join(channel: string): string | null;
  publish(channel: string, n: number, body: string): string | null;
  direct(to: string, n: number, body: string): string;
  /** The answer to a keepalive question of the server's, if this is one. */
  answer(prefix: string): string | null;
  readonly acks: boolean;
  isAck(prefix: string): boolean;
  isDelivery(prefix: string): boolean;
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

/** The same where nobody asks for an ack, which is all that PeerServer can do. */
function unacked(contender: Contender): Contender {
  return {
    ...contender,
    name: `${contender.name}, no ack`,
    join: () => null,
    publish: () => null,
    direct: (to, n, body) => `{"type":"send","to":"${to}","data":{"n":${n},"body":"${body}"}}`,
    acks: false,
  };
}

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

const floor = framed('bare ws', '/');
const ours = framed('metered-call', '/v1?key=pk_live_bench');
const unackedFloor = unacked(floor);

/** Each with the floor it stands on: the bare relay that does as much, or as little, for a message. */
export const CONTENDERS: readonly { contender: Contender; floor: Contender }[] = [
  { contender: floor, floor },
  { contender: ours, floor },
  { contender: socketIo, floor },
  { contender: unackedFloor, floor: unackedFloor },
  { contender: unacked(ours), floor: unackedFloor },
  { contender: peerServer, floor: unackedFloor },
];
