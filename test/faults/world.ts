import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { startCoturn } from '../helpers/coturn.ts';
import { freePort } from '../helpers/free-port.ts';
import { startServer } from '../helpers/server.ts';
import { startStatic, type StaticServer } from '../helpers/static.ts';
import { startFlaky, type FlakyWay } from './flaky.ts';

const SECRET = 'shared with the relay';

/** Everything beyond a browser that the scenarios need: pages, servers, relays. */
export interface World {
  readonly site: StaticServer;
  /** Origins of signalling servers, `ws://…`. */
  readonly demo: string;
  readonly limits: string;
  /** Nothing listens there. */
  readonly deadPort: number;
  readonly peerPort: number;
  readonly relay: readonly RTCIceServer[];
  readonly wrongRelay: readonly RTCIceServer[];
  readonly deadRelay: readonly RTCIceServer[];
  /** A way of one scenario's own to the demo server, until it is stopped. */
  flaky(): Promise<FlakyWay>;
  kick(peer: string): Promise<void>;
  stop(): Promise<void>;
}

async function script(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`test/faults/page/${name}.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

const ALL = ['publish', 'subscribe', 'presence', 'send'];
/** One tenant a scenario and browser, since they run side by side. */
export const limitedKey = (key: string, browser: string, engine = 'ours'): string =>
  `${key}_${browser}_${engine}`;

const tenants = (key: string, more: object): object[] =>
  ['chromium', 'firefox'].flatMap((browser) =>
    ['ours', 'theirs'].map((engine) => ({
      id: limitedKey(key, browser, engine),
      publishableKeys: [{ key: limitedKey(key, browser, engine), channels: ['**'], actions: ALL }],
      ...more,
    })),
  );

export async function startWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-world-'));
  const config = join(dir, 'limits.json');
  await writeFile(
    config,
    JSON.stringify({
      listen: { host: '127.0.0.1', port: 0 },
      limits: { connectionsPerMinute: 1_000_000 },
      tenants: [
        ...tenants('pk_live_single', { plan: { maxConnections: 1 } }),
        ...tenants('pk_live_slow', { plan: { messagesPerSecond: 5, messageBurst: 20 } }),
        ...tenants('pk_live_suspended', { suspended: true }),
      ],
    }),
  );
  const [turnPort, deadPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const [site, demo, limits, coturn, doctor, lab, healthy, element] = await Promise.all([
    startStatic({
      '/core/': 'dist/core',
      '/chunks/': 'dist/chunks',
      '/theirs/': 'node_modules/@metered-ca/realtime/dist',
      '/peerjs/': 'node_modules/peerjs/dist',
      '/element/': 'dist',
    }),
    startServer(),
    startServer(['--config', config]),
    startCoturn({ secret: SECRET, port: turnPort, addresses: ['127.0.0.1'] }),
    script('doctor'),
    script('lab'),
    script('healthy'),
    script('element'),
  ]);
  site.page('/doctor.js', doctor);
  site.page('/lab.js', lab);
  site.page('/healthy.js', healthy);
  site.page('/element.js', element);
  site.page('/blank.html', '<!doctype html><title>elsewhere</title>');
  const peers = await startPeerServer(peerPort);

  const username = `${Math.floor(Date.now() / 1000) + 3_600}:lab`;
  const urls = [`turn:127.0.0.1:${turnPort}?transport=udp`, `turn:127.0.0.1:${turnPort}?transport=tcp`];
  const credential = createHmac('sha1', SECRET).update(username).digest('base64');
  const demoPort = Number(new URL(demo.origin).port);
  const ways: FlakyWay[] = [];

  return {
    site,
    demo: demo.wsOrigin,
    limits: limits.wsOrigin,
    deadPort,
    peerPort,
    relay: [{ urls, username, credential }],
    wrongRelay: [{ urls, username, credential: 'wrong' }],
    deadRelay: [{ urls: [`turn:127.0.0.1:${deadPort}?transport=tcp`], username, credential }],
    async flaky() {
      const way = await startFlaky(demoPort);
      ways.push(way);
      return way;
    },
    async kick(peer) {
      await fetch(`${demo.origin}/v1/peers/${encodeURIComponent(peer)}`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer sk_id_demo:sk_secret_demo' },
      });
    },
    async stop() {
      peers.stop();
      await Promise.all([
        ...ways.map((way) => way.stop()),
        site.stop(),
        demo.stop(),
        limits.stop(),
        coturn.stop(),
      ]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startPeerServer(port: number): Promise<{ stop(): void }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./peer-server.ts', import.meta.url)), String(port)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stop = (): void => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.once('exit', stop);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server of PeerJS did not start');
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  return { stop };
}
