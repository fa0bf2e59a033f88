// One of the servers compared, in a process of its own: `serve.ts NAME` prints its port.
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExpressPeerServer } from 'peer';
import { Server as SocketIoServer } from 'socket.io';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { createServer } from '../../../server/app.ts';

const NO_LIMIT = 1e9;

async function meteredCall(): Promise<number> {
  const { port } = await createServer({
    siteDir: '.',
    assetsDir: '.',
    limits: { connectionsPerMinute: NO_LIMIT, messagesPerSecond: NO_LIMIT, messageBurst: NO_LIMIT },
    tenants: [
      {
        id: 'bench',
        publishableKeys: [
          { key: 'pk_live_bench', channels: ['**'], actions: ['publish', 'subscribe', 'presence', 'send'] },
        ],
        secretKeys: [],
      },
    ],
  });
  return port;
}

/** The floor: parses, routes and acks, and checks nothing. */
function bareRelay(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const peers = new Map<string, WebSocket>();
  const channels = new Map<string, Set<WebSocket>>();
  server.on('connection', (socket) => {
    const id = randomUUID();
    peers.set(id, socket);
    socket.send(JSON.stringify({ type: 'welcome', peerId: id }));
    socket.on('close', () => {
      peers.delete(id);
      for (const members of channels.values()) members.delete(socket);
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Record<string, unknown> & { requestId?: string };
      const { channel } = frame as unknown as { channel: string };
      if (frame['type'] === 'subscribe') {
        channels.set(channel, (channels.get(channel) ?? new Set()).add(socket));
      } else if (frame['type'] === 'publish') {
        const text = JSON.stringify({ type: 'message', channel, from: id, data: frame['data'] });
        for (const member of channels.get(channel) ?? []) if (member !== socket) member.send(text);
      } else if (frame['type'] === 'send') {
        const text = JSON.stringify({ type: 'direct', from: id, data: frame['data'] });
        peers.get(String(frame['to']))?.send(text);
      }
      if (frame.requestId) socket.send(JSON.stringify({ type: 'ack', requestId: frame.requestId }));
    });
  });
  return new Promise((resolve) => {
    server.on('listening', () => resolve((server.address() as AddressInfo).port));
  });
}

function socketIo(): Promise<number> {
  const http = createHttpServer();
  const io = new SocketIoServer(http, { transports: ['websocket'], perMessageDeflate: false });
  io.on('connection', (socket) => {
    const id = String(socket.handshake.query['id']);
    void socket.join(`peer:${id}`);
    socket.on('join', (channel: string, done: () => void) => {
      void socket.join(channel);
      done();
    });
    socket.on('publish', (channel: string, data: unknown, done: () => void) => {
      socket.to(channel).emit('message', { channel, from: id, data });
      done();
    });
    socket.on('send', (to: string, data: unknown, done: () => void) => {
      io.to(`peer:${to}`).emit('direct', { from: id, data });
      done();
    });
  });
  return listen(http);
}

async function peerServer(): Promise<number> {
  // The package's own stand-alone server is this handler on an express application.
  const { default: express } = (await import('express')) as { default: () => PeerApp };
  const app = express();
  const http = createHttpServer(app as never);
  app.use('/', ExpressPeerServer(http, { path: '/', concurrent_limit: 50_000 }));
  return listen(http);
}

interface PeerApp {
  use(path: string, handler: unknown): void;
}

function listen(http: ReturnType<typeof createHttpServer>): Promise<number> {
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
  });
}

const SERVERS: Record<string, () => Promise<number>> = {
  'bare ws': bareRelay,
  'bare ws, no ack': bareRelay,
  'metered-call': meteredCall,
  'metered-call, no ack': meteredCall,
  'socket.io': socketIo,
  PeerServer: peerServer,
};

const name = process.argv[2] ?? '';
const port = await SERVERS[name]?.();
console.log(port);
const collect = (): void => (globalThis as { gc?: () => void }).gc?.();
process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    return process.send?.(user + system);
  }
  collect();
  // What the first collection finalises, the second gives back.
  return setImmediate(() => {
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ rss, heap: heapUsed + external });
  });
});
