#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createServer } from './app.ts';
import type { Server, ServerOptions } from './app.ts';
import { createSelfSignedCertificate } from './certificate.ts';
import type { Backplane } from './backplane/backplane.ts';
import type { Logger } from '../core/util/log.ts';
import { DEFAULT_PORT, HELP, parseCliOptions } from './cli-options.ts';
import { loadConfig } from './config/load-config.ts';
import { ConfigError } from './config/parse-config.ts';
import { ServerStartError } from './errors.ts';
import { createLogger } from './log.ts';

// V8 never gives back what the young generation grew to in a flood, 32 MB; kept small it costs no throughput
// that the benchmark could measure.
setFlagsFromString('--semi-space-growth-factor=1');

/** Built, this file lies in dist/server/ beside the site; in the source tree dist/ is next door. */
const BUILT = !import.meta.url.endsWith('.ts');
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

async function lanOptions(): Promise<{ options: Partial<ServerOptions>; notes: (port: number) => string[] }> {
  const addresses = lanAddresses();
  const { key, cert, fingerprint } = await createSelfSignedCertificate(addresses);
  const apiKey = `pk_live_${randomBytes(16).toString('hex')}`;
  return {
    options: {
      tls: { key, cert },
      demoKey: apiKey,
      tenants: [
        {
          id: 'lan',
          publishableKeys: [
            { key: apiKey, channels: ['**'], actions: ['publish', 'subscribe', 'presence', 'send'] },
          ],
          secretKeys: [],
        },
      ],
    },
    notes: (port) => [
      ...addresses.map((address) => `on this network   https://${address}:${port}`),
      `publishable key   ${apiKey}`,
      `certificate       self-signed, SHA-256 ${fingerprint}`,
    ],
  };
}

/** Loaded here only: most installations are one process. */
async function redisBackplane(url: string, prefix: string | undefined, logger: Logger): Promise<Backplane> {
  const { RedisBackplane } = await import('./backplane/redis/redis-backplane.ts');
  return new RedisBackplane({ url, logger, ...(prefix === undefined ? {} : { prefix }) });
}

function fail(exitCode: number, message: string): never {
  console.error(`metered-call-server: ${message}`);
  process.exit(exitCode);
}

/** One line that says what to do about it. */
function explain(error: unknown, port: number): string {
  if (error instanceof ServerStartError && error.code === 'demo_credentials_exposed') {
    return `${error.message} Use --lan to serve other devices.`;
  }
  if (error instanceof ConfigError) return `The configuration is not valid, ${error.message}.`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} needs privileges; choose another with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'The --host is not an address of this machine.';
  if (code === 'ENOENT' || code === 'EISDIR') return 'The configuration file cannot be read.';
  return error instanceof Error ? error.message : String(error);
}

/** The first signal sends everyone away, the second ends the process. */
function closeOnSignals(server: Server): void {
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(1);
    asked = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function reloadOnHangup(server: Server, file: string, logger: Logger): void {
  process.on('SIGHUP', () => {
    try {
      server.reload(loadConfig(file, process.env).service);
      logger.info('the configuration was read again');
    } catch (error) {
      logger.error('the configuration was not taken, the old one stays', { error: explain(error, 0) });
    }
  });
}

const cli = parseCliOptions(process.argv.slice(2), process.env);
if (cli.kind === 'error') fail(2, cli.message);
if (cli.kind === 'help') {
  process.stdout.write(HELP);
  process.exit(0);
}
let port = cli.port ?? DEFAULT_PORT;
try {
  const logger = createLogger(process.env['LOG_LEVEL']);
  const lan = cli.lan ? await lanOptions() : undefined;
  const config = cli.config === undefined ? undefined : loadConfig(cli.config, process.env);
  const redisUrl = cli.redis ?? config?.redis?.url;
  port = cli.port ?? config?.port ?? DEFAULT_PORT;
  const server = await createServer({
    host: cli.host ?? config?.host ?? (cli.lan ? '0.0.0.0' : '127.0.0.1'),
    port,
    siteDir: folder('./site/'),
    assetsDir: folder(BUILT ? '../' : '../dist/'),
    logger,
    processMetrics: true,
    ...(redisUrl === undefined
      ? {}
      : { backplane: await redisBackplane(redisUrl, config?.redis?.prefix, logger) }),
    ...config?.service,
    ...lan?.options,
  });
  closeOnSignals(server);
  if (cli.config !== undefined) reloadOnHangup(server, cli.config, logger);
  console.log(`listening on ${server.url}`);
  for (const note of lan?.notes(server.port) ?? []) console.log(note);
} catch (error) {
  const misconfigured = error instanceof ServerStartError || error instanceof ConfigError;
  fail(misconfigured ? 2 : 1, explain(error, port));
}
