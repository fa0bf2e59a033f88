import { parseArgs } from 'node:util';

export type CliOptions =
  | {
      kind: 'run';
      /** Undefined where neither the command line nor PORT says. */
      port: number | undefined;
      host: string | undefined;
      lan: boolean;
      config: string | undefined;
      redis: string | undefined;
    }
  | { kind: 'help' }
  /** `message` is one line for stderr. */
  | { kind: 'error'; message: string };

export const DEFAULT_PORT = 8080;

export const HELP = `Usage: metered-call-server [options]

Serves the demo pages and the signalling server they talk to.

  --config FILE keys, secrets, plans, limits, TURN, TLS and proxies; see docs/self-host.md.
                Read again on SIGHUP, without dropping a connection
  --redis URL   share everything with the other nodes on this Redis (also: REDIS_URL)
  --port N      port to listen on, 0 for any free one (default: PORT, else ${DEFAULT_PORT})
  --host NAME   address to listen on (default: 127.0.0.1)
  --lan         serve other devices too: https with a self-signed certificate, and a
                random key in place of the public demo credentials
  --help        show this
`;

/** The command line as options; never throws. @param argv without node and script */
export function parseCliOptions(
  argv: readonly string[],
  env: Record<string, string | undefined>,
): CliOptions {
  let values: {
    port?: string;
    host?: string;
    lan?: boolean;
    help?: boolean;
    config?: string;
    redis?: string;
  };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        lan: { type: 'boolean' },
        config: { type: 'string' },
        redis: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return { kind: 'error', message: `${line.replace(/\.$/, '')}; --help lists the options.` };
  }
  if (values.help) return { kind: 'help' };
  const { lan = false, config, host } = values;
  const port = values.port ?? (env['PORT'] || undefined);
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)) {
    return { kind: 'error', message: 'The port must be a number from 0 to 65535.' };
  }
  if (host === '') return { kind: 'error', message: 'The host must not be empty.' };
  if (lan && config !== undefined) {
    return { kind: 'error', message: '--lan makes up its own keys; it does not go with --config.' };
  }
  const redis = values.redis ?? (env['REDIS_URL'] || undefined);
  if (redis !== undefined && !/^rediss?:\/\/./.test(redis)) {
    return { kind: 'error', message: 'The Redis URL must begin with redis:// or rediss://.' };
  }
  return { kind: 'run', port: port === undefined ? undefined : Number(port), host, lan, config, redis };
}
