#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createServer } from './app.ts';
import type { Server, ServerOptions } from './app.ts';
import { createSelfSignedCertificate } from './certificate.ts';
import { HELP, parseCliOptions } from './cli-options.ts';
import { ServerStartError } from './errors.ts';
import { createLogger } from './log.ts';

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

function fail(exitCode: number, message: string): never {
  console.error(`metered-call-server: ${message}`);
  process.exit(exitCode);
}

/** One line that says what to do about it. */
function explain(error: unknown, port: number): string {
  if (error instanceof ServerStartError && error.code === 'demo_credentials_exposed') {
    return `${error.message} Use --lan to serve other devices.`;
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} needs privileges; choose another with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'The --host is not an address of this machine.';
  return error instanceof Error ? error.message : String(error);
}

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

const cli = parseCliOptions(process.argv.slice(2), process.env);
if (cli.kind === 'error') fail(2, cli.message);
if (cli.kind === 'help') {
  process.stdout.write(HELP);
  process.exit(0);
}
const lan = cli.lan ? await lanOptions() : undefined;
try {
  const server = await createServer({
    host: cli.host,
    port: cli.port,
    siteDir: folder('./site/'),
    assetsDir: folder(BUILT ? '../' : '../dist/'),
    logger: createLogger(process.env['LOG_LEVEL']),
    ...lan?.options,
  });
  closeOnSignals(server);
  console.log(`listening on ${server.url}`);
  for (const note of lan?.notes(server.port) ?? []) console.log(note);
} catch (error) {
  fail(error instanceof ServerStartError ? 2 : 1, explain(error, cli.port));
}
