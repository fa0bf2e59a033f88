// Runs in a page: one participant of the engine that logs to the console, hears every event and provokes errors.
import type * as Engine from '../../../core/index.ts';

export interface TalkativeOptions {
  readonly url: string;
  readonly room: string;
  readonly token: string;
  readonly key: string;
}

export interface Talkative {
  start(options: TalkativeOptions): Promise<void>;
  ids(): string[];
  connected(): number;
  /** Errors of every kind that an application may see, each recorded. */
  provoke(): Promise<void>;
  /** Loses the server, with a token provider that quotes the token when it fails, and gets it back. */
  reconnect(): Promise<void>;
  leave(): Promise<void>;
}

declare global {
  interface Window {
    readonly talkative: Talkative;
  }
}

const ENGINE = '/core/index.js';
const engine = (await import(ENGINE)) as typeof Engine;
const { MeteredPeer, SignallingClient, TokenCache, ConsoleLogger } = engine;

let peer: Engine.MeteredPeer;
let options: TalkativeOptions;
let failures = 0;
const sockets: WebSocket[] = [];
const objects: [string, unknown][] = [];

const PEER_EVENTS = ['joined', 'left', 'state-change', 'peer-joined', 'peer-left', 'data', 'error'] as const;
const REMOTE_EVENTS = [
  'state-change',
  'negotiation-error',
  'ice-candidate-error',
  'track',
  'stream-added',
  'stream-removed',
  'connection-reset',
  'hello',
  'health',
] as const;
const CLIENT_EVENTS = [
  'connected',
  'disconnected',
  'state-change',
  'server-error',
  'token-provider-error',
] as const;

function keep<T>(name: string, value: T): T {
  objects.push([name, value]);
  return value;
}

function recordObjects(): void {
  for (const [name, value] of objects) window.transcript.record(name, value);
  for (const remote of peer.remotePeers) window.transcript.record('remote', remote);
  window.transcript.record('options', { peer, remotes: peer.remotePeers });
}

async function failing(what: string, attempt: () => unknown): Promise<void> {
  try {
    await attempt();
    window.transcript.record(`${what} did not fail`, '');
  } catch (err) {
    window.transcript.record(`${what} failed`, err);
  }
}

async function provideToken(): Promise<string> {
  await Promise.resolve();
  if (failures > 0) {
    failures -= 1;
    throw new Error(`GET /token?token=${options.token} gave 500: {"token":"${options.token}"}`);
  }
  return options.token;
}

function picture(): MediaStream {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let n = 0;
  setInterval(() => context?.fillRect((n += 1) % 300, 0, 9, 9), 50);
  return canvas.captureStream(20);
}

/** Descriptions and candidates with real passwords in them that no browser takes. */
async function misnegotiate(other: string): Promise<void> {
  const sdp = window.transcript.descriptions.find((text) => text.includes('a=ice-pwd:')) ?? '';
  const bad = [
    sdp.slice(0, sdp.indexOf('a=ice-pwd:') + 20),
    sdp.replace(/a=ice-ufrag:.*/g, 'a=ice-ufrag:x'),
    sdp.replace(/(a=ice-pwd:.*)/g, '$1 $1'),
    sdp.replace(/(a=ice-pwd:)/g, 'b$1'),
    sdp.replace(/a=setup:.*/g, 'a=setup:nonsense'),
  ];
  for (const text of bad) {
    await peer.sendTo(other, { type: 'rtc-description', description: { type: 'offer', sdp: text } });
  }
  const ufrag = /a=ice-ufrag:(\S+)/.exec(sdp)?.[1] ?? '';
  for (const candidate of [
    `candidate:1 1 udp 1 not-an-address 9 typ host ufrag ${ufrag}`,
    `candidate:1 1 udp ufrag ${ufrag}`,
  ]) {
    await peer.sendTo(other, {
      type: 'rtc-ice',
      candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: ufrag },
    });
  }
}

const talkative: Talkative = {
  async start(given) {
    options = given;
    peer = keep(
      'peer',
      new MeteredPeer({
        url: given.url,
        tokenProvider: provideToken,
        logger: ConsoleLogger,
        displayName: 'Talkative',
        webSocketFactory: (url) => {
          const socket = new WebSocket(url);
          sockets.push(socket);
          return socket;
        },
      }),
    );
    for (const event of PEER_EVENTS) peer.on(event, (payload) => window.transcript.record(event, payload));
    peer.on('peer-joined', ({ peer: remote }) => {
      for (const event of REMOTE_EVENTS)
        remote.on(event, (payload) => window.transcript.record(`remote ${event}`, payload));
    });
    peer.addStream(picture(), { role: 'camera' });
    await peer.join(given.room, { includeSenderMetadata: true });
  },

  ids: () => peer.remotePeers.map(({ id }) => id),
  connected: () => peer.remotePeers.filter(({ state }) => state === 'connected').length,

  async provoke() {
    const { url, token, key } = options;
    const [other = ''] = talkative.ids();
    await failing('sendTo nobody', () => peer.sendTo('nobody-at-all', 1));
    await failing('sendTo oneself', () => peer.sendTo(peer.peerId ?? '', 1));
    await failing('oversized', () => peer.send(token.repeat(200)));
    await failing('join again', () => peer.join('another'));
    await failing('reserved', () => new MeteredPeer({ url, apiKey: key }).join('_system/x'));
    await failing('secret key', () => new MeteredPeer({ url, apiKey: 'sk_secret_demo' }));
    await failing('both', () => new MeteredPeer({ url, apiKey: key, tokenProvider: provideToken }));
    await failing('address', () => new SignallingClient({ url: `${url}/v1?token=${token}`, apiKey: key }));
    for (const [what, more] of [
      ['a bad token', { tokenProvider: () => Promise.resolve(`${token}x`) }],
      ['a bad key', { apiKey: `${key}_unknown` }],
      ['a failing provider', { tokenProvider: () => Promise.reject(new Error(`no ${token} for you`)) }],
      [
        'a provider that throws text',
        {
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- applications do
          tokenProvider: () => Promise.reject(`token=${token}`),
        },
      ],
      [
        'a socket that cannot be made',
        {
          apiKey: key,
          webSocketFactory: (address: string) => {
            throw new DOMException(`${address} violates the policy`, 'SecurityError');
          },
        },
      ],
    ] as const) {
      const client = keep('client', new SignallingClient({ url, logger: ConsoleLogger, ...more }));
      for (const event of CLIENT_EVENTS)
        client.on(event, (payload) => window.transcript.record(`client ${event}`, payload));
      await failing(what, () => client.connect());
    }
    const cache = keep('cache', new TokenCache({ provider: provideToken }));
    const client = keep(
      'client',
      new SignallingClient({ url, tokenProvider: cache.provider, logger: ConsoleLogger }),
    );
    for (const event of CLIENT_EVENTS)
      client.on(event, (payload) => window.transcript.record(`client ${event}`, payload));
    client.on('direct', () => {
      throw new Error(`a handler of the application with ${token}`);
    });
    await client.connect();
    await client.subscribe(options.room);
    await client.send(peer.peerId ?? '', 'hello');
    await client.close();
    await misnegotiate(other);
    recordObjects();
  },

  async reconnect() {
    failures = 3;
    const back = new Promise<void>((resolve) => {
      peer.on('state-change', ({ to }) => {
        if (to === 'joined') resolve();
      });
    });
    sockets.at(-1)?.close();
    await back;
    recordObjects();
  },

  async leave() {
    recordObjects();
    await peer.close('done');
    recordObjects();
  },
};
Object.defineProperty(window, 'talkative', { value: talkative });
