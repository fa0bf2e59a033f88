import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { createServer } from '../../server/app.ts';
import type { Server, ServerOptions } from '../../server/app.ts';
import { NoopLogger } from '../../core/util/log.ts';
import { RedisBackplane } from '../../server/backplane/redis/redis-backplane.ts';
import { startRedis } from '../helpers/redis.ts';
import type { Redis } from '../helpers/redis.ts';

export const SITE_DIR = fileURLToPath(new URL('../../server/site/', import.meta.url));

export type Frame = Record<string, unknown> & { type: string };

/** How long a frame may take on a machine that is busy with other tests. */
const PATIENCE_MS = 10_000;

/** With `TEST_BACKPLANE=redis` the same tests run against two nodes, each request going to the other one. */
const ON_REDIS = process.env['TEST_BACKPLANE'] === 'redis';

const clients = new Set<WebSocket>();
const servers = new Set<Server>();
let redis: Promise<Redis> | undefined;
const backplanes: RedisBackplane[] = [];
after(async () => {
  for (const socket of clients) socket.terminate();
  await Promise.all([...servers].map((server) => server.close()));
  await (await redis)?.stop();
});

/** A server on a free loopback port that ends with the test file. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<Server> {
  // A port, and what each node counts for itself, make sense for a single node only.
  const { connectionsPerMinute, restPerSecond } = options.limits ?? {};
  const single = (options.port ?? connectionsPerMinute ?? restPerSecond) !== undefined;
  if (!ON_REDIS || single || options.backplane) return startNode(options);
  const prefix = randomUUID();
  const nodes = [await startNode(options, prefix), await startNode(options, prefix)];
  let turn = 0;
  const next = (): Server => nodes[turn++ % nodes.length] as Server;
  return {
    get url() {
      return next().url;
    },
    get port() {
      return next().port;
    },
    reload: (settings) => nodes.forEach((node) => node.reload(settings)),
    close: async () => void (await Promise.all(nodes.map((node) => node.close()))),
  };
}

/** One node; with a prefix it shares the Redis of this test file with those of the same prefix. */
export async function startNode(options: Partial<ServerOptions> = {}, prefix?: string): Promise<Server> {
  const backplane = prefix === undefined ? undefined : await newBackplane(prefix);
  const server = await createServer({
    siteDir: SITE_DIR,
    assetsDir: await mkdtemp(joinPath(tmpdir(), 'metered-call-assets-')),
    ...(backplane ? { backplane } : {}),
    ...options,
  });
  servers.add(server);
  if (backplane) backplanes.push(backplane);
  return server;
}

async function newBackplane(prefix: string): Promise<RedisBackplane> {
  redis ??= startRedis();
  return new RedisBackplane({ url: (await redis).url, prefix, logger: NoopLogger });
}

/** Settles once every node has heard what the others had said by now. */
export async function settleNodes(): Promise<void> {
  for (const backplane of [...backplanes, ...backplanes]) {
    if (backplane.available()) await backplane.catchUp();
  }
}

/** Only the first rejection counts, and only if somebody waits. */
function withPatience<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still waiting for ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A plain WebSocket client: frames in the order they came, the close as it came. */
export class TestClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #inbox: string[] = [];
  #wake: (() => void) | undefined;
  #over = false;

  constructor(server: Server, query: string, options: ClientOptions = {}, path = '/v1') {
    this.socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}${path}${query}`, options);
    clients.add(this.socket);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => {
      this.#inbox.push(data.toString('utf8'));
      this.#wake?.();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        clients.delete(this.socket);
        this.#over = true;
        this.#wake?.();
        resolve({ code, reason: reason.toString('utf8') });
      });
    });
  }

  /** The next frame, byte for byte. */
  async nextText(): Promise<string> {
    for (;;) {
      const text = this.#inbox.shift();
      if (text !== undefined) return text;
      if (this.#over) throw new Error('closed before the next frame');
      await withPatience(new Promise<void>((resolve) => (this.#wake = resolve)), 'a frame');
    }
  }

  async next(): Promise<Frame> {
    return JSON.parse(await this.nextText()) as Frame;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends a frame and waits for its ack or error, which has to be the next frame. */
  async request(frame: Record<string, unknown>): Promise<Frame> {
    this.send(frame);
    return this.next();
  }

  /** Every frame that was on its way to this client, told by a ping that the server answers after them. */
  async drain(): Promise<Frame[]> {
    await settleNodes();
    this.send({ type: 'ping' });
    const frames: Frame[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.type === 'pong') return frames;
      frames.push(frame);
    }
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  closedWith(): Promise<{ code: number; reason: string }> {
    return withPatience(this.closed, 'the close');
  }
}

/** A client that has been welcomed; `peerId` is what the welcome said. */
export async function connect(
  server: Server,
  query = '?key=pk_live_demo',
): Promise<TestClient & { peerId: string }> {
  const client = new TestClient(server, query);
  const welcome = await client.next();
  if (welcome.type !== 'welcome') throw new Error(`expected a welcome, got ${welcome.type}`);
  return Object.assign(client, { peerId: String(welcome['peerId']) });
}

/** Subscribes and swallows the ack and the snapshot, which comes back. */
export async function join(client: TestClient, channel: string): Promise<Frame> {
  await settleNodes();
  await client.request({ type: 'subscribe', channel, requestId: 'join' });
  const snapshot = await client.next();
  await settleNodes();
  return snapshot;
}

export interface TokenOptions {
  claims?: Record<string, unknown>;
  kid?: string | undefined;
  secret?: string;
  alg?: string;
}

/** A token of the demo tenant, for `sub` in all channels for an hour unless the claims say otherwise. */
export function mintToken({
  claims = {},
  kid = 'sk_id_demo',
  secret = 'sk_secret_demo',
  alg = 'HS256',
}: TokenOptions = {}) {
  const all = { sub: 'amira', exp: Math.floor(Date.now() / 1000) + 3600, channels: ['**'], ...claims };
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(payload).setProtectedHeader({ alg, ...(kid ? { kid } : {}) }).sign(Buffer.from(secret));
}

export async function tokenQuery(claims: Record<string, unknown> = {}): Promise<string> {
  return `?token=${await mintToken({ claims })}`;
}

export async function httpStatusOfUpgrade(client: TestClient): Promise<number | undefined> {
  const [, response] = (await once(client.socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number },
  ];
  return response.statusCode;
}
